"""Calls of other systems as data: which code stands for what was decided here, and where it goes in a call.

A value with a place such as {line} is filled in; a value that is nothing but a place keeps its kind, so that
a number stays one. Nothing is evaluated. A field whose value is empty is left out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from station.domain.outbound.facts import (
    Fact,
    Plain,
    finished,
    inspection_id,
    item_of,
    reconciled_of,
    route_of,
    when,
)
from station.domain.outbound.messages import Context, message_id
from station.domain.outbound.status import texts_of

Value = str | int | bool
Facts = Mapping[str, Value]
PLACE = re.compile(r"\{([a-z_]+)\}")
# What the fields of a call may name, and what rows may ask for.
FACTS = (
    "rma", "line", "lpn", "sku", "gtin", "serial", "grade", "disposition", "reason", "product", "bin",
    "quantity", "at", "code", "words",
)  # fmt: skip
MISSING = "missing"
CONDITIONS = ("disposition", "grade", "reason", "wrong_item")


class When(StrEnum):
    """What a call is made for."""

    FINISHED = "finished"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code for everything that its conditions fit; none fits everything."""

    code: str
    words: str = ""
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def hits(self, facts: Facts) -> bool:
        return all(str(facts.get(name, "")) in values for name, values in self.when.items())


@dataclass(frozen=True, slots=True)
class Call:
    """One request: when it is made, where it goes below the destination's address, its codes and its fields.

    ``fields`` are paths such as "items.0.line_item_id". ``refused_at`` are paths in the answer where
    anything that is not empty means no, whatever the status.
    """

    id: str
    on: tuple[When, ...]
    path: str
    rows: tuple[CodeRow, ...]
    fields: Mapping[str, Value]
    refused_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Connector:
    """One system: the header that carries its key, its calls. ``corrects`` says that a later call for
    the same line takes the place of an earlier one."""

    id: str
    version: int
    name: str
    key_header: str
    corrects: bool
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A call ready to send."""

    id: str
    call: str
    path: str
    body: Mapping[str, Any]
    refused_at: tuple[str, ...]


def calls(connector: Connector, fact: Fact, context: Context) -> tuple[Made, ...]:
    """Make the calls that an entry asks for."""
    facts = tuple(_asked(connector, fact, context))
    return tuple(
        made
        for nth, (on, each) in enumerate(facts)
        for call in connector.calls
        if on in call.on and (made := _made(connector, call, fact, each, nth))
    )


def _asked(connector: Connector, fact: Fact, context: Context) -> Iterator[tuple[When, Facts]]:
    """List what has to be said: of one item that is done, or of each line that did not come."""
    if fact.kind == "parcel_reconciled":
        yield from ((When.MISSING, each) for each in _missing(fact, context))
    elif _says_anew(connector, fact, context):
        item = item_of(fact)
        if item.get("rma") and item.get("line") is not None:
            yield When.FINISHED, _done(fact)


def _says_anew(connector: Connector, fact: Fact, context: Context) -> bool:
    if fact.kind == "inspection_finished":
        return connector.corrects or item_of(fact).get("visit", 1) == 1
    if fact.kind != "audit_overridden" or not connector.corrects or not finished(fact):
        return False
    past = context.earlier.of_item(str(item_of(fact).get("lpn", "")))
    return any(e.kind == "inspection_finished" and inspection_id(e) == inspection_id(fact) for e in past)


def _done(fact: Fact) -> Facts:
    item, route = item_of(fact), route_of(fact)
    disposal = fact.payload["inspection"].get("disposal") or {}
    wrong = bool(item.get("expected_sku")) and item["expected_sku"] != item["sku"]
    named = {name: item.get(name) or "" for name in ("rma", "lpn", "sku", "gtin", "serial")}
    return {
        **named,
        "line": item["line"],
        "grade": route["graded"]["grade"],
        "disposition": route["disposition"],
        "reason": str(disposal.get("reason") or ""),
        "wrong_item": "yes" if wrong else "no",
        "product": texts_of(item.get("name")).en,
        "bin": route.get("bin") or "",
        "quantity": 1,
        "at": when(fact.at),
    }


def _missing(fact: Fact, context: Context) -> Iterator[Facts]:
    """Tell each line that did not come whole, once: a return may be reconciled again."""
    found = reconciled_of(fact)
    told = {line for each in context.earlier.of_return(str(found["rma"])) for line in _short(each)}
    for number, line in _short(fact).items():
        if number not in told:
            yield {
                "rma": found["rma"],
                "line": number,
                "sku": line["sku"],
                "disposition": MISSING,
                "reason": line["difference"],
                "quantity": line["expected"] - line["received"],
                "at": when(fact.at),
            }


def _short(fact: Fact) -> dict[int, Plain]:
    lines = reconciled_of(fact).get("lines", ())
    return {
        line["line"]: line
        for line in lines
        if line["line"] is not None
        and line["difference"] in ("missing", "empty_box", "quantity")
        and line["received"] < line["expected"]
    }


def _made(connector: Connector, call: Call, fact: Fact, facts: Facts, nth: int) -> Made | None:
    row = next((row for row in call.rows if row.hits(facts)), None)
    if row is None:
        return None
    given = {**facts, "code": row.code, "words": row.words}
    id_ = message_id(fact, f"{connector.id}.{call.id}", nth)
    return Made(id_, call.id, call.path, body_of(call.fields, given), call.refused_at)


# Fields and answers by their paths -------------------------------------------------------------------


def body_of(fields: Mapping[str, Value], facts: Facts) -> dict[str, Any]:
    """Build a body from paths: names are tables, numbers are places in lists."""
    root: dict[str, Any] = {}
    for path, value in fields.items():
        given = filled(value, facts)
        if given != "":
            _put(root, path.split("."), given)
    plain: dict[str, Any] = _as_lists(root)
    return plain


def filled(value: Value, facts: Facts) -> Value:
    """Fill a value's places; one that is a place alone keeps the kind of its fact."""
    if not isinstance(value, str):
        return value
    if alone := PLACE.fullmatch(value):
        return facts.get(alone[1], "")
    return PLACE.sub(lambda found: str(facts.get(found[1], "")), value)


def _put(table: dict[str, Any], steps: list[str], value: Value) -> None:
    for step in steps[:-1]:
        table = table.setdefault(step, {})
    table[steps[-1]] = value


def _as_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _as_lists(each) for name, each in value.items()}
    if inner and all(name.isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner


def refusal_in(answer: Any, paths: tuple[str, ...]) -> str:
    """Return what an answer says at one of these places, empty where it says nothing there."""
    found = (_at(answer, path.split(".")) for path in paths)
    return next((str(each) for each in found if each), "")


def _at(value: Any, steps: list[str]) -> Any:
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value
