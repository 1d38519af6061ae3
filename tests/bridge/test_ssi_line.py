"""An SSI scanner on a real pty, through the real supervisor, in good order and in bad."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from firmware_bridge.decode.dialect import Signal
from firmware_bridge.decode.ssi_packet import Cause, Opcode
from firmware_bridge.decode.ssi_reader import REMEMBER_SECONDS
from firmware_bridge.decode.ssi_words import PACKETED, WANTED
from firmware_bridge.drivers.settings import Habits
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.events import (
    BrokenReason,
    DeviceDown,
    DeviceKnown,
    DeviceUp,
    ScanBroken,
    ScanRead,
    Trace,
)
from firmware_bridge.sim.ssi_engine import message
from firmware_bridge.sim.ssi_scanner import SsiScanner
from firmware_bridge.supervisor import ScannerSettings, ScannerSupervisor

from .conftest import QUICK, Inbox, until

LONG = "0123456789" * 90


@pytest.fixture
def ssi(link: Path) -> Iterator[SsiScanner]:
    simulated = SsiScanner(link)
    simulated.engine.answer_seconds = 0.3
    simulated.start()
    yield simulated
    simulated.stop()


@pytest.fixture
def taps() -> list[Trace]:
    return []


@pytest.fixture
def host(ssi: SsiScanner, tmp_path: Path, inbox: Inbox, taps: list[Trace]) -> Iterator[ScannerSupervisor]:
    settings = ScannerSettings(
        str(ssi.link), tmp_path / "run", driver="ssi", habits=Habits(), simulated=True, backoff=QUICK
    )
    watcher = ScannerSupervisor(settings, inbox, taps.append)
    watcher.start()
    yield watcher
    watcher.stop()


@pytest.fixture
def ready(ssi: SsiScanner, host: ScannerSupervisor, inbox: Inbox) -> SsiScanner:
    """Return a scanner that is set up."""
    inbox.next(DeviceUp)
    inbox.next(DeviceKnown)
    until(lambda: Opcode.SCAN_ENABLE in opcodes(ssi))
    return ssi


def opcodes(scanner: SsiScanner) -> list[int]:
    return [packet.opcode for packet in scanner.commands]


def test_a_scanner_is_set_up_and_tells_who_it_is(
    ssi: SsiScanner, host: ScannerSupervisor, inbox: Inbox
) -> None:
    inbox.next(DeviceUp)
    known = inbox.next(DeviceKnown).spec
    assert (known.model, known.firmware) == ("SIM-BOARD", "SIMSSIAA-001-R00")
    until(lambda: Opcode.SCAN_ENABLE in opcodes(ssi))
    assert ssi.heard.startswith(b"\x00\x10\xc6\x04\x00\xff\xee\x01")
    settings = ssi.engine.device.parameters
    assert {number: settings[number] for number in WANTED} == WANTED


def test_codes_short_and_long_arrive_and_are_acknowledged(ready: SsiScanner, inbox: Inbox) -> None:
    for code in ("4006381333931", LONG, "A"):
        ready.scan(code, "]C0")
        read = inbox.next(ScanRead)
        assert (read.data, read.aim) == (code, "]C0")
    until(lambda: ready.engine.delivered == 3)


def test_two_hundred_codes_at_full_speed_stay_whole_and_in_order(ready: SsiScanner, inbox: Inbox) -> None:
    codes = [f"CODE-{number:03}" * (1 + number % 40) for number in range(200)]
    for code in codes:
        ready.scan(code)
    assert [inbox.next(ScanRead).data for _ in codes] == codes
    until(lambda: ready.engine.delivered == 200)
    inbox.assert_empty()


def test_results_sound_and_shine_on_the_scanner(ready: SsiScanner, host: ScannerSupervisor) -> None:
    host.signal(Signal.WRONG)
    host.signal(Signal.GOOD)
    until(lambda: ready.lights == [(True, 1), (False, 1)])
    assert ready.beeps == [17, 0]


def test_a_scanner_is_kept_from_scanning_and_let_again(ready: SsiScanner, host: ScannerSupervisor) -> None:
    host.switch(False)
    until(lambda: not ready.enabled)
    with pytest.raises(BridgeError) as caught:
        ready.scan("NOT NOW")
    assert caught.value.reason is Reason.SIMULATOR
    host.switch(True)
    until(lambda: ready.enabled)


def test_a_stall_in_mid_packet_is_made_good_and_nobody_is_troubled(ready: SsiScanner, inbox: Inbox) -> None:
    ready.faults.cuts.append(9)
    ready.engine.answer_seconds = 60  # only the NAK brings it back
    ready.scan("STALLED")
    assert inbox.next(ScanRead).data == "STALLED"


def test_a_code_that_stalls_every_time_is_said_once_and_the_next_is_whole(
    ready: SsiScanner, inbox: Inbox
) -> None:
    ready.faults.cuts.extend([9, 9, 9])
    ready.engine.answer_seconds = 60
    ready.scan("STALLED")
    broken = inbox.next(ScanBroken)
    assert (broken.reason, broken.size) == (BrokenReason.INCOMPLETE, 9)
    ready.scan("NEXT")
    assert inbox.next(ScanRead).data == "NEXT"
    inbox.assert_empty()


def test_flipped_bits_are_refused_and_sent_again(ready: SsiScanner, inbox: Inbox) -> None:
    ready.engine.answer_seconds = 60
    for bit in (26, 40, 70):  # status, type, data
        ready.faults.flips.append(bit)
        ready.scan(f"BIT-{bit}")
        assert inbox.next(ScanRead).data == f"BIT-{bit}"
    assert [answer.data for answer in ready.engine.answers if answer.opcode == Opcode.NAK] == [
        bytes((Cause.RESEND,))
    ] * 3


def test_a_lost_ack_and_a_needless_retransmit_make_no_second_scan(ready: SsiScanner, inbox: Inbox) -> None:
    assert ready.engine.answer_seconds < REMEMBER_SECONDS
    ready.faults.lost_acks = 1
    ready.scan("ONCE")
    ready.faults.doubled = True
    until(lambda: ready.engine.delivered == 1)
    ready.scan("TWICE")
    until(lambda: ready.engine.delivered == 2)
    ready.faults.doubled = False
    ready.scan("LAST")
    assert [inbox.next(ScanRead).data for _ in range(3)] == ["ONCE", "TWICE", "LAST"]
    until(lambda: ready.engine.delivered == 3)
    inbox.assert_empty()


@pytest.mark.parametrize("fault", ["silent", "nak", "late"])
def test_a_scanner_that_answers_badly_is_read_all_the_same(
    ssi: SsiScanner, host: ScannerSupervisor, inbox: Inbox, fault: str
) -> None:
    ssi.faults.silent = fault == "silent"
    ssi.faults.always_nak = Cause.RESEND if fault == "nak" else None
    ssi.faults.answer_after = 0.5 if fault == "late" else 0.0
    inbox.next(DeviceUp)
    ssi.write(message(3, b"READ ALL THE SAME")[0].encode())
    while not isinstance(read := inbox.events.get(timeout=20), ScanRead):
        assert isinstance(read, DeviceKnown), read
    assert read.data == "READ ALL THE SAME"


def test_a_power_cycle_costs_scans_that_are_said_until_it_is_set_up_again(
    ready: SsiScanner, inbox: Inbox
) -> None:
    ready.scan("BEFORE")
    assert inbox.next(ScanRead).data == "BEFORE"
    ready.power_cycle()
    settings = ready.engine.device.parameters
    while settings[PACKETED] != 1:  # it is not set up twice within a second
        ready.write(b"RAW DATA")
        threading.Event().wait(0.3)
    ready.scan("AFTER")
    events = iter(lambda: inbox.events.get(timeout=20), None)
    said = list(takewhile(lambda event: not (isinstance(event, ScanRead) and event.data == "AFTER"), events))
    assert ScanBroken in map(type, said)
    assert ScanRead not in map(type, said)


def test_an_unplug_in_mid_code_breaks_it_and_the_next_plug_is_set_up(
    ready: SsiScanner, host: ScannerSupervisor, inbox: Inbox
) -> None:
    front = message(3, LONG.encode())[0].encode()
    ready.write(front)
    until(lambda: host.pending == 250)
    ready.unplug()
    assert inbox.next(ScanBroken).reason is BrokenReason.CUT_BY_UNPLUG
    inbox.next(DeviceDown)
    ready.replug()
    inbox.next(DeviceUp)
    inbox.next(DeviceKnown)
    ready.scan("AFTER")
    assert inbox.next(ScanRead).data == "AFTER"


def test_a_flood_of_noise_is_survived_and_the_next_code_is_whole(
    ready: SsiScanner, host: ScannerSupervisor, inbox: Inbox
) -> None:
    for _ in range(8):  # 160 kB: more without one code is an unusable device, for any driver
        ready.write(bytes(range(1, 256)) * 80)
        assert host.pending < 5000
    ready.engine.answer_seconds = 0.3
    ready.scan("AFTER THE FLOOD")
    while not isinstance(event := inbox.events.get(timeout=20), ScanRead):
        assert isinstance(event, ScanBroken)
    assert event.data == "AFTER THE FLOOD"


def test_the_trace_tells_what_went_over_the_line(ready: SsiScanner, inbox: Inbox, taps: list[Trace]) -> None:
    ready.scan("TRACED", "]C0")
    inbox.next(ScanRead)
    told = [words for trace in list(taps) for words in trace.meaning]
    assert "parameters EE=1 9F=1 2D=1 F04E=0 EC=0" in told
    until(lambda: any("code ]C0TRACED" in trace.meaning for trace in list(taps)))


def test_a_scanner_that_nobody_reads_says_so(link: Path) -> None:
    lonely = SsiScanner(link, deadline=0.1)
    lonely.start()
    with pytest.raises(BridgeError):
        lonely.scan("NOBODY")
    lonely.stop()
    with pytest.raises(BridgeError):
        lonely.scan("UNPLUGGED")
