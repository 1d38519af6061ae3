"""A badge's secret is never shown, however its bytes arrive."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_bridge.events import DeviceKind, Trace
from station.adapters.bridge.veil import MASK, exchanges
from station.device_ports import Exchange

AT = datetime(2026, 11, 22, tzinfo=UTC)
SECRET = "SECRET0123456789ABCDEFGHIJKL"
BADGE = f"$ID-{SECRET}"


def trace(data: bytes, *meaning: str, sent: bool = False) -> Trace:
    return Trace("usb:1", AT, sent, data, meaning)


def shown(*traces: Trace, kind: DeviceKind = DeviceKind.SERIAL) -> tuple[Exchange, ...]:
    return exchanges(traces, kind)


def test_bytes_are_shown_as_hex_as_characters_and_by_what_they_mean() -> None:
    (one,) = shown(trace(b"]E0401\x1d\r\xff", "code ]E0401\x1d"))
    assert one.hex == "5d 45 30 34 30 31 1d 0d ff"
    assert one.text == "]E0401␝␍·"
    assert one.meaning == ("code ]E0401␝",)


def test_a_long_read_shows_its_beginning() -> None:
    (one,) = shown(trace(b"A" * 500))
    assert one.text == "A" * 64 + "…"


def test_a_badge_in_one_piece_is_masked_in_bytes_and_in_words() -> None:
    (one,) = shown(trace(BADGE.encode() + b"\r", f"code {BADGE}"))
    assert (one.text, one.hex) == (MASK * 4, "")
    assert one.meaning == (f"code $ID-{MASK * 4}",)


@given(st.lists(st.integers(1, len(BADGE)), max_size=6), st.booleans())
def test_a_badge_in_any_pieces_is_masked(cuts: list[int], finished: bool) -> None:
    data = BADGE.encode() + b"\r"
    places = [0, *sorted(set(cuts)), len(data)]
    pieces = [data[a:b] for a, b in pairwise(places) if a < b]
    traces = [trace(b"BEFORE\r", "code BEFORE"), *map(trace, pieces[:-1])]
    traces += [trace(pieces[-1], f"code {BADGE}")] if finished else []
    first, *rest = shown(*traces)
    assert first.text == "BEFORE␍"
    seen = "".join(one.text for one in rest)
    assert not any(letter in seen for letter in SECRET.replace("I", "").replace("D", "")), seen


def test_a_badge_behind_the_bytes_of_a_protocol_is_masked() -> None:
    packet = b"\x2a\xf3\x00\x00\x03" + BADGE.encode() + b"\xf0\x11"
    (one,) = shown(trace(packet))
    assert SECRET[:3] not in one.text
    assert one.text.startswith("*·␀␀␃")


def test_a_badge_that_was_cut_off_is_masked_and_what_follows_is_not() -> None:
    cut, after = shown(
        trace(BADGE[:9].encode()), trace(b"\rNEXT\r", "no code: incomplete, 9 bytes", "code NEXT")
    )
    assert (cut.text, cut.hex) == (MASK * 4, "")
    assert after.text == "␍NEXT␍"


def test_what_is_sent_to_a_device_is_shown() -> None:
    assert shown(trace(b"\x16\x07\r", sent=True))[0].text == "␖␇␍"


@pytest.mark.parametrize("meaning", [(), ("code ABC",)])
def test_the_keys_of_a_keyboard_are_never_shown_but_its_codes_are(meaning: tuple[str, ...]) -> None:
    (one,) = shown(trace(b"\x1e\x30\x2e", *meaning), kind=DeviceKind.KEYBOARD)
    assert set(one.text) == {MASK}
    assert one.meaning == meaning
