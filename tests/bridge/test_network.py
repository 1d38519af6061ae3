"""Scanners on the network: raw TCP and RFC 2217, lost and found, and a far end gone without a word."""

from __future__ import annotations

import ctypes
import socket
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from firmware_bridge.drivers import network_port
from firmware_bridge.drivers.serial_line import SerialLine
from firmware_bridge.drivers.settings import LineSettings
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.events import DeviceDown, DeviceKnown, DeviceUp, DownReason, ScanBroken, ScanRead
from firmware_bridge.sim.honeywell import HoneywellMind
from firmware_bridge.sim.scanner import PtyScanner
from firmware_bridge.sim.terminal_server import TerminalServer
from firmware_bridge.supervisor import ScannerSettings, ScannerSupervisor

from .conftest import Inbox, until

pytestmark = pytest.mark.filterwarnings("ignore:set(Daemon|Name)\\(:DeprecationWarning")  # in pyserial


@pytest.fixture(params=[False, True], ids=["socket", "rfc2217"])
def server(scanner: PtyScanner, link: Path, request: pytest.FixtureRequest) -> Iterator[TerminalServer]:
    offered = TerminalServer(str(link), rfc2217=request.param)
    offered.start()
    yield offered
    offered.stop()


def test_a_scan_comes_over_the_network(
    scanner: PtyScanner, server: TerminalServer, settings: ScannerSettings, inbox: Inbox
) -> None:
    line = LineSettings(baud=19200)
    watcher = ScannerSupervisor(replace(settings, device=server.url, line=line), inbox)
    watcher.start()
    assert inbox.next(DeviceUp).spec.path == server.url
    codes = [f"]C1CODE-{number}\xff" for number in range(50)]
    for code in codes:
        scanner.write(code.encode("latin-1") + b"\r")
    assert [inbox.next(ScanRead).data for _ in codes] == [code[3:] for code in codes]
    if server.rfc2217:
        assert server.baud == 19200
    watcher.stop()


def test_commands_and_answers_go_both_ways(
    link: Path, settings: ScannerSettings, inbox: Inbox, scanner: PtyScanner, server: TerminalServer
) -> None:
    scanner.unplug()
    scanner.mind = HoneywellMind()
    scanner.replug()
    watcher = ScannerSupervisor(replace(settings, device=server.url, driver="honeywell"), inbox)
    watcher.start()
    inbox.next(DeviceUp)
    assert inbox.next(DeviceKnown).spec.model == "Xenon 1900"
    watcher.stop()


def test_a_lost_connection_is_told_and_made_again(
    scanner: PtyScanner, server: TerminalServer, settings: ScannerSettings, inbox: Inbox
) -> None:
    watcher = ScannerSupervisor(replace(settings, device=server.url), inbox)
    watcher.start()
    inbox.next(DeviceUp)
    scanner.write(b"HAL")
    until(lambda: watcher.pending == 3)
    server.drop()
    assert inbox.next(ScanBroken).size == 3
    assert inbox.next(DeviceDown).reason is DownReason.UNPLUGGED
    inbox.next(DeviceUp)
    scanner.scan("AGAIN")
    assert inbox.next(ScanRead).data == "AGAIN"
    watcher.stop()


def test_a_server_that_goes_is_told_once_and_found_when_it_is_back(
    scanner: PtyScanner, server: TerminalServer, settings: ScannerSettings, inbox: Inbox
) -> None:
    watcher = ScannerSupervisor(replace(settings, device=server.url), inbox)
    watcher.start()
    inbox.next(DeviceUp)
    server.stop()
    assert inbox.next(DeviceDown).reason is DownReason.UNPLUGGED
    until(lambda: watcher.failures > 2)
    inbox.assert_empty()
    server.start()
    inbox.next(DeviceUp)
    watcher.stop()


def test_a_port_where_nobody_listens_is_absent(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
    for scheme in ("socket", "rfc2217"):
        with pytest.raises(BridgeError) as refused:
            SerialLine(f"{scheme}://127.0.0.1:{number}", LineSettings(), tmp_path).open()
        assert refused.value.reason is Reason.PORT_ABSENT


def deafen(connection: socket.socket) -> None:
    """Have the kernel drop everything that comes in, probes too: the cable is cut, nobody says goodbye."""
    drop_all = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0))
    program = struct.pack("HL", 1, ctypes.addressof(drop_all))
    connection.setsockopt(socket.SOL_SOCKET, 26, program)  # SO_ATTACH_FILTER


def test_a_far_end_that_is_gone_without_a_word_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network_port, "IDLE_SECONDS", 1)
    monkeypatch.setattr(network_port, "INTERVAL_SECONDS", 1)
    monkeypatch.setattr(network_port, "COUNT", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = SerialLine(f"socket://127.0.0.1:{server.getsockname()[1]}", LineSettings(), tmp_path)
        line.open()
        connection, _ = server.accept()
        with connection:
            deafen(connection)
            until(lambda: lost(line))
        line.close()


def lost(line: SerialLine) -> bool:
    try:
        assert line.read() == b""
    except BridgeError as error:
        return error.reason is Reason.UNPLUGGED
    return False
