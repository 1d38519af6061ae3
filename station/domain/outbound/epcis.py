"""Entries as EPCIS 2.0 events (GS1 EPCIS 2.0 and CBV 2.0, JSON-LD).

What an entry says of an item is compared with what was said of it before. The same is not said twice; where
it differs, the event before is declared wrong by a copy of it whose ``errorDeclaration`` names the right one.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from station.domain.outbound.facts import (
    Fact,
    Plain,
    finished,
    first_told,
    inspection_id,
    inspection_of,
    item_of,
    last_item,
    lpns_of,
    route_of,
    when,
)
from station.domain.outbound.messages import Context
from station.domain.outbound.naming import Naming

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
SCHEMA = "2.0"
PREFIX = "station"
# Where an item goes: the step, and the state that it is in afterwards (CBV 2.0, 7.1 and 7.2).
PLACED: Mapping[str, tuple[str, str]] = {
    "restock": ("stocking", "sellable_not_accessible"),
    "refurbish": ("repairing", "unavailable"),
    "resale": ("stocking", "sellable_not_accessible"),
    "disposal": ("collecting", "disposed"),
}
_HELD: Mapping[str, str] = {"recalled": "recalled", "dangerous": "damaged"}
_WORKED: Mapping[str, str] = {"done": "conformant", "given_up": "non_conformant"}
_UNLIKE = ("eventID", "eventTime", "eventTimeZoneOffset")

Event = dict[str, Any]
Said = dict[str, Event]


def events(fact: Fact, context: Context) -> tuple[Event, ...]:
    """Make the events of an entry: what is new first, then what it declares wrong."""
    if fact.kind == "inspection_voided":
        return tuple(_wrong(event, fact, "did_not_occur") for event in _standing(fact, context).values())
    said = _said(fact, context)
    before = _standing(fact, context) if said and _may_differ(fact) else {}
    new = {name: event for name, event in said.items() if not _alike(before.get(name), event)}
    declared = (
        _wrong(before[name], fact, "incorrect_data", event["eventID"])
        for name, event in new.items()
        if name in before
    )
    return (*new.values(), *declared)


def document(events_: Sequence[Event], naming: Naming, at: str) -> Event:
    """Put events into an EPCIS document."""
    return {
        "@context": [CONTEXT, {PREFIX: naming.namespace}],
        "type": "EPCISDocument",
        "schemaVersion": SCHEMA,
        "creationDate": when(at),
        "epcisBody": {"eventList": list(events_)},
    }


def alone(event: Event, naming: Naming) -> Event:
    """Make an event stand by itself, as on a line of NDJSON."""
    return {"@context": [CONTEXT, {PREFIX: naming.namespace}], **event}


def _may_differ(fact: Fact) -> bool:
    return fact.kind != "inspection_finished" or not first_told(fact)


def _standing(fact: Fact, context: Context) -> Said:
    """Gather what counts of what was said of this inspection before."""
    known: Said = {}
    for each in _same_inspection(fact, context):
        for name, event in _said(each, context).items():
            if not _alike(known.get(name), event):
                known[name] = event
    return known


def _same_inspection(fact: Fact, context: Context) -> Iterable[Fact]:
    wanted = inspection_id(fact)
    past = (each for lpn in lpns_of(fact) for each in context.earlier.of_item(lpn))
    return (each for each in past if wanted and inspection_id(each) == wanted)


def _alike(one: Event | None, other: Event) -> bool:
    return one is not None and _bare(one) == _bare(other)


def _bare(event: Event) -> Event:
    return {name: value for name, value in event.items() if name not in _UNLIKE}


def _wrong(event: Event, fact: Fact, reason: str, right: str = "") -> Event:
    declared: Event = {"declarationTime": when(fact.at), "reason": reason}
    if right:
        declared["correctiveEventIDs"] = [right]
    return {**event, "errorDeclaration": declared}


# What an entry says, by names that are the same for what takes the place of each other --------------


def _said(fact: Fact, context: Context) -> Said:
    say = _SAYS.get(fact.kind)
    return say(fact, context) if say else {}


def _finished(fact: Fact, context: Context) -> Said:
    known = inspection_of(fact)
    inspected = str(
        max((a["at"] for a in known.get("answers", ())), default=known["opened_at"], key=_instant)
    )
    return {
        **_received(fact, context),
        "inspecting": _judged(fact, context, inspected),
        "placing": _placed(fact, context, str(known.get("closed_at") or fact.at)),
    }


def _held(fact: Fact, context: Context) -> Said:
    state = _HELD.get(str(fact.payload.get("reason")), "unavailable")
    at = str((inspection_of(fact).get("hold") or {}).get("at") or fact.at)
    held = _event(fact, context, f"holding {fact.id}", at, "holding", state)
    return {**_received(fact, context), f"holding {fact.id}": held}


def _received(fact: Fact, context: Context) -> Said:
    if item_of(fact).get("visit", 1) != 1:
        return {}
    at = str(inspection_of(fact)["opened_at"])
    return {"receiving": _event(fact, context, "receiving", at, "receiving", "returned")}


def _judged(fact: Fact, context: Context, at: str) -> Event:
    return _event(fact, context, "inspecting", at, "inspecting", _state(fact))


def _state(fact: Fact) -> str:
    """Say what an inspection found: another product, another unit, as it should be, or not."""
    item = item_of(fact)
    wanted, serial = item.get("expected_sku"), item.get("expected_serial")
    if wanted and wanted != item["sku"]:
        return "mismatch_class"
    if serial and item.get("serial") and serial != item["serial"]:
        return "mismatch_instance"
    return "conformant" if route_of(fact)["graded"]["grade"] == "A" else "non_conformant"


def _placed(fact: Fact, context: Context, at: str) -> Event:
    route = route_of(fact)
    step, state = PLACED[str(route["disposition"])]
    return _event(fact, context, "placing", at, step, state, str(route.get("bin") or ""))


def _overridden(fact: Fact, context: Context) -> Said:
    """What was decided anew of an item counts as found so; where it lies is said when it was moved."""
    if not finished(fact) or not route_of(fact):
        return {}
    judged = {"inspecting": _judged(fact, context, fact.at)}
    if fact.payload.get("to_move") or inspection_of(fact).get("state") != "binned":
        return judged
    return {**judged, "placing": _placed(fact, context, fact.at)}


def _moved(fact: Fact, context: Context) -> Said:
    return {"placing": _placed(fact, context, fact.at)}


def _taken_out(fact: Fact, context: Context) -> Said:
    out = _named(fact, context, str(fact.payload["lpn"]), "holding", "unavailable")
    return {f"taking out {fact.id}": out} if out else {}


def _worked(fact: Fact, context: Context) -> Said:
    work = fact.payload["work"]
    state, place = _WORKED.get(str(work["state"]), "unavailable"), str(work["center"])
    out = _named(fact, context, str(work["lpn"]), "repairing", state, place)
    return {f"working {fact.id}": out} if out else {}


def _went_on(fact: Fact, context: Context) -> Said:
    """Items went on with their bin: what was to be disposed of is gone, everything else is elsewhere."""
    to = str(fact.payload.get("to") or "")
    said: Said = {}
    for lpn in lpns_of(fact):
        step, state, action = _leaving(_disposition(context, lpn), to, context.naming)
        if event := _named(fact, context, lpn, step, state, to, action):
            said[f"leaving {fact.id} {lpn}"] = event
    return said


def _leaving(disposition: str, to: str, naming: Naming) -> tuple[str, str, str]:
    if disposition == "disposal" and not to:
        destroyed = naming.destroyed_when_away
        return ("destroying", "destroyed", "DELETE") if destroyed else ("shipping", "disposed", "OBSERVE")
    state = PLACED.get(disposition, ("", "unavailable"))[1]
    return ("storing", state, "OBSERVE") if to else ("shipping", state, "OBSERVE")


def _disposition(context: Context, lpn: str) -> str:
    past = context.earlier.of_item(lpn)
    return next((str(route["disposition"]) for fact in reversed(past) if (route := route_of(fact))), "")


_SAYS: Mapping[str, Callable[[Fact, Context], Said]] = {
    "inspection_finished": _finished,
    "item_held": _held,
    "audit_overridden": _overridden,
    "item_taken_out": _taken_out,
    "item_moved": _moved,
    "work_done": _worked,
    "items_moved_on": _went_on,
}
KINDS = (*_SAYS, "inspection_voided")


# One event -----------------------------------------------------------------------------------------


def _named(
    fact: Fact, context: Context, lpn: str, step: str, state: str, place: str = "", action: str = "OBSERVE"
) -> Event | None:
    """Make an event of an item that the entry only names; None where nothing is known of it."""
    item = last_item(context.earlier.of_item(lpn))
    if not item:
        return None
    return _made(fact, context.naming, item, f"{step} {lpn}", fact.at, step, state, place, action)


def _event(fact: Fact, context: Context, name: str, at: str, step: str, state: str, place: str = "") -> Event:
    return _made(fact, context.naming, item_of(fact), name, at, step, state, place, "OBSERVE")


def _made(
    fact: Fact,
    naming: Naming,
    item: Plain,
    name: str,
    at: str,
    step: str,
    state: str,
    place: str,
    action: str,
) -> Event:
    lpn, rma = str(item["lpn"]), item.get("rma")
    made: Event = {
        "eventID": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, f'{fact.id}/{name}')}",
        "type": "ObjectEvent",
        "action": action,
        "eventTime": when(at),
        "eventTimeZoneOffset": _offset(at),
        "bizStep": step,
        "disposition": state,
        "readPoint": {"id": naming.read_point(fact.station)},
        **naming.goods(item, lpn),
        f"{PREFIX}:lpn": lpn,
        f"{PREFIX}:sku": str(item["sku"]),
    }
    if place:
        made["bizLocation"] = {"id": naming.place(place)}
    if rma:
        made["bizTransactionList"] = [{"type": "rma", "bizTransaction": naming.own("rma", str(rma))}]
    return {**made, f"{PREFIX}:simulated": True} if fact.simulated else made


def _instant(at: str) -> datetime:
    return datetime.fromisoformat(at)


def _offset(at: str) -> str:
    """Return the offset of a time as +02:00."""
    plain = datetime.fromisoformat(at).strftime("%z")[:5] or "+0000"
    return f"{plain[:3]}:{plain[3:]}"
