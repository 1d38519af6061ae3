"""What scripts send, checked before anyone uses it."""

from flask import request

from station.domain.scanning import Scan, Source
from web.context import world

LONGEST_PIN = 64
LONGEST_SCAN = 256


def sent() -> dict[str, object]:
    """Return the object of a JSON body, an empty one for anything else."""
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def field(name: str, longest: int) -> str:
    """Return a text that was sent, empty where it is missing or too long."""
    value = sent().get(name)
    return value if isinstance(value, str) and len(value) <= longest else ""


def revision() -> int | None:
    """Return the revision that the screen showed, None where it is not said."""
    value = sent().get("revision")
    return value if isinstance(value, int) else None


def wedge_scan() -> Scan | None:
    """Read a scan that a keyboard-wedge scanner typed into a page; control characters but GS are dropped."""
    text = "".join(c for c in field("text", LONGEST_SCAN) if c.isprintable() or c == "\x1d")
    if not text:
        return None
    station = world()
    return Scan(text, None, "wedge", station.clock.now(), Source.WEDGE, station.house.simulated)
