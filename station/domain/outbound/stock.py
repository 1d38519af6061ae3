"""Stock movements: what may be sold again because of an item, and what may not any more.

A movement is never edited: one that was wrong is taken back by another that names it. What counts as stock
is what the entries of an item say one after the other; a movement is the difference that an entry makes.
"""
# ruff: noqa: ARG001 - all of one table take the same

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from station.domain.conditions import SELLABLE, Conditions, Market
from station.domain.disposition import Disposition
from station.domain.grading import Axis, Cap, Grade, Graded
from station.domain.outbound.facts import Fact, Plain, inspection_of, item_of, lpns_of, route_of
from station.domain.outbound.messages import Context, Message, MessageType, message, message_id


@dataclass(frozen=True, slots=True)
class Lying:
    """One unit that counts as stock: what it is, in which condition, and where. ``id`` is the movement
    by which it came there; two that differ in that alone are the same."""

    id: str = field(compare=False)
    inspection: str
    lpn: str
    sku: str
    gtin: str
    disposition: str
    grade: str
    conditions: Mapping[str, str]
    bin: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What an item's entries said so far. ``before`` is what lay there before it was put on hold again."""

    lying: Lying | None = None
    before: Lying | None = None


def moved(fact: Fact, context: Context) -> tuple[Message, ...]:
    """Tell what an entry changes of the stock: taken back first, then put."""
    return tuple(each for lpn in lpns_of(fact) for each in _of_one(fact, context, lpn))


def _of_one(fact: Fact, context: Context, lpn: str) -> Iterator[Message]:
    known = _fold(_past(fact, context, lpn), context)
    was, now = known.lying, _after(known, fact, context).lying
    if was == now:
        return
    if was and now and fact.kind == "items_moved_on":
        nth = lpns_of(fact).index(lpn)
        data = {"quantity": 0, **_said(now), "from": was.bin}
        yield message(fact, MessageType.STOCK_MOVED_ON, f"item/{lpn}", data, nth=nth)
        return
    if was:
        data = {"quantity": -1, **_said(was), "corrects": was.id}
        yield message(fact, MessageType.STOCK_TAKEN_BACK, f"item/{lpn}", data)
    if now:
        yield message(fact, MessageType.STOCK_PUT, f"item/{lpn}", {"quantity": 1, **_said(now)})


def _past(fact: Fact, context: Context, lpn: str) -> Sequence[Fact]:
    """Look at what was before, but for what cannot have been before."""
    known = inspection_of(fact)
    new = fact.kind == "inspection_finished" and item_of(fact).get("visit", 1) == 1
    return () if new and not known.get("taken_out") else context.earlier.of_item(lpn)


def _said(lying: Lying) -> dict[str, Any]:
    said = {name: value for name, value in asdict(lying).items() if name != "id"}
    return {**said, "conditions": dict(lying.conditions)}


def _fold(facts: Iterable[Fact], context: Context) -> _Known:
    known = _Known()
    for fact in facts:
        known = _after(known, fact, context)
    return known


def _after(known: _Known, fact: Fact, context: Context) -> _Known:
    """Take an entry in; what it leaves as it was keeps the movement by which it came."""
    change = _CHANGES.get(fact.kind)
    now = change(known, fact, context) if change else known
    return replace(now, lying=known.lying) if now.lying == known.lying else now


def _lies(known: _Known, fact: Fact, context: Context) -> _Known:
    return _Known(_put(fact, context))


def _gone(known: _Known, fact: Fact, context: Context) -> _Known:
    return _Known()


def _held(known: _Known, fact: Fact, context: Context) -> _Known:
    return _Known(None, known.lying)


def _voided(known: _Known, fact: Fact, context: Context) -> _Known:
    """An inspection that was given up leaves its item where it was before."""
    return _Known(known.lying or known.before)


def _decided_anew(known: _Known, fact: Fact, context: Context) -> _Known:
    """An item that has to be moved counts no longer; one that may stay counts as what it is now."""
    if inspection_of(fact).get("state") != "binned":
        return known
    if fact.payload.get("to_move"):
        return _Known()
    changed = _put(fact, context)
    moved_to = known.lying.bin if known.lying and changed else ""
    return _Known(replace(changed, bin=moved_to) if changed and moved_to else changed)


def _went_on(known: _Known, fact: Fact, context: Context) -> _Known:
    to = str(fact.payload.get("to") or "")
    return _Known(replace(known.lying, bin=to) if known.lying else None, known.before)


_CHANGES = {
    "inspection_finished": _lies,
    "item_moved": _lies,
    "audit_overridden": _decided_anew,
    "audit_sent_back": _gone,
    "item_taken_out": _gone,
    "item_held": _held,
    "inspection_voided": _voided,
    "items_moved_on": _went_on,
}
KINDS = tuple(_CHANGES)


def _put(fact: Fact, context: Context) -> Lying | None:
    """Return what lies there by an entry; None where it may not be sold again."""
    known, item, route = inspection_of(fact), item_of(fact), route_of(fact)
    if not route or Disposition(route["disposition"]) not in SELLABLE:
        return None
    return Lying(
        message_id(fact, MessageType.STOCK_PUT),
        str(known["id"]),
        str(item["lpn"]),
        str(item["sku"]),
        str(item["gtin"]),
        str(route["disposition"]),
        str(route["graded"]["grade"]),
        codes(context.conditions(int(route.get("conditions_version") or 0)), item, route),
        str(route.get("bin") or ""),
    )


def codes(conditions: Conditions, item: Plain, route: Plain) -> dict[str, str]:
    """Say what each marketplace calls the item's condition, by the marketplace's id."""
    graded = _graded(route["graded"])
    found = ((market, _code(market, item, graded)) for market in conditions.markets)
    return {market.id: code for market, code in found if code}


def _code(market: Market, item: Plain, graded: Graded) -> str | None:
    return market.code(str(item["category"]), graded, bool(item.get("refurbished")))


def _graded(plain: Plain) -> Graded:
    axes = (
        Cap(Axis(cap["axis"]), Grade(cap["grade"]), str(cap["question"]), str(cap["choice"]))
        for cap in plain.get("axes", ())
    )
    return Graded(Grade(plain["grade"]), None, tuple(axes))
