"""The bridge by itself: scans printed by a program that has nothing of the station."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from firmware_bridge.__main__ import main
from firmware_bridge.drivers.table import DRIVERS
from firmware_bridge.events import (
    DeviceDown,
    DeviceKind,
    DeviceKnown,
    DeviceSpec,
    DeviceUp,
    DownReason,
    ScanRead,
)
from firmware_bridge.known import Device, Mode
from firmware_bridge.monitor import MODES, WRONG, Printer
from firmware_bridge.sim.scanner import PtyScanner

FOREIGN = ("station", "web", "flask", "sqlalchemy", "numpy", "cv2", "structlog", "PIL")


@contextmanager
def monitor(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run the monitor, and end it as a person does."""
    command = [sys.executable, "-m", "firmware_bridge", "monitor", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.terminate()
        assert process.wait(20) == 0


def lines(process: subprocess.Popen[str], *kinds: str) -> Iterator[dict[str, Any]]:
    """Yield the objects that are printed, those of these kinds only."""
    assert process.stdout
    for line in process.stdout:
        told = json.loads(line)
        if told["event"] in kinds:
            yield told


def test_it_prints_scans_and_traces_as_json(scanner: PtyScanner, link: Path) -> None:
    with monitor("--device", str(link), "--json", "--trace") as process:
        scanner.scan("4006381333931", aim="]E0")
        seen = lines(process, "scan", "trace")
        by_kind = {told["event"]: told for told in (next(seen), next(seen))}
        assert by_kind["scan"]["data"] == "4006381333931"
        assert by_kind["scan"]["aim"] == "]E0"
        assert by_kind["scan"]["device"] == f"path:{link}"
        assert bytes.fromhex(by_kind["trace"]["bytes"]) == b"]E04006381333931\r"


def test_it_says_plainly_that_a_device_is_not_there(tmp_path: Path) -> None:
    with monitor("--device", str(tmp_path / "nothing")) as process:
        assert process.stdout
        printed = [process.stdout.readline() for _ in range(2)]
        assert any("is not there" in line for line in printed), printed


def test_nothing_of_the_station_is_loaded() -> None:
    program = "import sys, firmware_bridge.__main__; print(*{m.partition('.')[0] for m in sys.modules})"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not set(run.stdout.split()) & set(FOREIGN)


def test_every_driver_is_listed() -> None:
    out = io.StringIO()
    assert main(["drivers"], out) == 0
    assert [line.split()[0] for line in out.getvalue().splitlines()] == list(DRIVERS)


def test_devices_are_listed_as_json() -> None:
    out = io.StringIO()
    assert main(["devices", "--json"], out) == 0
    assert all(json.loads(line)["device"] for line in out.getvalue().splitlines())


def test_devices_are_told_once_and_again_when_they_go() -> None:
    out = io.StringIO()
    printer = Printer(out, as_json=True)
    for devices in ([Device("usb:1", Mode.HEARD)], [Device("usb:1", Mode.HEARD)], []):
        printer.listed(devices)
    assert [json.loads(line)["event"] for line in out.getvalue().splitlines()] == ["device", "gone"]


def test_every_reason_and_every_mode_has_words() -> None:
    assert set(WRONG) == set(DownReason) - {DownReason.STOPPED}
    assert set(MODES) == set(Mode)


def test_a_reader_that_went_away_ends_the_printing() -> None:
    out = io.StringIO()
    printer = Printer(out, as_json=False)
    printer.event(ScanRead("usb:1", "A\x1dB", "]d2", datetime.now(UTC)))
    printer.event(DeviceDown("usb:1", DownReason.STOPPED, "the station stopped"))
    assert out.getvalue() == "usb:1  ]d2A␝B\n"
    out.close()
    printer.event(ScanRead("usb:1", "MORE", None, datetime.now(UTC)))
    assert printer.closed


def test_a_device_that_is_open_and_says_what_it_is_is_told() -> None:
    out = io.StringIO()
    printer = Printer(out, as_json=True)
    spec = DeviceSpec("usb:1", DeviceKind.SERIAL, "/dev/ttyACM0")
    printer.event(DeviceUp(spec))
    printer.event(DeviceKnown(replace(spec, model="LI4278")))
    up, known = [json.loads(line) for line in out.getvalue().splitlines()]
    assert (up["event"], up["path"]) == ("up", "/dev/ttyACM0")
    assert (known["event"], known["model"]) == ("known", "LI4278")
