"""Bytes become frames in one way, however they are chopped up on the wire."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_bridge.decode.framing import MAX_LENGTH, Frame, Framer, Terminator
from firmware_bridge.events import BrokenReason

TABLE: list[tuple[Terminator, bytes, list[bytes]]] = [
    (Terminator.CR, b"A\rB\r", [b"A", b"B"]),
    (Terminator.CR, b"A\r\nB\r\n", [b"A", b"\nB"]),
    (Terminator.LF, b"A\nB\n", [b"A", b"B"]),
    (Terminator.CRLF, b"A\r\nB\r\n", [b"A", b"B"]),
    (Terminator.CRLF, b"A\rB\r\n", [b"A\rB"]),
    (Terminator.TAB, b"A\tB\t", [b"A", b"B"]),
    (Terminator.ETX, b"\x02A\x03\x02B\x03", [b"A", b"B"]),
    (Terminator.ETX, b"\x02A\x03L\x02B\x03L", [b"A", b"B"]),
    (Terminator.AUTO, b"A\rB\nC\r\nD", [b"A", b"B", b"C", b"D"]),
    (Terminator.AUTO, b"\r\n\r\nA\r\n", [b"A"]),
    (Terminator.NONE, b"A\rB", [b"A\rB"]),
]


@pytest.mark.parametrize(("terminator", "stream", "codes"), TABLE)
def test_each_terminator_ends_a_code(terminator: Terminator, stream: bytes, codes: list[bytes]) -> None:
    framer = Framer(terminator)
    frames = framer.feed(stream)
    if terminator in {Terminator.AUTO, Terminator.NONE}:
        frames += framer.idle()
    assert [frame.data for frame in frames if frame.fault is None] == codes


def test_silence_ends_a_code_or_says_that_its_ending_never_came() -> None:
    assert whole(Framer(Terminator.NONE), b"CODE") == [Frame(b"CODE", 4)]
    assert whole(Framer(Terminator.CR), b"CODE") == [Frame(b"", 4, BrokenReason.INCOMPLETE)]
    assert Framer(Terminator.AUTO).silence < Framer(Terminator.CR).silence


def test_a_device_that_ends_its_codes_may_pause_within_them() -> None:
    framer = Framer(Terminator.AUTO)
    assert framer.silence == framer.quiet
    framer.feed(b"FIRST\rSEC")
    assert framer.silence == framer.patience
    assert framer.feed(b"OND\r") == [Frame(b"SECOND", 6)]
    framer.feed(b"NO ENDING")
    assert framer.idle() == [Frame(b"NO ENDING", 9)]
    assert framer.silence == framer.quiet


def test_silence_after_a_whole_code_says_nothing() -> None:
    assert whole(Framer(Terminator.CR), b"CODE\r") == [Frame(b"CODE", 4)]


def test_an_unplug_cuts_what_is_unfinished() -> None:
    framer = Framer(Terminator.AUTO)
    framer.feed(b"400638")
    assert framer.abandon() == [Frame(b"", 6, BrokenReason.CUT_BY_UNPLUG)]
    assert framer.abandon() == []


@pytest.mark.parametrize("terminator", [Terminator.CR, Terminator.CRLF, Terminator.AUTO])
def test_noise_is_one_fault_and_the_next_code_is_whole(terminator: Terminator) -> None:
    ending = {Terminator.CRLF: b"\r\n"}.get(terminator, b"\r")
    frames = Framer(terminator).feed(b"~" * 10_240 + ending + b"CODE" + ending)
    assert frames == [Frame(b"", 10_240, BrokenReason.TOO_LONG), Frame(b"CODE", 4)]


def test_the_longest_code_is_whole_and_one_more_byte_is_too_long() -> None:
    longest = b"x" * MAX_LENGTH
    assert Framer(Terminator.CRLF).feed(longest + b"\r\n") == [Frame(longest, MAX_LENGTH)]
    assert Framer(Terminator.CRLF).feed(longest + b"x\r\n")[0].fault is BrokenReason.TOO_LONG


def test_noise_without_any_ending_is_over_when_the_line_is_quiet() -> None:
    assert whole(Framer(Terminator.CR), b"~" * 5000) == [Frame(b"", 5000, BrokenReason.TOO_LONG)]


def test_a_start_within_a_code_breaks_the_code_before_it() -> None:
    frames = Framer(Terminator.ETX).feed(b"\x02HALF\x02WHOLE\x03TORN\x03")
    assert [(frame.data, frame.fault) for frame in frames] == [
        (b"", BrokenReason.INCOMPLETE),
        (b"WHOLE", None),
        (b"", BrokenReason.INCOMPLETE),
    ]


AFFIXES: list[tuple[Terminator, bytes, bytes, bytes, list[bytes | None]]] = [
    (Terminator.CR, b"<", b">", b"<A>\r<B>\r", [b"A", b"B"]),
    (Terminator.CR, b"<", b">", b"A>\r<B\r<C>\r", [None, None, b"C"]),
    (Terminator.CR, b"ab", b"ba", b"aba\rabba\r", [None, b""]),  # one byte cannot be of both
    (Terminator.CRLF, b"", b"\x03", b"A\x03\r\n", [b"A"]),
    (Terminator.ETX, b"#1 ", b"", b"\x02#1 A\x03L", [b"A"]),
    (Terminator.AUTO, b"", b"\x1e", b"A\x1e\nB\r", [b"A", None]),
    (Terminator.NONE, b"", b"$$", b"A$B$$C$$", [b"A$B", b"C"]),
    (Terminator.NONE, b"<", b"", b"<A", [b"A"]),
]


@pytest.mark.parametrize(("terminator", "prefix", "suffix", "stream", "codes"), AFFIXES)
def test_a_code_without_its_prefix_or_suffix_lost_a_part_on_its_way(
    terminator: Terminator, prefix: bytes, suffix: bytes, stream: bytes, codes: list[bytes | None]
) -> None:
    framer = Framer(terminator, prefix=prefix, suffix=suffix)
    frames = whole(framer, stream)
    assert [None if frame.fault else frame.data for frame in frames] == codes
    assert {frame.fault for frame in frames if frame.fault} <= {BrokenReason.INCOMPLETE}


def test_a_suffix_that_ends_codes_is_missed_like_any_ending() -> None:
    framer = Framer(Terminator.NONE, suffix=b"$$")
    assert framer.silence == framer.patience
    assert whole(framer, b"A$") == [Frame(b"", 2, BrokenReason.INCOMPLETE)]


streams = st.lists(
    st.sampled_from(
        [b"A", b"4006381333931", b"]E0", b"\r", b"\n", b"\t", b"\x02", b"\x03", b"\x1d", b"\xff"]
    ),
    max_size=30,
).map(b"".join)


affixes = st.sampled_from([b"", b"A", b"AA", b"\r\n\r"])


@given(
    st.sampled_from(Terminator), streams, st.lists(st.integers(0, 200)), st.integers(1, 20), affixes, affixes
)
def test_any_chunking_gives_the_same_frames(
    terminator: Terminator, stream: bytes, cuts: list[int], limit: int, prefix: bytes, suffix: bytes
) -> None:
    at_once, chunked = (Framer(terminator, max_length=limit, prefix=prefix, suffix=suffix) for _ in range(2))
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    pieces = [frame for start, end in pairwise(edges) for frame in chunked.feed(stream[start:end])]
    assert pieces + chunked.idle() == whole(at_once, stream)


@given(st.sampled_from(Terminator), streams, st.integers(1, 20))
def test_no_byte_is_counted_twice_and_no_code_is_too_long(
    terminator: Terminator, stream: bytes, limit: int
) -> None:
    frames = whole(Framer(terminator, max_length=limit), stream)
    assert sum(frame.size for frame in frames) <= len(stream)
    assert all(len(frame.data) <= limit for frame in frames)
    assert all(frame.size == len(frame.data) for frame in frames if frame.fault is None)


@pytest.mark.parametrize("terminator", Terminator)
def test_what_is_kept_of_endless_noise_is_bounded(terminator: Terminator) -> None:
    framer = Framer(terminator, suffix=b"$$")
    for _ in range(1000):
        framer.feed(b"~" * 4096)
    assert framer.pending == 4096 * 1000
    assert len(framer._kept) <= MAX_LENGTH + 2


def whole(framer: Framer, stream: bytes) -> list[Frame]:
    """Feed everything, then let the line be quiet."""
    return framer.feed(stream) + framer.idle()
