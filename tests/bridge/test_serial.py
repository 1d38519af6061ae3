"""One opening of one port, over real ptys and a real network socket."""

from __future__ import annotations

import os
import pty
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from firmware_bridge.drivers.lock import PortLock
from firmware_bridge.drivers.serial_line import LineSettings, SerialLine, queued_bytes
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.sim.scanner import PtyScanner

from .conftest import child, until


@pytest.fixture
def driver(scanner: PtyScanner, tmp_path: Path) -> Iterator[SerialLine]:
    opened = SerialLine(str(scanner.link), LineSettings(), tmp_path / "run")
    opened.open()
    yield opened
    opened.close()


def read_all(driver: SerialLine, size: int) -> bytes:
    """Read until so many bytes came."""
    got = bytearray()

    def enough() -> bool:
        got.extend(driver.read())
        return len(got) >= size

    until(enough)
    return bytes(got)


def reason_of(task: object, *arguments: object) -> BridgeError:
    with pytest.raises(BridgeError) as caught:
        task(*arguments)  # type: ignore[operator]
    return caught.value


def test_every_byte_arrives_as_it_was_sent(scanner: PtyScanner, driver: SerialLine) -> None:
    every = bytes(range(256))
    scanner.write(every)
    assert read_all(driver, 256) == every


def test_a_quiet_line_reads_as_nothing(driver: SerialLine) -> None:
    assert driver.read() == b""


def test_nothing_is_echoed_and_what_is_written_arrives(scanner: PtyScanner, driver: SerialLine) -> None:
    scanner.scan("CODE")
    read_all(driver, 5)
    driver.write(b"\x07")
    until(lambda: scanner.heard == b"\x07")


def test_an_unplugged_port_says_so_for_reading_and_writing(scanner: PtyScanner, driver: SerialLine) -> None:
    scanner.unplug()
    assert reason_of(driver.read).reason is Reason.UNPLUGGED
    assert reason_of(driver.write, b"\x07").reason is Reason.UNPLUGGED
    driver.close()
    driver.close()
    assert reason_of(driver.read).reason is Reason.UNPLUGGED


def test_what_was_queued_before_is_dropped_and_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    device, host = pty.openpty()
    os.write(device, b"OLD-CODE\n")
    until(lambda: queued_bytes(host) == 9)
    driver = SerialLine(os.ttyname(host), LineSettings(), tmp_path)
    driver.open()
    os.write(device, b"NEW\r")
    assert read_all(driver, 4) == b"NEW\r"
    assert "dropped 9 bytes" in caplog.text
    driver.close()
    os.close(device)
    os.close(host)


def test_two_names_of_one_port_are_one_lock(scanner: PtyScanner, driver: SerialLine, tmp_path: Path) -> None:
    second = SerialLine(str(scanner.link.resolve()), LineSettings(), tmp_path / "run")
    refused = reason_of(second.open)
    assert refused.reason is Reason.PORT_BUSY
    assert f"process {os.getpid()}" in refused.detail


def test_a_closed_port_can_be_opened_by_another(
    scanner: PtyScanner, driver: SerialLine, tmp_path: Path
) -> None:
    driver.close()
    second = SerialLine(str(scanner.link), LineSettings(), tmp_path / "run")
    second.open()
    scanner.scan("CODE")
    assert read_all(second, 5) == b"CODE\r"
    second.close()


HOLDER = """
    import sys, time
    from pathlib import Path
    from firmware_bridge.drivers.lock import PortLock
    lock = PortLock(Path(sys.argv[1]), "/dev/ttyACM0")
    lock.take()
    print("held", flush=True)
    time.sleep(600)
"""


def test_another_process_is_named_and_its_lock_dies_with_it(tmp_path: Path) -> None:
    lock = PortLock(tmp_path, "/dev/ttyACM0")
    with child(HOLDER, str(tmp_path)) as (holder, said):
        assert said == "held"
        assert f"process {holder.pid}" in reason_of(lock.take).detail
    lock.take()
    lock.release()


@pytest.mark.parametrize(
    ("port", "reason"),
    [
        ("/dev/tty-that-is-not-there", Reason.PORT_ABSENT),
        ("/dev/null", Reason.NOT_A_PORT),
        ("/", Reason.NOT_A_PORT),
        ("nonsense://x", Reason.BAD_SETTINGS),
    ],
)
def test_a_port_that_cannot_be_opened_says_why(port: str, reason: Reason, tmp_path: Path) -> None:
    assert reason_of(SerialLine(port, LineSettings(), tmp_path).open).reason is reason
    lock = PortLock(tmp_path, port)
    lock.take()  # let go after the failure
    lock.release()


def test_impossible_settings_are_said(scanner: PtyScanner, tmp_path: Path) -> None:
    odd = SerialLine(str(scanner.link), LineSettings(bytesize=9), tmp_path)
    assert reason_of(odd.open).reason is Reason.BAD_SETTINGS


def test_a_network_port_reads_and_notices_its_end(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        driver = SerialLine(f"socket://127.0.0.1:{server.getsockname()[1]}", LineSettings(), tmp_path)
        driver.open()
        connection, _ = server.accept()
        with connection:
            connection.sendall(b"CODE\r")
            assert read_all(driver, 5) == b"CODE\r"
        until(lambda: fails(driver))
        driver.close()


def fails(driver: SerialLine) -> bool:
    try:
        driver.read()
    except BridgeError as error:
        return error.reason is Reason.UNPLUGGED
    return False


def test_a_scan_nobody_can_read_is_refused(link: Path) -> None:
    scanner = PtyScanner(link, deadline=0.1)
    assert "unplugged" in reason_of(scanner.scan, "CODE").detail
    scanner.start()
    assert "no program" in reason_of(scanner.scan, "CODE").detail
    scanner.stop()
    assert not link.is_symlink()
