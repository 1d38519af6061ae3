"""What the host does for the guest while it runs: cables that only QEMU can plug."""

from __future__ import annotations

import base64
import contextlib
import socket
import time
from collections.abc import Callable
from typing import Any

from tests.lab.machine import Machine
from tests.lab.qmp import Refused

SEND_SECONDS = 60.0
PLUG_SECONDS = 10.0


class Desk:
    """Serve the guest's requests by name. An FTDI adapter is a socket on this side, a USB device on that."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._cables: dict[str, socket.socket] = {}
        self._tasks: dict[str, Callable[..., Any]] = {
            "ftdi_plug": self._plug,
            "ftdi_unplug": self._unplug,
            "ftdi_send": self._send,
            "ftdi_heard": self._heard,
        }

    def serve(self, request: dict[str, Any]) -> None:
        """Do what is asked and answer."""
        try:
            answer = self._tasks[request["ask"]](**request["with"])
            self._machine.desk.send({"answer": answer})
        except Exception as error:
            self._machine.desk.send({"refused": f"{type(error).__name__}: {error}"})

    def _plug(self, name: str, serial: str | None, port: int) -> None:
        path = self._machine.folder / name
        if name not in self._cables:
            backend = {"addr": {"type": "unix", "data": {"path": str(path)}}, "server": True, "wait": False}
            self._machine.qmp.ask("chardev-add", id=name, backend={"type": "socket", "data": backend})
            self._cables[name] = socket.socket(socket.AF_UNIX)
            self._cables[name].connect(str(path))
        options = {"serial": serial} if serial else {}
        self._patiently(
            driver="usb-serial", id=f"dev-{name}", bus="usb.0", port=str(port), chardev=name, **options
        )

    def _patiently(self, **device: str) -> None:
        # QEMU lets go of the cable a moment after it said that the device is gone.
        end = time.monotonic() + PLUG_SECONDS
        while True:
            try:
                self._machine.qmp.ask("device_add", **device)
                return
            except Refused:
                if time.monotonic() > end:
                    raise
                time.sleep(0.02)

    def _unplug(self, name: str) -> None:
        self._machine.qmp.ask("device_del", id=f"dev-{name}")

    def _send(self, name: str, data: str) -> None:
        cable = self._cables[name]
        cable.settimeout(SEND_SECONDS)
        cable.sendall(base64.b64decode(data))

    def _heard(self, name: str, seconds: float) -> str:
        """Return what the guest's side wrote within some seconds."""
        cable, heard, end = self._cables[name], b"", time.monotonic() + seconds
        with contextlib.suppress(TimeoutError):
            while (left := end - time.monotonic()) > 0:
                cable.settimeout(left)
                heard += cable.recv(65536)
        return base64.b64encode(heard).decode()
