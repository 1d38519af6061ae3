"""One JSON object a line, over any stream: how host and guest speak."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Lines:
    """A line to the other side; `receive` is one thread's alone."""

    stream: socket.socket
    _kept: bytes = field(default=b"", init=False)

    def send(self, message: dict[str, Any]) -> None:
        """Send one message."""
        self.stream.sendall(json.dumps(message).encode() + b"\n")

    def receive(self, seconds: float) -> dict[str, Any] | None:
        """Return the next message; None when none comes in time or the other side is gone."""
        self.stream.settimeout(max(0.01, seconds))
        try:
            while b"\n" not in self._kept:
                data = self.stream.recv(65536)
                if not data:
                    return None
                self._kept += data
        except TimeoutError:
            return None
        line, _, self._kept = self._kept.partition(b"\n")
        message: dict[str, Any] = json.loads(line)
        return message
