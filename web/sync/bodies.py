"""Read what a station sends: bounded before it is unpacked, typed before anybody looks at it."""

import contextlib
import re
import zlib
from collections.abc import Iterator
from typing import TypeVar

import msgspec
from flask import request
from werkzeug.exceptions import ClientDisconnected, HTTPException

from station.domain.sync.messages import Refusal
from station.services.central.photos import Part
from station.services.central.refusing import Refused

T = TypeVar("T")
PIECE = 256 * 1024
_GZIP = 31
_RANGE = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})", re.ASCII)


def need_room() -> None:
    """Refuse what says that it is too large before anything else: nobody reads it. Raises Refused."""
    if (request.content_length or 0) > (request.max_content_length or 0):
        raise Refused(Refusal.TOO_LARGE, f"a body has at most {request.max_content_length} bytes here")


def drop() -> None:
    """Read what is left of the body and forget it, so that the connection can go on.

    A server would read it in one piece, however large, for whoever has no token as well.
    """
    with contextlib.suppress(OSError, HTTPException):
        for _ in pieces():
            pass


def read(kind: type[T], most: int) -> T:
    """Read a JSON body of at most so many bytes, unpacked. Raises Refused."""
    try:
        return msgspec.json.decode(_unpacked(most), type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as wrong:
        raise Refused(Refusal.NOT_AN_ENTRY, f"the body is not what is expected here: {wrong}"[:200]) from None


def _unpacked(most: int) -> bytes:
    packing = request.headers.get("Content-Encoding", "")
    if packing not in ("", "identity", "gzip"):
        raise Refused(Refusal.NOT_AN_ENTRY, "only gzip is unpacked here")
    data = request.get_data(cache=False)
    return _gunzip(data, most) if packing == "gzip" else _at_most(data, most)


def _gunzip(data: bytes, most: int) -> bytes:
    """Unpack no more than is allowed, whatever the packed body says of itself."""
    unpacking = zlib.decompressobj(_GZIP)
    try:
        found = _at_most(unpacking.decompress(data, most + 1), most)
    except zlib.error:
        raise Refused(Refusal.WRONG_BYTES, "the body is not gzip") from None
    if not unpacking.eof or unpacking.unused_data:
        raise Refused(Refusal.WRONG_BYTES, "the packed body is not whole")
    return found


def _at_most(data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise Refused(Refusal.TOO_LARGE, f"a body has at most {most} bytes here")
    return data


def part() -> Part:
    """Tell which bytes of a photo a request brings (RFC 9110, 14.4). Raises Refused."""
    said, length = request.headers.get("Content-Range"), request.content_length
    if said is None:
        return Part(0, length or 0)
    found = _RANGE.fullmatch(said)
    if not found:
        raise Refused(Refusal.WRONG_BYTES, "this range of bytes cannot be read")
    start, last, size = map(int, found.groups())
    if not start <= last < size or (length is not None and length != last + 1 - start):
        raise Refused(Refusal.WRONG_BYTES, "this range of bytes is not that of the body")
    return Part(start, size)


def pieces() -> Iterator[bytes]:
    """Give the body as it comes. Raises OSError where it ends before it should."""
    try:
        while piece := request.stream.read(PIECE):
            yield piece
    except ClientDisconnected as cut:
        raise ConnectionResetError("the body was cut") from cut
