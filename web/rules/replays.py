"""Results of replays, kept in memory for as long as they are looked at: a replay writes nothing."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from threading import Lock
from typing import cast

from flask import current_app

from station.domain.disposition import Disposition
from station.domain.routing import Rulebook
from station.domain.tallying import Tally
from station.rule_ports import RuleKey

# So many results are kept, the latest ones. A hundred thousand changed items take about 10 MB.
MOST = 8

MOVED, REGRADED, RULED = "moved", "regraded", "ruled"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is tried, from which day on: drafts by their revisions, or one version that was published."""

    rules: Rulebook
    since: date | None
    drafts: Mapping[RuleKey, int] = field(default_factory=dict)
    wrong: tuple[RuleKey, ...] = ()
    version: tuple[RuleKey, int] | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A replay that was done. ``behind`` lists inspections, the latest first, by what is different."""

    id: str
    attempt: Attempt
    tally: Tally
    behind: Mapping[str, tuple[str, ...]]
    at: datetime
    by: str


def cell(old: Disposition, new: Disposition) -> str:
    """Name the items that would go from one disposition to another."""
    return f"{old.value}-{new.value}"


def result(id_: str, attempt: Attempt, tally: Tally, at: datetime, by: str) -> Result:
    """Keep of a tally what is looked at: its sums, and which inspections are behind them."""
    behind: dict[str, list[str]] = {}
    for each in reversed(tally.different):
        named = {
            MOVED: each.changed,
            cell(each.was.disposition, each.now.disposition): each.changed,
            REGRADED: each.regraded,
            RULED: each.ruled_otherwise,
        }
        for name in (name for name, holds in named.items() if holds):
            behind.setdefault(name, []).append(each.inspection)
    kept = {name: tuple(found) for name, found in behind.items()}
    return Result(id_, attempt, replace(tally, different=()), kept, at, by)


class Shelf:
    """The latest results. Several requests use it at once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Result] = OrderedDict()
        self._lock = Lock()

    def put(self, done: Result) -> None:
        with self._lock:
            self._kept[done.id] = done
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def get(self, id_: str) -> Result | None:
        return self._kept.get(id_)

    def all(self) -> tuple[Result, ...]:
        """Return what is kept, the latest first."""
        with self._lock:
            return tuple(reversed(self._kept.values()))


def shelf() -> Shelf:
    return cast(Shelf, current_app.extensions["replays"])
