"""What stations that ask for central's decisions cost central: with nothing new, and with something for all.

The whole request is measured at central's door in this process, with the client that makes it: more than
central alone would take.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from station.domain.events import RecallSet
from station.domain.recalls import Recall
from station.services.central.feeding import feed
from tests.bench.figures import goal, in_turns, show
from tests.support.exchange import Central, Speaker, central_on
from tests.support.stations import sample

STATIONS, POLL_SECONDS = 200, 30.0
JOURNAL, NEW = 20_000, 50
ROUNDS = 10


def run(folder: Path) -> None:
    with central_on(folder / "feed") as central:
        recall = _fill(central)
        head = _head(central)
        stations = [central.opened(f"{number % 90 + 10}") for number in range(STATIONS // 10)]
        nothing = _cost(stations, lambda one: one.get(f"feed?after={head}"))
        _decide(central, recall)
        news = _cost(stations, lambda one: one.get(f"feed?after={head}"))
        _show(central, head, nothing, news)


def _fill(central: Central) -> Recall:
    """Let central have decided a lot before."""
    recall: Recall = next(iter(sample()[2].recalls))
    with central.world.begin() as uow:
        for number in range(JOURNAL):
            uow.journal.append(RecallSet(replace(recall, id=f"r{number}")), "somebody")
    return recall


def _decide(central: Central, recall: Recall) -> None:
    with central.world.begin() as uow:
        for number in range(NEW):
            uow.journal.append(RecallSet(replace(recall, id=f"n{number}")), "somebody")


def _head(central: Central) -> int:
    with central.world.read() as uow:
        return uow.journal.head()


def _cost(stations: Sequence[Speaker], ask: Callable[[Speaker], object]) -> float:
    """Return the seconds of a core that one request takes."""
    for one in stations:
        ask(one)
    began = time.process_time()
    for _ in range(ROUNDS):
        for one in stations:
            ask(one)
    return (time.process_time() - began) / (ROUNDS * len(stations))


def _show(central: Central, head: int, nothing: float, news: float) -> None:
    with central.world.read() as uow:
        taken = in_turns(
            200,
            **{
                "feed, nothing new": lambda: feed(uow, "07", head + NEW),
                f"feed, {NEW} decisions": lambda: feed(uow, "07", head),
                "feed, the first of all": lambda: feed(uow, "07", 0),
            },
        )
    show(f"Decisions for stations, {JOURNAL} before", *taken.values())
    share = nothing * STATIONS / POLL_SECONDS * 100
    goal(f"share of a core for {STATIONS} stations every {POLL_SECONDS:.0f} s, %", share, most=5)
    print(
        f"         one request: {nothing * 1000:.2f} ms of a core; with {NEW} decisions {news * 1000:.2f} ms"
    )
