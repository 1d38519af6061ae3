"""What scripts send, checked before anyone uses it."""

from typing import cast

import msgspec
from flask import g, request
from werkzeug.routing import IntegerConverter

from station.domain.scanning import Scan, Source
from web.context import world

LONGEST_PIN = 64
LONGEST_SCAN = 256
LONGEST_NUMBER = 9
LONGEST_KEY = 64
MOST = 10**LONGEST_NUMBER


class Number(IntegerConverter):
    """A number in an address that every store can hold."""

    regex = rf"\d{{1,{LONGEST_NUMBER}}}"


def whole(text: str) -> int:
    """Read a number behind a question mark. Raises ValueError for more than every store can hold."""
    if len(text) > LONGEST_NUMBER:
        raise ValueError(text)
    return int(text)


def key(name: str) -> str:
    """Return a key behind a question mark, empty where it is missing or too long to be one."""
    value = request.args.get(name, "")
    return value if len(value) <= LONGEST_KEY else ""


def sent() -> dict[str, object]:
    """Return the object of a JSON body, an empty one for anything else.

    Half letters (surrogates), numbers beyond any store and bodies nested to exhaust are nothing either.
    """
    if "sent" not in g:
        g.sent = _object(request.get_data()) if request.is_json else {}
    return cast(dict[str, object], g.sent)


def _object(data: bytes) -> dict[str, object]:
    try:
        body = msgspec.json.decode(data)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def field(name: str, longest: int) -> str:
    """Return a text that was sent, empty where it is missing or too long."""
    value = sent().get(name)
    return value if isinstance(value, str) and len(value) <= longest else ""


def revision() -> int | None:
    """Return the revision that the screen showed, None where it is not said."""
    value = sent().get("revision")
    return value if isinstance(value, int) and abs(value) < MOST else None


def wedge_scan() -> Scan | None:
    """Read a scan that a keyboard-wedge scanner typed into a page; control characters but GS are dropped."""
    text = "".join(c for c in field("text", LONGEST_SCAN) if c.isprintable() or c == "\x1d")
    if not text:
        return None
    station = world()
    return Scan(text, None, "wedge", station.clock.now(), Source.WEDGE, station.house.simulated)
