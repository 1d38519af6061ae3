"""One table from kinds of entries to what each kind of destination is told of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from station.domain.outbound import epcis, items, status, stock
from station.domain.outbound.cloud import CONTENT_TYPE, envelope
from station.domain.outbound.connectors import Connector, calls
from station.domain.outbound.destinations import Destination, DestinationKind
from station.domain.outbound.facts import Fact
from station.domain.outbound.messages import Context, Make, Message, message_id

JSON = "application/json; charset=utf-8"

# In the order in which they are told.
TABLE: Mapping[str, tuple[Make, ...]] = {
    "inspection_finished": (status.inspected, items.finished, stock.moved),
    "item_held": (status.held, items.held, stock.moved),
    "audit_overridden": (status.overridden, stock.moved),
    "parcel_reconciled": (status.reconciled,),
    "item_disposed": (items.disposed,),
    "work_done": (items.worked,),
    **{
        kind: (stock.moved,)
        for kind in stock.KINDS
        if kind not in ("inspection_finished", "item_held", "audit_overridden")
    },
}
CONNECTED = frozenset({"inspection_finished", "audit_overridden", "parcel_reconciled"})
# All that any destination may hear of; other entries are passed over unread.
KINDS = frozenset({*TABLE, *epcis.KINDS, *CONNECTED})


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One request: its stable id, what it tells, where it goes below the destination's address, and its body.

    ``refused_at`` are places in the answer that mean no.
    """

    id: str
    type: str
    body: bytes
    content_type: str = JSON
    path: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    refused_at: tuple[str, ...] = ()


def messages(fact: Fact, context: Context) -> tuple[Message, ...]:
    """Make every open message of an entry."""
    return tuple(each for make in TABLE.get(fact.kind, ()) for each in make(fact, context))


def outgoing(
    destination: Destination, connectors: Mapping[str, Connector], fact: Fact, context: Context
) -> tuple[Outgoing, ...]:
    """Make what a destination is sent because of an entry, in order."""
    if fact.kind not in KINDS:
        return ()
    if destination.kind is DestinationKind.EPCIS:
        return _captured(fact, context)
    if connector := connectors.get(destination.kind.value):
        return _called(connector, fact, context)
    wanted = (each for each in messages(fact, context) if destination.wants(each.type))
    return tuple(_told(destination, each, context) for each in wanted)


def _told(destination: Destination, message: Message, context: Context) -> Outgoing:
    if destination.kind is DestinationKind.STOCK:
        return Outgoing(message.id, message.type, written(movement(message)))
    return Outgoing(message.id, message.type, written(envelope(message, context.naming)), CONTENT_TYPE)


def movement(message: Message) -> dict[str, Any]:
    """Write a stock movement bare, as files and stock systems take it."""
    return {
        "id": message.id,
        "type": message.type,
        "station": message.station,
        "at": message.at,
        **message.data,
    }


def _captured(fact: Fact, context: Context) -> tuple[Outgoing, ...]:
    """Capture all events of an entry at once: what is right and what it declares wrong belong together."""
    if fact.kind not in epcis.KINDS or not (found := epcis.events(fact, context)):
        return ()
    body = epcis.document(found, context.naming, fact.at)
    return (Outgoing(message_id(fact, "epcis"), "epcis", written(body), path="/capture", headers=GS1),)


GS1: Mapping[str, str] = {
    "GS1-EPCIS-Version": "2.0.0",
    "GS1-CBV-Version": "2.0.0",
    "GS1-EPCIS-Capture-Error-Behaviour": "rollback",
}


def _called(connector: Connector, fact: Fact, context: Context) -> tuple[Outgoing, ...]:
    if fact.kind not in CONNECTED:
        return ()
    return tuple(
        Outgoing(made.id, made.call, written(made.body), path=made.path, refused_at=made.refused_at)
        for made in calls(connector, fact, context)
    )


def written(body: Mapping[str, Any] | Sequence[Any]) -> bytes:
    """Write a body; the same one is the same to the byte, so that its signature can be checked again."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
