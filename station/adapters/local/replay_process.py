"""The process of one replay: an order on standard input, lines on standard output. It only reads."""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from station.adapters.local.catalog import LocalCatalog
from station.adapters.local.codec import decode, encode
from station.adapters.local.engine import Database
from station.adapters.local.history import LocalHistory
from station.adapters.local.replay_talk import DATABASE, MANY, Line
from station.adapters.local.transactions import Transactions
from station.domain.errors import DomainError
from station.domain.tallying import Tally
from station.services.replaying import replayed
from station.store_ports import Order, Progress

# The bench goes before it wherever both want the processor.
NICE = 10


def main() -> None:
    os.nice(NICE)
    order = decode(sys.stdin.buffer.read(), Order)
    try:
        for line in _outcome(_replayed(_opened(os.environ[DATABASE]), order)):
            _say(line)
    except DomainError as refused:
        _say(Line(refused=refused.reason))


def _opened(database: str) -> Transactions:
    if "://" not in database:
        return Database(Path(database))
    from station.adapters.central.postgres import PostgresDatabase  # noqa: PLC0415 - a station never needs it

    return PostgresDatabase(database)


def _replayed(database: Transactions, order: Order) -> Tally:
    with database.reading() as connection:
        bins = LocalCatalog(connection).bins()
        return replayed(LocalHistory(connection), bins, order, _tell)


def _tell(done: int, of: int) -> None:
    _say(Line(progress=Progress(done, of)))


def _outcome(tally: Tally) -> Iterator[Line]:
    for first in range(0, len(tally.different), MANY):
        yield Line(different=tally.different[first : first + MANY])
    yield Line(tally=replace(tally, different=()))


def _say(line: Line) -> None:
    """Write a line. A station that listens no longer ends the process."""
    try:
        sys.stdout.buffer.write(encode(line) + b"\n")
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os._exit(1)


if __name__ == "__main__":
    main()
