"""Entries of a journal as other systems are told of them: plain values, whatever version wrote them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of a stream: its number there, and what it says."""

    number: int
    id: str
    station: str
    at: str
    kind: str
    simulated: bool
    payload: Plain


class Earlier(Protocol):
    """The entries before the one at hand that tell of a thing, in their order."""

    def of_item(self, lpn: str) -> Sequence[Fact]: ...
    def of_return(self, rma: str) -> Sequence[Fact]: ...


@dataclass(frozen=True, slots=True)
class Past:
    """What came before, as a list: for tests, and for what is held in memory anyway."""

    facts: Sequence[Fact] = field(default=())

    def of_item(self, lpn: str) -> Sequence[Fact]:
        return tuple(fact for fact in self.facts if lpn in lpns_of(fact))

    def of_return(self, rma: str) -> Sequence[Fact]:
        return tuple(fact for fact in self.facts if reconciled_of(fact).get("rma") == rma)


def fact_of(number: int, entry: Plain) -> Fact:
    """Read one entry. Raises KeyError for what is none."""
    payload = entry["payload"]
    return Fact(
        number,
        str(entry["id"]),
        str(entry["station"]),
        str(entry["at"]),
        str(entry["kind"]),
        bool(entry.get("simulated", False)),
        payload if isinstance(payload, Mapping) else {},
    )


def inspection_of(fact: Fact) -> Plain:
    """Return the inspection that an entry holds whole, an empty one where it holds none."""
    found = fact.payload.get("inspection")
    return found if isinstance(found, Mapping) else {}


def inspection_id(fact: Fact) -> str:
    """Return the id of the inspection that an entry is about, empty for none."""
    named = fact.payload.get("inspection") or fact.payload.get("work", {}).get("inspection")
    return str(named["id"] if isinstance(named, Mapping) else named or "")


def item_of(fact: Fact) -> Plain:
    """Return the item that an entry holds whole, an empty one where it holds none."""
    found: Plain = inspection_of(fact).get("item") or {}
    return found


def route_of(fact: Fact) -> Plain:
    """Return grade, ruling and disposition of an inspection that is held whole, empty before its verdict."""
    found: Plain = inspection_of(fact).get("route") or {}
    return found


def reconciled_of(fact: Fact) -> Plain:
    found: Plain = fact.payload.get("reconciled") or {}
    return found


def lpns_of(fact: Fact) -> tuple[str, ...]:
    """List the licence plates that an entry tells of."""
    return tuple(dict.fromkeys(_lpns(fact)))


def _lpns(fact: Fact) -> Iterator[str]:
    yield from (str(each) for each in fact.payload.get("lpns", ()))
    for place in (fact.payload, fact.payload.get("work") or {}, item_of(fact)):
        if place.get("lpn"):
            yield str(place["lpn"])


def last_item(facts: Sequence[Fact]) -> Plain:
    """Return the item as it was told of last, an empty one where it never was."""
    return next((item for fact in reversed(facts) if (item := item_of(fact))), {})


def first_told(fact: Fact) -> bool:
    """Tell whether an item is heard of for the first time: neither on hold nor inspected before."""
    known = inspection_of(fact)
    return not known.get("released_by") and item_of(fact).get("visit", 1) == 1


def finished(fact: Fact) -> bool:
    """Tell whether an entry holds an inspection whose item lies in its bin, or is on its way to another."""
    known = inspection_of(fact)
    return bool(known.get("state") == "binned" or known.get("taken_out"))


def when(text: str) -> str:
    """Write a time as RFC 3339 with milliseconds and an offset in digits."""
    return datetime.fromisoformat(text).isoformat(timespec="milliseconds")
