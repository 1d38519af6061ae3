"""Status messages for customers, by return and line: received, inspected, decided, remedy recommended."""
# ruff: noqa: ARG001 - all of one table take the same

from collections.abc import Iterator, Mapping
from typing import Any

from station.domain.outbound.facts import (
    Fact,
    Plain,
    finished,
    first_told,
    inspection_id,
    inspection_of,
    item_of,
    reconciled_of,
    route_of,
)
from station.domain.outbound.messages import Context, Message, MessageType, message, message_id
from station.domain.texts import LANGUAGES, Texts


def held(fact: Fact, context: Context) -> tuple[Message, ...]:
    """Tell that an item is here, where its first entry is that it was put on hold."""
    return tuple(_received(fact, context)) if _of_a_return(fact) else ()


def inspected(fact: Fact, context: Context) -> tuple[Message, ...]:
    """Tell everything that a finished inspection says to the customer, in its order."""
    if not _of_a_return(fact) or not route_of(fact):
        return ()
    closed = str(inspection_of(fact).get("closed_at") or fact.at)
    return (
        *_received(fact, context),
        _status(fact, context, MessageType.RETURN_INSPECTED, "inspected", {}, closed),
        _decided(fact, context, closed),
        _remedy(fact, context, closed),
    )


def overridden(fact: Fact, context: Context) -> tuple[Message, ...]:
    """Tell a remedy anew that a supervisor changed after the customer had been told another."""
    if not _of_a_return(fact) or not finished(fact):
        return ()
    said = _remedy_said(fact, context)
    if said is None or _ruling(said)["remedy"] == _ruling(fact)["remedy"]:
        return ()
    replaces = message_id(said, MessageType.REMEDY_RECOMMENDED)
    return (_remedy(fact, context, fact.at, replaces),)


def reconciled(fact: Fact, context: Context) -> tuple[Message, ...]:
    """Tell how what came of a return differs from what was announced."""
    found = reconciled_of(fact)
    data = {"rma": found["rma"], "complete": found["complete"], "lines": list(found["lines"])}
    return (message(fact, MessageType.RETURN_RECONCILED, f"rma/{found['rma']}", data),)


def _remedy_said(fact: Fact, context: Context) -> Fact | None:
    """Return the entry by which the customer heard of the remedy last; None where nothing was said yet."""
    said: Fact | None = None
    for each in context.earlier.of_item(str(item_of(fact)["lpn"])):
        if inspection_id(each) != inspection_id(fact):
            continue
        anew = each.kind == "audit_overridden" and finished(each) and _other(each, said)
        if anew or each.kind == "inspection_finished":
            said = each
    return said


def _other(fact: Fact, said: Fact | None) -> bool:
    return said is not None and _ruling(fact)["remedy"] != _ruling(said)["remedy"]


def _of_a_return(fact: Fact) -> bool:
    return bool(item_of(fact).get("rma"))


def _ruling(fact: Fact) -> Plain:
    found: Plain = route_of(fact)["ruling"]
    return found


def _received(fact: Fact, context: Context) -> Iterator[Message]:
    if first_told(fact):
        at = str(inspection_of(fact)["opened_at"])
        yield _status(fact, context, MessageType.RETURN_RECEIVED, "received", {}, at)


def _decided(fact: Fact, context: Context, at: str) -> Message:
    ruling = _ruling(fact)
    more = {"verdict": ruling["verdict"], "grounds": list(ruling["grounds"])}
    return _status(fact, context, MessageType.RETURN_DECIDED, f"decided.{ruling['verdict']}", more, at)


def _remedy(fact: Fact, context: Context, at: str, replaces: str = "") -> Message:
    ruling = _ruling(fact)
    more = {
        "remedy": ruling["remedy"],
        "fee_percent": ruling.get("fee_percent") or None,
        "replaces": replaces,
    }
    name = f"remedy.{ruling['remedy']}"
    return _status(fact, context, MessageType.REMEDY_RECOMMENDED, name, more, at)


def _status(
    fact: Fact, context: Context, type_: MessageType, name: str, more: Mapping[str, Any], at: str
) -> Message:
    item = item_of(fact)
    rma, line = str(item["rma"]), item.get("line")
    product = texts_of(item.get("name"))
    filled = {"product": product, "rma": Texts(rma), "line": Texts("" if line is None else str(line))}
    said = {
        "rma": rma,
        "line": line,
        "lpn": item["lpn"],
        "sku": item["sku"],
        "product": {language: product.in_language(language) for language in LANGUAGES},
        **more,
        "text": context.statuses.said(name, filled) or None,
    }
    subject = f"rma/{rma}" if line is None else f"rma/{rma}/line/{line}"
    return message(fact, type_, subject, said, at)


def texts_of(plain: Any) -> Texts:
    """Read a name in several languages; a plain text is one in English."""
    if isinstance(plain, Mapping):
        return Texts(str(plain.get("en", "")), str(plain.get("he", "")), str(plain.get("ru", "")))
    return Texts(str(plain or ""))
