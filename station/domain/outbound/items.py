"""Messages on single items, for stock and warehouse systems. They name no people."""
# ruff: noqa: ARG001 - all of one table take the same

from typing import Any

from station.domain.outbound.facts import Fact, Plain, inspection_of, item_of, route_of
from station.domain.outbound.messages import Context, Message, MessageType, message


def finished(fact: Fact, context: Context) -> tuple[Message, ...]:
    """Tell what an item turned out to be, and where it went."""
    return (message(fact, MessageType.ITEM_FINISHED, _subject(fact), {**_of(fact), **_routed(fact)}),)


def held(fact: Fact, context: Context) -> tuple[Message, ...]:
    data = {**_of(fact), "reason": fact.payload["reason"]}
    return (message(fact, MessageType.ITEM_HELD, _subject(fact), data),)


def disposed(fact: Fact, context: Context) -> tuple[Message, ...]:
    """Tell what was thrown away, why, and what it weighed in grams."""
    line: Plain = fact.payload["disposal"]
    names = ("reason", "category", "grams", "grams_from", "derogation", "sku")
    data = {
        "lpn": fact.payload["lpn"],
        "inspection": fact.payload["inspection"],
        **{name: line.get(name) for name in names},
    }
    return (message(fact, MessageType.ITEM_DISPOSED, f"item/{fact.payload['lpn']}", data),)


def worked(fact: Fact, context: Context) -> tuple[Message, ...]:
    """Tell what work on an item came to."""
    work: Plain = fact.payload["work"]
    names = ("lpn", "inspection", "center", "state", "why", "minutes", "warranty_months", "refurbished")
    data = {name: work.get(name) for name in names}
    return (message(fact, MessageType.WORK_DONE, f"item/{work['lpn']}", data),)


def _subject(fact: Fact) -> str:
    return f"item/{item_of(fact)['lpn']}"


def _of(fact: Fact) -> dict[str, Any]:
    item, known = item_of(fact), inspection_of(fact)
    names = ("lpn", "sku", "gtin", "serial", "lot", "category", "rma", "line", "visit")
    return {"inspection": known["id"], **{name: item.get(name) for name in names}}


def _routed(fact: Fact) -> dict[str, Any]:
    route, known = route_of(fact), inspection_of(fact)
    return {
        "grade": route["graded"]["grade"],
        "axes": {cap["axis"]: cap["grade"] for cap in route["graded"]["axes"]},
        "disposition": route["disposition"],
        "bin": route.get("bin"),
        "verdict": route["ruling"]["verdict"],
        "remedy": route["ruling"]["remedy"],
        "opened_at": known["opened_at"],
        "closed_at": known.get("closed_at"),
        "photos": [photo["sha256"] for photo in known.get("photos", ())],
    }
