"""``station devices``: what is said of each device, and nothing is opened."""

import json
from pathlib import Path

import pytest

from firmware_bridge.events import DeviceKind, DeviceSpec
from firmware_bridge.sim.scanner import PtyScanner
from station.app import cli, devices_command
from station.app.devices_command import Row, in_words, rows_of
from station.domain.devices import Binding


@pytest.fixture(autouse=True)
def logs_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.logs, "set_up", lambda _verbose: None)


def spec(path: str, serial: str | None = None, socket: str = "1-1", **more: object) -> DeviceSpec:
    name = f"usb:05e0:1701:{serial}" if serial else f"usb:05e0:1701@{socket}"
    facts: dict[str, object] = {"vendor": "Zebra", "model": "DS2208", "connection": f"USB {socket}, CDC ACM"}
    kind = DeviceKind.SERIAL
    return DeviceSpec(name, kind, path, 0x05E0, 0x1701, serial, socket, **(facts | more))  # type: ignore[arg-type]


def rows(specs: list[DeviceSpec], *bound: str) -> list[Row]:
    return list(rows_of(specs, [Binding(device, "plain") for device in bound]))


def test_a_bound_scanner_and_one_that_is_not() -> None:
    mine, other = rows([spec("/dev/a", "S1"), spec("/dev/b", "S2")], "usb:05e0:1701:S1")
    assert (mine.device, mine.bound, mine.driver, mine.state) == (
        "usb:05e0:1701:S1",
        True,
        "plain",
        "plugged in",
    )
    assert (other.serial_number, other.bound, other.driver) == ("S2", False, "")
    assert other.likely == "ssi"
    assert "Zebra DS2208, serial number S2, USB 1-1, CDC ACM, /dev/b" in in_words(other)


@pytest.mark.parametrize(
    ("specs", "device", "state"),
    [
        ([], "usb:05e0:1701:S1", "not plugged in"),
        ([], "socket://10.0.0.5:4001", "on the network"),
        (
            [spec("/dev/a", socket="1-2"), spec("/dev/b", socket="1-3")],
            "usb:05e0:1701@1-1",
            "may be /dev/a or /dev/b",
        ),
        ([spec("/dev/a", "S1", denied=True)], "usb:05e0:1701:S1", "this account may not open it"),
    ],
)
def test_what_keeps_a_bound_scanner_from_working(specs: list[DeviceSpec], device: str, state: str) -> None:
    assert rows(specs, device)[0].state.startswith(state)


def test_two_that_are_alike_are_said_to_be() -> None:
    twins = rows([spec("/dev/a", "S1"), spec("/dev/b", "S1")])
    assert {row.state for row in twins} == {"looks exactly like another device"}


def test_a_port_that_a_program_has_open_is_said_to_be(tmp_path: Path) -> None:
    scanner = PtyScanner(tmp_path / "scanner")
    scanner.start()
    (row,) = rows([spec(str(scanner.link), "S1")])
    assert row.state == "plugged in", "nothing was opened by looking"
    scanner.stop()


def test_the_command_prints_rows_as_json_and_leaves_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices_command, "list_devices", lambda: [spec("/dev/a", "S1")])
    assert cli.main(["devices", "--json", "--data", str(tmp_path / "data")]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["vendor"], row["model"], row["serial_number"]) == ("Zebra", "DS2208", "S1")
    assert not (tmp_path / "data" / "station.db").exists()


def test_the_rules_for_devices_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["devices", "udev", "--data", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert 'TAG+="uaccess"' in printed and "ID_MM_DEVICE_IGNORE" in printed
