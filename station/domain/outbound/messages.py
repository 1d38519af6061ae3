"""What other systems are told, in the open form that every destination starts from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from station.domain.conditions import Conditions
from station.domain.outbound.facts import Earlier, Fact
from station.domain.outbound.naming import Naming
from station.domain.outbound.statuses import Statuses

SCHEMA_VERSION = 1


class MessageType(StrEnum):
    """Everything that a destination can ask to be told. The value is the type on the wire."""

    RETURN_RECEIVED = "return.received"
    RETURN_INSPECTED = "return.inspected"
    RETURN_DECIDED = "return.decided"
    REMEDY_RECOMMENDED = "return.remedy_recommended"
    RETURN_RECONCILED = "return.reconciled"
    ITEM_FINISHED = "item.finished"
    ITEM_HELD = "item.held"
    ITEM_DISPOSED = "item.disposed"
    WORK_DONE = "work.done"
    STOCK_PUT = "stock.put"
    STOCK_TAKEN_BACK = "stock.taken_back"
    STOCK_MOVED_ON = "stock.moved_on"


STOCK = (MessageType.STOCK_PUT, MessageType.STOCK_TAKEN_BACK, MessageType.STOCK_MOVED_ON)


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to tell. ``id`` is the same however often it is told; ``at`` is when it happened."""

    id: str
    type: str
    station: str
    at: str
    subject: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Context:
    """What a message is made with, beside its entry: names, texts, codes by version, what was before."""

    naming: Naming
    statuses: Statuses
    conditions: Callable[[int], Conditions]
    earlier: Earlier


Make = Callable[[Fact, Context], tuple[Message, ...]]


def message_id(fact: Fact, type_: str, nth: int = 0) -> str:
    """Return an id that is the same at every delivery: of the entry, the type, and which one of several."""
    plain = type_.replace(".", "_")
    return f"{fact.id}_{plain}_{nth}" if nth else f"{fact.id}_{plain}"


def message(
    fact: Fact, type_: MessageType, subject: str, data: Mapping[str, Any], at: str = "", nth: int = 0
) -> Message:
    """Make a message of an entry; ``at`` where it happened before the entry was written."""
    marks = {"schema_version": SCHEMA_VERSION, **({"simulated": True} if fact.simulated else {})}
    told = {name: value for name, value in {**marks, **data}.items() if value not in (None, "")}
    return Message(message_id(fact, type_, nth), type_, fact.station, at or fact.at, subject, told)
