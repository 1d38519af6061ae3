"""Take apart an entry as a station sent it: quickly where its form is plain, by the RFC where it is not."""

import json
import re
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from station.adapters.local.canonical import canonical
from station.central_ports import Sent
from station.domain.proof.merkle import leaf_hash
from station.domain.sync.limits import DEEPEST, LARGEST_ENTRY

_Key = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_.:-]+\Z")]


class _Envelope(msgspec.Struct):
    """What every entry has, in whichever version. What else it has is kept in its bytes."""

    seq: Annotated[int, Meta(ge=1, lt=2**53)]
    id: _Key
    station: _Key
    at: Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[0-9T:.+Z-]+\Z")]
    kind: _Key
    payload: dict[str, Any]
    actor: Annotated[str, Meta(max_length=200)]
    schema_version: Annotated[int, Meta(ge=1, lt=2**31)]


class _Fraction(Exception):
    """A number for which RFC 8785 may have a way of its own to write it."""


# No double has more digits before its point.
_LONGEST_WHOLE = 309
# Within these both write a number with the same digits and no exponent.
_SMALLEST, _LARGEST = 1e-4, float(2**53)


def _decimal(text: str) -> float:
    """Read a number with digits behind its point and no exponent: of those there is one shortest form."""
    value = float(text)
    if text.endswith(".0") or "e" in text or "E" in text or not _SMALLEST <= abs(value) < _LARGEST:
        raise _Fraction
    return value


_NOT_ENTRIES = (msgspec.MsgspecError, ValueError, TypeError, RecursionError)
_plain = msgspec.json.Decoder(float_hook=_decimal).decode
_sorted = msgspec.json.Encoder(order="sorted").encode
# Keys sort by UTF-16 there and by code points here: alike where there is nothing beyond the first plane.
_ASTRAL = b"\xf0"
# A whole number beyond 2**53 has so many digits; the RFC knows it as the double that it is, or not at all.
_LONG = re.compile(rb"[0-9]{16}")


def _whole(text: str) -> int | float:
    value = int(text) if len(text) < _LONGEST_WHOLE else float(text)
    return value if abs(value) < _LARGEST else float(value)


def read_entry(text: str) -> Sent | None:
    """Return what an entry says, None for what is none."""
    try:
        data = text.encode()
        if len(data) > LARGEST_ENTRY:
            return None
        return _sent(data, _value(data))
    except _NOT_ENTRIES:
        return None


def _sent(data: bytes, value: Any) -> Sent | None:
    if data.count(b"{") + data.count(b"[") > DEEPEST and _too_deep(value):
        return None
    found = msgspec.convert(value, _Envelope)
    return Sent(
        found.seq, found.id, found.station, found.kind, found.at, found.payload, leaf_hash(data), data
    )


def _value(data: bytes) -> Any:
    """Return the value of canonical JSON. Raises for any other."""
    try:
        value = _plain(data)
        if _LONG.search(data):
            value = json.loads(data, parse_int=_whole)
        elif _ASTRAL not in data and _sorted(value) == data:
            return value
    except (_Fraction, msgspec.ValidationError):
        value = json.loads(data, parse_int=_whole)
    if canonical(value) != data:
        raise ValueError("not canonical")
    return value


def _too_deep(value: Any) -> bool:
    """Tell whether containers stand in each other deeper than anything of ours does."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True
