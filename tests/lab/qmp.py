"""QEMU's own protocol, as far as plugging and unplugging USB devices goes."""

from __future__ import annotations

import socket
from typing import Any

from tests.lab.lines import Lines

SECONDS = 30.0


class Refused(Exception):
    """QEMU did not do what it was asked."""


class Qmp:
    """Ask QEMU for one thing after the other; what it tells unasked is passed over."""

    def __init__(self, stream: socket.socket) -> None:
        self._lines = Lines(stream)
        self._receive()  # its greeting
        self.ask("qmp_capabilities")

    def ask(self, command: str, **arguments: Any) -> Any:
        """Run a command and return its answer; raises Refused."""
        self._lines.send({"execute": command, "arguments": arguments})
        while "return" not in (answer := self._receive()):
            if "error" in answer:
                raise Refused(f"{command}: {answer['error']['desc']}")
        return answer["return"]

    def _receive(self) -> dict[str, Any]:
        answer = self._lines.receive(SECONDS)
        if answer is None:
            raise Refused("QEMU does not answer")
        return answer
