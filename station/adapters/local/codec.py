"""Domain values to JSON bytes and back."""

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

_encode = msgspec.json.Encoder().encode
_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


def encode(value: object) -> bytes:
    return _encode(value)


def decode(data: bytes, kind: type[T]) -> T:
    """Decode bytes that ``encode`` made; unknown fields of a newer version are ignored."""
    decoder = _decoders.get(kind)
    if decoder is None:
        decoder = _decoders[kind] = msgspec.json.Decoder(kind)
    value: T = decoder.decode(data)
    return value
