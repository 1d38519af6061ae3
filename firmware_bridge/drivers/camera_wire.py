"""How the station and its camera process speak: a length-prefixed JSON header, then a body of bytes.

Each message is two big-endian 32-bit lengths, the header as UTF-8 JSON, and the body (a JPEG or nothing).
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from typing import Any

PREFIX = struct.Struct(">II")
Header = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """One message: a header to read by key, and a body."""

    header: Header
    body: bytes = b""


def pack(header: Header, body: bytes = b"") -> bytes:
    """Turn a message into bytes."""
    head = json.dumps(header, ensure_ascii=False).encode()
    return PREFIX.pack(len(head), len(body)) + head + body


@dataclass(slots=True)
class Inbox:
    """Collect bytes as they arrive and give back whole messages."""

    _kept: bytearray = field(default_factory=bytearray, init=False)

    def feed(self, data: bytes) -> list[Message]:
        """Take bytes and return the messages they finish."""
        self._kept += data
        messages: list[Message] = []
        while (message := self._next()) is not None:
            messages.append(message)
        return messages

    def _next(self) -> Message | None:
        if len(self._kept) < PREFIX.size:
            return None
        head, body = PREFIX.unpack_from(self._kept)
        start, end = PREFIX.size + head, PREFIX.size + head + body
        if len(self._kept) < end:
            return None
        message = Message(json.loads(self._kept[PREFIX.size : start]), bytes(self._kept[start:end]))
        del self._kept[:end]
        return message
