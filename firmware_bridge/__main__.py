"""``python -m firmware_bridge``: the bridge by itself, with nothing of the station."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from firmware_bridge.discovery import list_devices
from firmware_bridge.drivers.settings import LineSettings
from firmware_bridge.drivers.table import DRIVERS
from firmware_bridge.hub import Hub
from firmware_bridge.known import Binding
from firmware_bridge.monitor import Printer, device_words


def main(arguments: Sequence[str] | None = None, out: TextIO = sys.stdout) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    return int(options.command(options, out))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m firmware_bridge", description="Scanners, by themselves.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    watch = commands.add_parser("monitor", help="list devices and print scans until Ctrl-C")
    watch.set_defaults(command=_monitor)
    watch.add_argument("--device", metavar="ADDRESS", help="only this identity, path or socket://host:port")
    watch.add_argument("--driver", choices=sorted(DRIVERS), default="plain", help="its language")
    watch.add_argument("--baud", type=int, default=9600, help="its speed")
    watch.add_argument("--trace", action="store_true", help="print every byte, too")
    watch.add_argument("--json", action="store_true", help="print one JSON object a line")
    listing = commands.add_parser("devices", help="list what is plugged in")
    listing.set_defaults(command=_devices)
    listing.add_argument("--json", action="store_true", help="print one JSON object a line")
    commands.add_parser("drivers", help="list the languages there are").set_defaults(command=_drivers)
    return parser


def _drivers(_: argparse.Namespace, out: TextIO) -> int:
    for driver in DRIVERS.values():
        print(f"{driver.name:<16} {driver.kind.value:<9} {driver.title}", file=out)
    return 0


def _devices(options: argparse.Namespace, out: TextIO) -> int:
    for spec in list_devices():
        words = device_words(spec)
        print(json.dumps(words) if options.json else "  ".join(filter(None, words.values())), file=out)
    return 0


def _monitor(options: argparse.Namespace, out: TextIO) -> int:
    printer = Printer(out, options.json)
    hub = Hub(_locks(), printer.event, shown=printer.event, tap=printer.trace if options.trace else None)
    if options.device:
        hub.list_devices = lambda: ()
        hub.bind(Binding(options.device, options.driver, LineSettings(options.baud)))
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    hub.start()
    try:
        _follow(hub, printer, stop)
    finally:
        hub.stop()
    return 0


def _follow(hub: Hub, printer: Printer, stop: threading.Event) -> None:
    revision = -1
    while not stop.is_set() and not printer.closed:
        revision = hub.wait(revision, 0.25)
        printer.listed(hub.devices())


def _locks() -> Path:
    return Path(tempfile.gettempdir()) / "firmware_bridge"


if __name__ == "__main__":
    sys.exit(main())
