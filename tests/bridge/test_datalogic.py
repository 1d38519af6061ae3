"""Datalogic's answers are taken by their time; what can only be a code stays one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from firmware_bridge.decode.datalogic import Datalogic, datalogic
from firmware_bridge.decode.dialect import Signal
from firmware_bridge.decode.framing import Framer, Terminator
from firmware_bridge.decode.plain import Plain
from firmware_bridge.drivers.settings import Habits
from firmware_bridge.events import DeviceKnown, ScanRead
from firmware_bridge.sim.datalogic import DatalogicMind, scan
from firmware_bridge.supervisor import ScannerSettings

from .conftest import Inbox, until
from .spoken import Served, abouts, codes, notes, run_out, sent


def greeted() -> Datalogic:
    dialect = datalogic(Plain(Framer(Terminator.CR)))
    assert sent(dialect.hello(0.0)) == [b"E", b"i"]
    return dialect


def test_an_answer_is_an_identity_and_the_next_questions_follow() -> None:
    dialect = greeted()
    dialect.feed(b"Gryphon GD45", 0.1)
    dialect.feed(b"90\r\nSerial: E19P28071\r\n", 0.2)
    said = dialect.tick(0.4)
    [about] = abouts(said)
    assert (about.vendor, about.serial_number) == ("Datalogic", "E19P28071")
    assert sent(said) == [b"h"]
    assert codes(said) == []


def test_an_answer_of_one_line_is_the_model() -> None:
    dialect = greeted()
    dialect.feed(b"QD2430-BK\r\n", 0.1)
    assert [about.model for about in abouts(dialect.tick(0.5))] == ["QD2430-BK"]


def test_what_can_only_be_a_code_is_one_even_while_an_answer_is_due() -> None:
    dialect = greeted()
    dialect.feed(b"4006381333931\r]C1ABC-1\rQD2430\r4006381333932\r", 0.1)
    said = dialect.tick(0.5)
    assert codes(said) == [b"4006381333931", b"]C1ABC-1"]
    assert len(abouts(said)) == 1


def test_who_does_not_answer_is_not_asked_on() -> None:
    dialect = greeted()
    said = run_out(dialect, 0.0)
    assert notes(said) == ["no answer: identity"]
    assert sent(said) == []


@pytest.fixture
def served(link: Path, settings: ScannerSettings, inbox: Inbox) -> Served:
    return Served(link, replace(settings, driver="datalogic"), inbox)


def test_a_scanner_says_what_it_is_and_is_enabled_again_after_not_on_file(
    served: Served, inbox: Inbox
) -> None:
    mind = DatalogicMind(enabled=False)
    with served.by(mind) as (scanner, watcher):
        assert inbox.next(DeviceKnown).spec.serial_number == "E19P28071"
        until(lambda: served.traces("status: S0"))
        watcher.signal(Signal.UNKNOWN)
        until(lambda: mind.signs == ["not on file"] and mind.enabled)
        scan(scanner, mind, "CODE")
        assert inbox.next(ScanRead).data == "CODE"
        watcher.switch(False)
        until(lambda: not mind.enabled)


def test_a_scanner_that_waits_for_its_ack_hears_the_signal_after_it(served: Served, inbox: Inbox) -> None:
    mind = DatalogicMind(ack=b"\x06", nak=b"\x15")
    served.settings = replace(served.settings, habits=Habits(terminator=Terminator.CR, acknowledge=True))
    with served.by(mind) as (scanner, watcher):
        inbox.next(DeviceKnown)
        until(lambda: served.traces("status: S0"))
        for number in range(3):
            scan(scanner, mind, f"CODE-{number}")
            assert inbox.next(ScanRead).data == f"CODE-{number}"
            watcher.signal(Signal.GOOD)
            until(lambda count=number + 1: mind.signs == ["good read"] * count)


def test_a_code_that_did_not_come_whole_is_asked_for_again() -> None:
    dialect = datalogic(Plain(Framer(Terminator.CR)), b"\x06", b"\x15")
    dialect.feed(b"HAL", 0.0)
    assert sent(dialect.tick(5.0)) == [b"\x15"]
    assert sent(dialect.feed(b"HALF\r", 6.0)) == [b"\x06"]
