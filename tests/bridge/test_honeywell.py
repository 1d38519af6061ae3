"""Honeywell's echoes and answers never pass for codes, nor codes for answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_bridge.decode.dialect import Signal
from firmware_bridge.decode.framing import Framer, Terminator
from firmware_bridge.decode.honeywell import Honeywell, honeywell
from firmware_bridge.decode.plain import Plain
from firmware_bridge.drivers.settings import Habits
from firmware_bridge.events import DeviceKnown, ScanBroken, ScanRead
from firmware_bridge.sim.honeywell import Fault, HoneywellMind
from firmware_bridge.supervisor import ScannerSettings

from .conftest import Inbox, until
from .spoken import Served, abouts, codes, cuts, faults, feed, notes, pieces, run_out, sent

ASKED = b"\x16M\rREVINF."
ANSWER = HoneywellMind()(ASKED)


def greeted(terminator: Terminator = Terminator.CR) -> Honeywell:
    dialect = honeywell(Plain(Framer(terminator)))
    assert sent(dialect.hello(0.0)) == [ASKED]
    return dialect


@given(cuts, st.booleans())
def test_the_answer_is_an_identity_and_no_code(where: list[int], echoes_first: bool) -> None:
    answer = HoneywellMind(fault=Fault.ECHOES_FIRST if echoes_first else None)(ASKED)
    dialect = greeted()
    said = feed(dialect, pieces(b"BEFORE\r" + answer + b"AFTER\r", where), 0.1)
    assert codes(said) == [b"BEFORE", b"AFTER"]
    [about] = abouts(said)
    assert (about.vendor, about.model, about.serial_number, about.firmware) == (
        "Honeywell",
        "Xenon 1900",
        "15232B1F0C",
        "16345",
    )
    assert dialect.due is None


def test_codes_without_a_terminator_are_apart_from_the_answer_and_from_each_other() -> None:
    dialect = greeted(Terminator.NONE)
    said = [*dialect.feed(b"ONE", 0.1), *dialect.feed(b"TWO", 0.3), *dialect.feed(ANSWER, 0.5)]
    said += dialect.feed(b"THREE", 0.9)
    assert codes([*said, *run_out(dialect, 1.0)]) == [b"ONE", b"TWO", b"THREE"]


@pytest.mark.parametrize(("status", "words"), [(b"\x05", "ENQ"), (b"\x15", "NAK"), (b"\x06", "ACK")])
def test_each_status_is_told(status: bytes, words: str) -> None:
    said = greeted().feed(b"REVINF" + status + b".", 0.1)
    assert words in notes(said)[0]
    assert codes(said) == []


def test_half_an_answer_is_lost_and_told_and_what_follows_is_whole() -> None:
    dialect = greeted()
    dialect.feed(b"CODE\r" + ANSWER[:100], 0.1)
    said = run_out(dialect, 0.1)
    assert codes(said) == [b"CODE"]
    assert faults(said)
    late = dialect.feed(ANSWER[100:].partition(b"\r\n")[2], 3.0)
    assert codes([*late, *dialect.feed(b"NEXT\r", 3.1)]) == [b"NEXT"]


def test_a_late_echo_is_cut_off_the_next_code() -> None:
    dialect = honeywell(Plain(Framer(Terminator.CR)))
    assert codes(dialect.feed(b"HSTACK1\x06!4006381333931\r", 0.0)) == [b"4006381333931"]


def test_a_code_that_nobody_judges_is_answered_all_the_same() -> None:
    dialect = honeywell(Plain(Framer(Terminator.CR)), acknowledge=True)
    dialect.feed(b"ONE\r", 0.0)
    assert sent(dialect.signal(Signal.UNKNOWN, 0.2)) == [b"\x1b8,"]
    assert sent(run_out(dialect, 0.3)) == []
    dialect.feed(b"TWO\r", 5.0)
    assert sent(run_out(dialect, 5.0)) == [b"\x1b1,"]


@pytest.fixture
def served(link: Path, settings: ScannerSettings, inbox: Inbox) -> Served:
    return Served(link, replace(settings, driver="honeywell"), inbox)


def test_a_scanner_says_what_it_is_beeps_and_is_switched(served: Served, inbox: Inbox) -> None:
    mind = HoneywellMind()
    with served.by(mind) as (scanner, watcher):
        known = inbox.next(DeviceKnown).spec
        assert (known.vendor, known.model, known.firmware) == ("Honeywell", "Xenon 1900", "16345")
        scanner.scan("4006381333931", aim="]E0")
        assert inbox.next(ScanRead).data == "4006381333931"
        watcher.signal(Signal.DONE)
        watcher.switch(True)
        watcher.switch(False)
        until(lambda: mind.signs == ["beep", "beep", "trigger on", "trigger off"])
        assert served.traces("REVINF: ACK")


def test_codes_around_the_answer_are_read(served: Served, inbox: Inbox) -> None:
    with served.by(HoneywellMind(fault=Fault.CHATTERS)):
        inbox.next(DeviceKnown)
        assert [inbox.next(ScanRead).data for _ in range(2)] == ["BEFORE", "AFTER"]


def test_a_scanner_that_never_answers_scans(served: Served, inbox: Inbox) -> None:
    with served.by(HoneywellMind(fault=Fault.MUTE)) as (scanner, _):
        scanner.scan("EARLY")
        assert inbox.next(ScanRead).data == "EARLY"
        until(lambda: served.traces("no answer: REVINF"))


def test_a_scanner_that_stalls_in_its_answer_is_told_and_scans(served: Served, inbox: Inbox) -> None:
    with served.by(HoneywellMind(fault=Fault.STALLS)) as (scanner, _):
        inbox.next(ScanBroken)
        scanner.scan("AFTER")
        assert inbox.next(ScanRead).data == "AFTER"


def test_good_and_bad_are_the_scanners_own_where_it_waits_for_them(served: Served, inbox: Inbox) -> None:
    mind = HoneywellMind()
    served.settings = replace(served.settings, habits=Habits(terminator=Terminator.CR, acknowledge=True))
    with served.by(mind) as (scanner, watcher):
        inbox.next(DeviceKnown)
        until(lambda: mind.settings == [b"REVINF.", b"HSTACK1!"])
        scanner.scan("CODE")
        inbox.next(ScanRead)
        watcher.signal(Signal.GOOD)
        watcher.signal(Signal.UNKNOWN)
        until(lambda: mind.signs == ["good", "razz"])
