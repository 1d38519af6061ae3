"""Every dialect with commands, under any bytes in any chunks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_bridge.decode.datalogic import datalogic
from firmware_bridge.decode.dialect import Dialect, Signal
from firmware_bridge.decode.framing import Framer, Terminator
from firmware_bridge.decode.honeywell import honeywell
from firmware_bridge.decode.newland import newland
from firmware_bridge.decode.plain import Plain

from .spoken import codes, cuts, feed, pieces, run_out, sent

Make = Callable[[Plain], Dialect]
DIALECTS: dict[str, Make] = {
    "honeywell": honeywell,
    "honeywell, acknowledged": partial(honeywell, acknowledge=True),
    "datalogic": datalogic,
    "datalogic, acknowledged": partial(datalogic, ack=b"\x06", nak=b"\x15"),
    "newland": newland,
}
every = pytest.mark.parametrize("make", DIALECTS.values(), ids=DIALECTS.keys())
# Bytes that mean something to one of them, and some that mean nothing.
tokens = st.sampled_from(
    [
        *(b"REVINF", b"Product Name: X\r\n", b"\x06.", b"\x15!", b"\x05", b"HSTACK1\x06!", b"\x16M\r"),
        *(b"\x02", b"\x01", b"\x02\x01", b"\x03", b"0000#QRYSYS", b"\x06;\x03", b"\x1b7,", b"i", b"\xff\x00"),
        *(b"4006381333931\r", b"ABC-1\r", b"\n", b"Serial Number: 1"),
    ]
)
noise = st.lists(tokens | st.binary(max_size=8), max_size=40).map(b"".join)


@every
@given(noise, cuts, st.sampled_from(Terminator), st.booleans())
def test_any_bytes_come_to_rest(
    make: Make, stream: bytes, where: list[int], terminator: Terminator, greeted: bool
) -> None:
    dialect = make(Plain(Framer(terminator)))
    if greeted:
        dialect.hello(0.0)
    for number, chunk in enumerate(pieces(stream, where)):
        now = number * 0.03
        dialect.feed(chunk, now)
        dialect.tick(now)
        dialect.signal(Signal.WRONG, now)
    run_out(dialect, 1.0)
    assert dialect.pending == 0
    dialect.feed(stream, 60.0)
    dialect.abandon()
    assert dialect.pending == 0


@every
def test_endless_noise_is_not_kept(make: Make) -> None:
    dialect = make(Plain(Framer(Terminator.CR)))
    dialect.hello(0.0)
    for _ in range(200):
        dialect.feed(b"\x02\x01REVINF~" * 100, 0.0)
    kept = sum(len(repr(getattr(dialect, name, b""))) for name in ("_held", "_kept"))
    assert kept < 40_000


texts = st.text("ABCDEFGHJK0123456789-./ ", min_size=1, max_size=20).map(lambda text: text.encode())


@every
@given(st.lists(texts, max_size=8), cuts)
def test_whole_codes_survive_any_chunking(make: Make, scanned: list[bytes], where: list[int]) -> None:
    dialect = make(Plain(Framer(Terminator.CR)))
    stream = b"".join(code + b"\r" for code in scanned)
    assert codes(feed(dialect, pieces(stream, where), 0.0)) == scanned


@every
def test_a_scanner_that_answers_nothing_is_greeted_once_and_scans_all_the_same(make: Make) -> None:
    dialect = make(Plain(Framer(Terminator.CR)))
    assert sent(dialect.hello(0.0))
    run_out(dialect, 0.0)
    assert codes(dialect.feed(b"CODE\r", 60.0)) == [b"CODE"]


@every
def test_each_signal_is_told_apart_and_beeps_stay_bounded(make: Make) -> None:
    told = {}
    for signal in Signal:
        dialect = make(Plain(Framer(Terminator.CR)))
        told[signal] = (*sent(dialect.signal(signal, 0.0)), *sent(run_out(dialect, 0.0)))
    assert len(set(told.values())) == len(Signal)
    assert all(told.values())
