"""RFC 8785 for entries of the journal: the C encoder of the standard library where it writes the very same.

It does for text, whole numbers and short decimals under ASCII keys, which is what entries have. Anything else
is left to the package that knows all of the RFC; that one takes three times as long.
"""

import json
from typing import Any

import rfc8785

# Within these Python and ECMAScript write a number with the same digits and no exponent.
_SMALLEST, _LARGEST = 1e-4, float(2**53)
_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, separators=(",", ":"), sort_keys=True
).encode


class _Other(Exception):
    """A value that both may write in different ways."""


def canonical(value: Any) -> bytes:
    """Write a plain value as RFC 8785 wants it. Raises what ``rfc8785.dumps`` does."""
    try:
        return _encode(_alike(value)).encode()
    except (_Other, UnicodeEncodeError):
        return rfc8785.dumps(value)


def _alike(value: Any) -> Any:
    """Return a value that both write alike. Raises _Other."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if kind is dict:
        return {_key(key): _alike(each) for key, each in value.items()}
    if kind is list or kind is tuple:
        return [_alike(each) for each in value]
    if kind is int and -_LARGEST < value < _LARGEST:
        return value
    return _decimal(value)


def _key(key: Any) -> str:
    """Keys sort by UTF-16 there and by characters here: for ASCII that is one order."""
    if type(key) is str and key.isascii():
        return key
    raise _Other


def _decimal(value: Any) -> int | float:
    if type(value) is float:
        if -_LARGEST < value < _LARGEST and value.is_integer():
            return int(value)
        if _SMALLEST <= abs(value) < _LARGEST:
            return value
    raise _Other
