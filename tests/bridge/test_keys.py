"""Key events become codes: whole ones only, whatever was lost on the way."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_bridge.decode.dialect import Broken, Code, Note, Said, Send
from firmware_bridge.decode.framing import Terminator
from firmware_bridge.decode.input_event import (
    EV_KEY,
    EV_LED,
    EV_SYN,
    LED_CAPS_LOCK,
    LONG_32,
    LONG_64,
    SYN_DROPPED,
    SYN_REPORT,
    packed,
)
from firmware_bridge.decode.keys import Wedge
from firmware_bridge.decode.layouts import LAYOUTS
from firmware_bridge.events import BrokenReason
from firmware_bridge.sim.typist import by_number, events, presses, strokes, typed

DROPPED = packed(EV_SYN, SYN_DROPPED, 0)
REPORT = packed(EV_SYN, SYN_REPORT, 0)
LATER = 100.0  # long after the opening


def said(stream: bytes, wedge: Wedge | None = None) -> list[Said]:
    wedge = wedge or Wedge()
    return [one for one in wedge.feed(stream, LATER) if not isinstance(one, Note | Send)]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_code_is_read_on_each_layout(layout: str) -> None:
    text = {"ru": "0104006381333931\x1d10Ж", "he": "0104006381333931\x1d10א"}.get(layout, "0104\x1d10-Az/_+")
    assert said(typed(text + "\r", layout), Wedge(layout)) == [Code(text.encode())]


@pytest.mark.parametrize("end", ["\r", "\t", "\n"])
def test_enter_and_tab_end_a_code(end: str) -> None:
    assert said(typed(f"ONE{end}TWO{end}")) == [Code(b"ONE"), Code(b"TWO")]


def test_the_keypads_enter_ends_a_code() -> None:
    assert said(events([*strokes("ONE"), ((), 96)])) == [Code(b"ONE")]


def test_only_the_end_that_was_named_ends_a_code() -> None:
    assert said(typed("A\tB\r"), Wedge(terminator=Terminator.CR)) == [Code(b"A\tB")]
    assert said(typed("A\rB\t"), Wedge(terminator=Terminator.TAB)) == [Code(b"A\rB")]


def test_a_code_may_be_typed_as_numbers() -> None:
    keys = [change for digits in ("0065", "066", "67", "029", "013") for change in by_number(digits)]
    assert said(presses(keys)) == [Code(b"ABC\x1d")]


def test_a_held_keys_repeats_are_no_keys() -> None:
    repeats = packed(EV_KEY, 30, 2) * 40
    assert said(packed(EV_KEY, 30, 1) + repeats + packed(EV_KEY, 30, 0) + typed("\r")) == [Code(b"a")]


def test_prefix_and_suffix_are_taken_off_and_missed() -> None:
    wedge = Wedge(prefix="<", suffix="#")
    assert said(typed("<A#\rB#\r"), wedge) == [Code(b"A"), Broken(BrokenReason.INCOMPLETE, 2)]


@pytest.mark.parametrize("form", [LONG_64, LONG_32])
def test_both_sizes_of_an_event_are_read(form: object) -> None:
    stream = typed("A\r")
    chosen = LONG_32 if form is LONG_32 else LONG_64
    events = LONG_64.iter_unpack(stream)
    assert said(b"".join(chosen.pack(*event) for event in events), Wedge(form=chosen)) == [Code(b"A")]


# What gets lost -----------------------------------------------------------------------------------


def test_a_full_queue_breaks_what_was_in_flight_and_says_so() -> None:
    wedge = Wedge()
    lost = typed("4006381") + DROPPED + packed(EV_KEY, 10, 1) * 2 + REPORT + typed("931\r")
    assert any(isinstance(one, Note) for one in wedge.feed(lost, LATER))
    assert said(typed("GOOD\r"), wedge) == [Code(b"GOOD")]
    assert said(lost) == [Broken(BrokenReason.INCOMPLETE, 10)]


def test_a_shift_that_was_lost_with_the_queue_does_not_stay() -> None:
    stream = packed(EV_KEY, 42, 1) + DROPPED + REPORT + typed("x\r") + typed("abc\r", at=1.0)
    assert said(stream)[-1] == Code(b"abc")


def test_a_lost_enter_does_not_join_two_codes() -> None:
    stream = typed("FIRST", at=5.0) + typed("SECOND\r", at=6.5)
    assert said(stream) == [Broken(BrokenReason.INCOMPLETE, 5), Code(b"SECOND")]


def test_a_pause_in_a_code_leaves_no_half_that_counts() -> None:
    """It may be one code that stalled, or two of which an end is missing: neither half is a code."""
    stream = typed("FIRST", at=5.0) + typed("SECOND\r", at=5.5) + typed("THIRD\r", at=5.6)
    assert said(stream) == [Broken(BrokenReason.INCOMPLETE, 11), Code(b"THIRD")]


def test_a_code_without_an_end_is_given_up_in_time() -> None:
    wedge = Wedge(patience=1.0)
    wedge.feed(typed("HALF"), LATER)
    assert (wedge.pending, wedge.due) == (4, LATER + 1.0)
    assert not wedge.tick(LATER + 0.9)
    assert wedge.tick(LATER + 1.0) == [Broken(BrokenReason.INCOMPLETE, 4)]
    assert wedge.due is None


def test_a_scanner_without_an_end_key_ends_by_silence() -> None:
    wedge = Wedge(terminator=Terminator.NONE, quiet=0.05)
    assert not said(typed("WHOLE"), wedge)
    assert wedge.tick(LATER + 0.05) == [Code(b"WHOLE")]


def test_the_rest_of_a_code_that_was_begun_before_the_opening_is_no_code() -> None:
    assert said(packed(EV_KEY, 30, 0) + typed("31\rGOOD\r")) == [
        Broken(BrokenReason.INCOMPLETE, 2),
        Code(b"GOOD"),
    ]


def test_a_key_without_a_character_breaks_its_code() -> None:
    backspace = presses([(14, 1), (14, 0)])
    assert said(typed("AB") + backspace + typed("C\r") + typed("GOOD\r")) == [
        Broken(BrokenReason.INCOMPLETE, 4),
        Code(b"GOOD"),
    ]


def test_an_unplug_cuts_what_is_unfinished() -> None:
    wedge = Wedge()
    wedge.feed(typed("40063"), LATER)
    assert wedge.abandon() == [Broken(BrokenReason.CUT_BY_UNPLUG, 5)]
    assert wedge.abandon() == []


def test_a_code_beyond_the_limit_is_one_fault() -> None:
    assert said(typed("x" * 500 + "\rGOOD\r"), Wedge(max_length=100)) == [
        Broken(BrokenReason.TOO_LONG, 500),
        Code(b"GOOD"),
    ]


def test_the_scanner_is_told_that_caps_lock_is_off() -> None:
    off = Send(packed(EV_LED, LED_CAPS_LOCK, 0) + REPORT)
    wedge = Wedge()
    assert wedge.hello(LATER) == [off]
    assert wedge.feed(packed(EV_LED, LED_CAPS_LOCK, 1), LATER) == [off]
    assert wedge.feed(packed(EV_LED, LED_CAPS_LOCK, 0), LATER) == []


# Any bytes ----------------------------------------------------------------------------------------

codes = st.lists(st.sampled_from([30, 42, 56, 29, 100, 58, 28, 15, 79, 82, 26, 27, 14, 57, 3, 200, 767]))
keys = codes.map(lambda many: presses([(code, value) for code in many for value in (1, 0)]))
anything = st.lists(st.one_of(st.binary(max_size=60), keys, st.just(DROPPED), st.just(REPORT)), max_size=12)


@given(st.sampled_from([*LAYOUTS, "klingon"]), st.sampled_from(Terminator), anything, st.integers(0, 20))
def test_no_bytes_break_it_and_nothing_grows(
    layout: str, terminator: Terminator, chunks: list[bytes], limit: int
) -> None:
    wedge = Wedge(layout, terminator, limit)
    wedge.hello(0.0)
    for now, chunk in enumerate(chunks):
        for one in (*wedge.tick(float(now)), *wedge.feed(chunk, float(now))):
            assert not isinstance(one, Code) or len(one.data.decode()) <= limit + 1
        assert len(wedge._typed) <= limit
        assert len(wedge._keyboard._digits) <= 8
    wedge.abandon()


texts = st.lists(st.text("ABCxyz019-/ \x1d", min_size=1, max_size=30), max_size=6)


@given(texts, st.lists(st.integers(0, 20_000)))
def test_every_code_survives_any_chunking(sent: list[str], cuts: list[int]) -> None:
    stream = typed("".join(f"{text}\r" for text in sent))
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    wedge = Wedge()
    got = [one for start, end in pairwise(edges) for one in said(stream[start:end], wedge)]
    assert got == [Code(text.encode()) for text in sent]


@given(texts, st.data())
def test_a_queue_that_overflows_anywhere_never_makes_up_a_code(sent: list[str], data: st.DataObject) -> None:
    """Drop any run of events, mark it as the kernel does, and only codes that were sent come out."""
    stream = typed("".join(f"{text}\r" for text in sent))
    total = len(stream) // len(REPORT)
    first = data.draw(st.integers(0, total))
    last = data.draw(st.integers(first, total))
    torn = stream[: first * len(REPORT)] + DROPPED + REPORT + stream[last * len(REPORT) :]
    whole = [text.encode() for text in sent]
    got = [one.data for one in said(torn) if isinstance(one, Code)]
    assert set(got) <= set(whole)
