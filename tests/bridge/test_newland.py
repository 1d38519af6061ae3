"""Newland's answers are framed, and are taken out of the stream whatever stands around them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_bridge.decode.dialect import Signal
from firmware_bridge.decode.framing import Framer, Terminator
from firmware_bridge.decode.newland import Newland, newland
from firmware_bridge.decode.plain import Plain
from firmware_bridge.events import DeviceKnown, ScanBroken, ScanRead
from firmware_bridge.sim.newland import NewlandMind
from firmware_bridge.supervisor import ScannerSettings

from .conftest import Inbox, until
from .spoken import Served, abouts, codes, cuts, faults, feed, notes, pieces, run_out, sent

ASKED = b"~\x010000#QRYSYS;\x03"
ANSWER = NewlandMind()(ASKED)
BEEPED = b"\x02\x010000#BEEPON2700F80T20V\x06;\x03"


def greeted(terminator: Terminator = Terminator.CR) -> Newland:
    dialect = newland(Plain(Framer(terminator)))
    assert sent(dialect.hello(0.0)) == [ASKED]
    return dialect


parts = st.lists(st.sampled_from([b"ABC-1\r", b"4006381333931\r", ANSWER, BEEPED]), max_size=8)


@given(parts, cuts)
def test_answers_never_pass_for_codes(sequence: list[bytes], where: list[int]) -> None:
    said = feed(greeted(), pieces(b"".join(sequence), where), 0.1)
    assert codes(said) == [part[:-1] for part in sequence if part.endswith(b"\r")]
    assert len(abouts(said)) == sequence.count(ANSWER)


@given(cuts)
def test_codes_framed_by_stx_and_etx_are_told_from_answers(where: list[int]) -> None:
    stream = b"\x02ONE\x03" + BEEPED + b"\x02TWO\x03" + ANSWER
    assert codes(feed(greeted(Terminator.ETX), pieces(stream, where), 0.1)) == [b"ONE", b"TWO"]


def test_an_answer_ends_a_code_without_a_terminator() -> None:
    dialect = greeted(Terminator.AUTO)
    said = dialect.feed(b"ONE" + BEEPED + b"TWO", 0.1)
    assert codes([*said, *run_out(dialect, 0.2)]) == [b"ONE", b"TWO"]


def test_the_identity_is_read_from_lines_or_field_by_field() -> None:
    [about] = abouts(greeted().feed(ANSWER, 0.1))
    assert (about.model, about.firmware, about.serial_number) == ("NLS-HR32", "3.01.017", "FM1A2B3C")
    mind, dialect = NewlandMind(unknown=frozenset({"QRYSYS"})), greeted()
    said = list(dialect.feed(mind(ASKED), 0.1))
    assert "ENQ" in notes(said)[0]
    for _ in range(3):
        [command] = sent(said)[-1:]
        said += dialect.feed(mind(command), 0.2)
    assert [(each.model, each.firmware, each.serial_number) for each in abouts(said)] == [
        ("NLS-HR32", "", ""),
        ("", "3.01.017", ""),
        ("", "", "FM1A2B3C"),
    ]


def test_an_answer_in_other_letters_or_without_a_status_is_read() -> None:
    said = greeted().feed(b"\x02\x010000@qrysysModel: HR22\r\nSN: 77\r\n;\x03", 0.1)
    assert [(about.model, about.serial_number) for about in abouts(said)] == [("HR22", "77")]


def test_half_an_answer_is_told_and_what_follows_is_whole() -> None:
    dialect = greeted()
    dialect.feed(ANSWER[:20], 0.1)
    assert faults(run_out(dialect, 0.1))
    assert codes(dialect.feed(b"NEXT\r", 9.0)) == [b"NEXT"]


@pytest.fixture
def served(link: Path, settings: ScannerSettings, inbox: Inbox) -> Served:
    return Served(link, replace(settings, driver="newland"), inbox)


def test_a_scanner_says_what_it_is_beeps_and_is_switched(served: Served, inbox: Inbox) -> None:
    mind = NewlandMind()
    with served.by(mind) as (scanner, watcher):
        known = inbox.next(DeviceKnown).spec
        assert (known.vendor, known.model, known.serial_number) == ("Newland", "NLS-HR32", "FM1A2B3C")
        scanner.scan("CODE")
        assert inbox.next(ScanRead).data == "CODE"
        watcher.signal(Signal.DONE)
        watcher.switch(False)
        until(lambda: mind.signs == ["2000F80T20V", "2700F80T20V"] and not mind.enabled)
        watcher.switch(True)
        until(lambda: mind.enabled)


def test_a_scanner_that_never_answers_scans(served: Served, inbox: Inbox) -> None:
    with served.by(NewlandMind(mute=True)) as (scanner, _):
        until(lambda: served.traces("no answer: QRYSYS"))
        scanner.scan("CODE")
        assert inbox.next(ScanRead).data == "CODE"


def test_a_scanner_that_stalls_in_its_answer_is_told_and_scans(served: Served, inbox: Inbox) -> None:
    with served.by(NewlandMind(cut=9)) as (scanner, _):
        inbox.next(ScanBroken)
        scanner.scan("CODE")
        assert inbox.next(ScanRead).data == "CODE"
