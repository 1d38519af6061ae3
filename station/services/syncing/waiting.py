"""What has not reached central yet. The journal is the queue: it keeps everything until then."""

from dataclasses import dataclass

from station.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many journal entries wait to be shipped; ``connected`` is False without a central."""

    records: int
    connected: bool


def waiting(uow: UnitOfWork) -> Waiting:
    """Count what waits. A station without a central keeps everything and says so."""
    return Waiting(uow.journal.head(), connected=False)
