"""Codes over SSI arrive whole and once, whatever the scanner and the wire do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmware_bridge.decode.dialect import Broken, Code
from firmware_bridge.decode.framing import Framer
from firmware_bridge.decode.ssi import Ssi
from firmware_bridge.decode.ssi_packet import DECODER, Cause, Opcode, Packet, Status
from firmware_bridge.decode.ssi_words import CODE_ID, MULTIPACKET
from firmware_bridge.events import BrokenReason
from firmware_bridge.sim.ssi_device import Device
from firmware_bridge.sim.ssi_engine import Engine, Faults, message

from .ssi_wire import LONG, Wire, ready


def answers(wire: Wire) -> list[int]:
    return [packet.opcode for packet in wire.engine.answers]


def test_a_code_is_acknowledged_and_has_its_identifier() -> None:
    wire = ready()
    wire.scan("4006381333931", "]E0")
    wire.run(0.2)
    assert [said for said in wire.said if isinstance(said, Code)] == [Code(b"]E04006381333931")]
    assert wire.engine.delivered == 1


def test_a_scanner_that_knows_no_identifiers_gives_the_code_type() -> None:
    wire = ready(unknown=frozenset({CODE_ID}))
    wire.scan("4006381333931", "]E0")
    wire.run(0.2)
    assert wire.said[-1] == Code(b"4006381333931", "]E0")
    assert "not taken by the scanner: AIM identifiers (2D)" in wire.notes


def test_a_text_that_only_looks_like_an_identifier_stays_where_none_are_sent() -> None:
    wire = ready(deaf=frozenset({CODE_ID}))
    wire.scan("]E0REAL", "]C0")
    wire.run(0.2)
    assert wire.said[-1] == Code(b"]E0REAL", "]C0")


def test_a_long_code_in_packets_is_joined() -> None:
    wire = ready()
    wire.scan(LONG)
    wire.run()
    assert wire.codes == [LONG]
    assert answers(wire).count(Opcode.ACK) == 5  # four packets, and the settings that were read back


def test_a_scanner_that_wants_one_ack_a_code_gets_one() -> None:
    wire = ready(deaf=frozenset({MULTIPACKET}))
    wire.engine.device.parameters[MULTIPACKET] = 1
    wire.take(
        wire.ssi.feed(Packet(Opcode.PARAM_SEND, bytes.fromhex("FF F0 4E 01"), DECODER).encode(), wire.now)
    )
    wire.engine.answers.clear()
    wire.scan(LONG)
    wire.run()
    assert wire.codes == [LONG]
    assert answers(wire) == [Opcode.ACK]


def test_a_code_longer_than_the_limit_is_told_and_not_kept() -> None:
    wire = Wire(ssi=Ssi(Framer(max_length=500))).hello()
    wire.scan(LONG, None)
    wire.run()
    assert wire.broken == [Broken(BrokenReason.TOO_LONG, 900)]
    assert wire.engine.delivered == 1


def test_a_retransmit_of_what_was_read_is_acknowledged_and_dropped() -> None:
    wire = ready()
    wire.engine.faults.lost_acks = 2
    wire.scan("ONCE")
    wire.run(6)
    assert wire.codes == ["ONCE"]
    assert wire.engine.delivered == 1
    wire.engine.faults.doubled = True
    wire.scan("TWICE")
    wire.run(6)
    assert wire.codes == ["ONCE", "TWICE"]


def test_the_same_code_scanned_again_is_a_new_one() -> None:
    wire = ready()
    for _ in range(3):
        wire.scan("SAME")
        wire.run(0.3)
    assert wire.codes == ["SAME"] * 3


def test_a_retransmit_of_what_never_came_whole_is_taken_even_if_the_same_was_read_before() -> None:
    wire = ready()
    wire.scan("SAME")
    wire.run(0.3)
    for bit in (0, 1, 7, 15, 17, 26, 40, 60, 80, 90):  # length, opcode, source, status, data, checksum
        wire.engine.faults.flips.append(bit)
        wire.scan("SAME")
        wire.run(3)
    assert wire.codes == ["SAME"] * 11
    assert wire.engine.failed == 0


def test_a_damaged_retransmit_does_not_make_two_codes_of_one() -> None:
    wire = ready()
    wire.engine.faults.lost_acks = 1
    wire.engine.faults.flips.extend([None, 60])
    wire.scan("ONCE")
    wire.run(8)
    assert wire.codes == ["ONCE"]
    assert wire.engine.delivered == 1


def test_a_wrong_checksum_is_refused_at_once_with_its_cause() -> None:
    wire = ready()
    wire.engine.faults.flips.append(50)
    wire.scan("WHOLE")
    wire.run(0.1)
    assert Packet(Opcode.NAK, bytes((Cause.RESEND,))) in wire.engine.answers
    assert wire.codes == ["WHOLE"]


@pytest.mark.parametrize("part", [0, 1, 2, 3])
@pytest.mark.parametrize("bit", [3, 9, 30, 700])
def test_one_damaged_packet_of_a_long_code_is_sent_again(part: int, bit: int) -> None:
    wire = ready()
    wire.engine.faults.flips.extend([*[None] * part, bit])
    wire.scan("Z" * 900)
    wire.run(8)
    assert wire.codes == ["Z" * 900]


def test_a_code_whose_rest_never_comes_is_told_and_its_rest_is_no_code() -> None:
    wire = ready()
    first, second, *_, last = message(3, LONG.encode())
    wire.noise(first.encode())
    wire.run(6)
    assert [broken.reason for broken in wire.broken] == [BrokenReason.INCOMPLETE]
    late = [Packet(p.opcode, p.data, DECODER, p.status | Status.RETRANSMIT) for p in (second, last)]
    wire.noise(late[0].encode())
    wire.run(0.2)
    wire.noise(last.encode())
    wire.run(3)
    assert wire.codes == []
    wire.scan("NEXT")
    wire.run()
    assert wire.codes == ["NEXT"]


def test_a_new_code_does_not_end_one_that_was_broken_off() -> None:
    wire = ready()
    wire.noise(message(3, LONG.encode())[0].encode())
    wire.run(2.5)
    wire.scan("NEXT")
    wire.run()
    assert wire.codes == ["NEXT"]
    assert [broken.reason for broken in wire.broken] == [BrokenReason.INCOMPLETE]


def test_packets_of_a_scanner_that_waits_for_no_ack_are_not_joined_over_a_gap() -> None:
    wire = ready()
    parts = [packet.encode() for packet in message(3, LONG.encode())]
    damaged = bytearray(parts[1])
    damaged[20] ^= 1
    wire.noise(parts[0] + bytes(damaged) + parts[2] + parts[3])
    wire.run(0.1)
    assert wire.codes == []
    assert [broken.reason for broken in wire.broken] == [BrokenReason.INCOMPLETE]


def test_the_late_rest_of_a_stalled_packet_is_no_code() -> None:
    for size in range(1, 20):
        wire = Wire().hello(0.0)  # not set up: text would be taken as raw data
        packet = message(0x0B, b"4006381333931")[0].encode()
        wire.noise(packet[:size])
        wire.run(1)
        wire.noise(packet[size:])
        wire.run(1)
        assert [code for code in wire.codes if code] == [], size


def test_a_reader_that_was_held_up_takes_no_silence_for_the_scanners() -> None:
    wire = ready()
    packet = message(3, b"SLOW")[0].encode()
    wire.take(wire.ssi.feed(packet[:6], wire.now))
    wire.now += 30  # the owner of the scan before was slow; the rest waits to be read
    wire.take(wire.ssi.tick(wire.now))
    wire.take(wire.ssi.feed(packet[6:], wire.now))
    assert wire.codes == ["SLOW"]


def test_a_packet_nobody_knows_is_refused_as_out_of_place() -> None:
    wire = ready()
    wire.noise(Packet(0x99, b"?", DECODER).encode())
    wire.run(0.1)
    assert wire.engine.answers[-1] == Packet(Opcode.NAK, bytes((Cause.BAD_CONTEXT,)))


def test_an_unplug_in_the_midst_cuts_the_code() -> None:
    ssi = Ssi(Framer())
    ssi.feed(message(3, LONG.encode())[0].encode(), 0.0)
    ssi.feed(message(3, LONG.encode())[1].encode()[:30], 0.0)
    assert list(ssi.abandon()) == [Broken(BrokenReason.CUT_BY_UNPLUG, 250 + 30)]
    assert list(Ssi(Framer()).abandon()) == []


junk = st.lists(
    st.sampled_from(
        [
            *(b"\x00", b"\x07", b"\xf3", b"\x00\x00", b"4006381333931", b"\r", b"]E0", b"\xff" * 40),
            *(packet.encode() for packet in message(3, LONG.encode())),
            Packet(Opcode.ACK, b"", DECODER).encode(),
            Packet(Opcode.NAK, b"\x01", DECODER).encode(),
            Packet(Opcode.PARAM_SEND, b"\xff\xee\x01\xf0\x4e\x01", DECODER).encode(),
        ]
    )
    | st.binary(max_size=40),
    max_size=20,
)


@given(junk, st.lists(st.sampled_from([0.0, 0.05, 0.25, 1.0, 3.0, 11.0]), max_size=20), st.booleans())
def test_nothing_raises_and_nothing_grows(pieces: list[bytes], pauses: list[float], silent: bool) -> None:
    wire = Wire(Engine(faults=Faults(silent=silent)), Ssi(Framer(max_length=600))).hello(0.1)
    for number, piece in enumerate(pieces):
        wire.noise(piece)
        wire.run(pauses[number] if number < len(pauses) else 0.0)
        assert wire.ssi.pending < 600 + 2 * 257
    wire.ssi.abandon()


# Every bit but those of the status byte: one of them is all that tells a retransmit from a second reading.
# The shortest packet has 11 bytes; from -1 down they are counted from the end.
BITS = [*range(24), *range(32, 88), *range(-56, 0)]
texts = st.sampled_from(["4006381333931", "A", "SAME", "SAME", LONG, LONG[:251], "Z" * 600, "5" * 247])
bad = st.tuples(st.just("flips"), st.sampled_from(BITS)) | st.tuples(st.just("cuts"), st.integers(0, 30))


@settings(deadline=None)
@given(
    st.lists(texts, min_size=1, max_size=5),
    st.lists(st.none() | bad, max_size=8),
    st.integers(0, 2),
    st.integers(0, 64),
    st.sampled_from([0, 0, 1, 2]),
)
def test_over_a_bad_wire_no_code_is_doubled_changed_or_lost_unsaid(
    codes: list[str], faults: list[tuple[str, int] | None], lost_acks: int, chunk: int, mode: int
) -> None:
    """In one transmission after the other a bit is turned or the end is cut, ACKs are lost, in any chunks."""
    kept = frozenset({MULTIPACKET}) if mode else frozenset[int]()
    wire = Wire(Engine(Device(deaf=kept)), chunk=chunk)
    wire.engine.device.parameters[MULTIPACKET] = mode
    wire.hello()
    if mode:  # there a packet that is lost without a trace cannot be missed: nothing is numbered
        faults = [fault for fault in faults if fault != ("cuts", 0)]
    for fault in faults:
        wire.engine.faults.flips.append(fault[1] if fault and fault[0] == "flips" else None)
        wire.engine.faults.cuts.append(fault[1] if fault and fault[0] == "cuts" else None)
    wire.engine.faults.lost_acks = lost_acks
    for code in codes:
        failed, read = wire.engine.failed, len(wire.codes)
        wire.scan(code)
        wire.run(40)
        assert not wire.engine.busy
        now_read = wire.codes[read:]
        assert now_read in ([], [code])
        if wire.engine.failed == failed:
            assert now_read == [code]


@given(st.lists(texts, min_size=1, max_size=6), st.integers(1, 300))
def test_every_valid_stream_survives_any_chunking(codes: list[str], chunk: int) -> None:
    wire = Wire(chunk=chunk).hello()
    wire.noise(b"".join(packet.encode() for code in codes for packet in message(3, code.encode())))
    wire.run(0.1)
    assert wire.codes == codes
