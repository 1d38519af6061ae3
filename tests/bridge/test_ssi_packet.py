"""SSI packets are made and cut out of any stream as the published ones are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_bridge.decode.ssi_packet import (
    DECODER,
    HOST,
    MAX_DATA,
    Cause,
    Cutter,
    Damaged,
    Opcode,
    Packet,
    Piece,
    Status,
    Stray,
    parse,
)
from firmware_bridge.decode.ssi_words import (
    about,
    aim_of,
    ask_parameters,
    describe,
    parameter_number,
    read_numbers,
    read_parameters,
    set_parameters,
)

PERMANENT = int(Status.PERMANENT)

# Published packets with their source. The last ones are computed by us: they agree, but prove nothing by
# themselves.
PUBLISHED: list[tuple[str, str, Packet]] = [
    ("motorola-ssi test", "04 10 04 00 FF E8", Packet(0x10)),
    ("motorola-ssi test", "07 F3 00 00 01 4E 52 FE 65", Packet(Opcode.DECODE_DATA, b"\x01NR", DECODER)),
    (
        "Zebra DS457 reference p6-31",
        "0A 80 04 00 00 06 20 00 00 FF FE 4D",
        Packet(Opcode.MANAGEMENT, bytes.fromhex("00 06 20 00 00 FF")),
    ),
    (
        "Zebra DS457 reference",
        "0C 80 00 00 00 08 20 00 00 F0 00 F0 FD 6C",
        Packet(Opcode.MANAGEMENT, bytes.fromhex("00 08 20 00 00 F0 00 F0"), DECODER),
    ),
    (
        "Zebra DS457 reference",
        "08 80 00 00 00 04 06 00 FF 6E",
        Packet(Opcode.MANAGEMENT, bytes.fromhex("00 04 06 00"), DECODER),
    ),
    ("clone sheet", "04 D0 00 00 FF 2C", Packet(Opcode.ACK, b"", DECODER)),
    ("clone sheet", "05 D1 00 00 06 FF 24", Packet(Opcode.NAK, bytes((Cause.DENIED,)), DECODER)),
    ("clone sheet", "04 A3 04 00 FF 55", Packet(Opcode.REQUEST_REVISION)),
    ("clone sheet", "04 E4 04 00 FF 14", Packet(Opcode.START)),
    ("clone sheet", "04 E5 04 00 FF 13", Packet(Opcode.STOP)),
    (
        "clone sheet",
        "07 C6 04 08 00 8A 08 FE 95",
        Packet(Opcode.PARAM_SEND, b"\x00\x8a\x08", HOST, PERMANENT),
    ),
    ("clone sheet", "08 C6 04 08 00 F2 FF 00 FD 35", Packet(0xC6, b"\x00\xf2\xff\x00", HOST, PERMANENT)),
    ("clone sheet", "07 C6 04 08 00 9C 0A FE 81", Packet(0xC6, b"\x00\x9c\x0a", HOST, PERMANENT)),
    ("computed", "04 D0 04 00 FF 28", Packet(Opcode.ACK)),
    ("computed", "05 D1 04 00 01 FF 25", Packet(Opcode.NAK, bytes((Cause.RESEND,)))),
    ("computed", "05 E6 04 00 00 FF 11", Packet(Opcode.BEEP, b"\x00")),
    ("computed", "05 E6 04 00 13 FE FE", Packet(Opcode.BEEP, b"\x13")),
    ("computed", "05 E7 04 00 01 FF 0F", Packet(Opcode.LED_ON, b"\x01")),
    ("computed", "05 E8 04 00 01 FF 0E", Packet(Opcode.LED_OFF, b"\x01")),
    ("computed", "04 E9 04 00 FF 0F", Packet(Opcode.SCAN_ENABLE)),
    ("computed", "04 EA 04 00 FF 0E", Packet(Opcode.SCAN_DISABLE)),
    ("computed", "09 C6 04 00 FF EE 01 9F 01 FC 9F", set_parameters({0xEE: 1, 0x9F: 1})),
]


@pytest.mark.parametrize(("source", "wire", "packet"), PUBLISHED, ids=lambda value: str(value)[:24])
def test_each_published_packet_is_read_and_written(source: str, wire: str, packet: Packet) -> None:
    assert packet.encode() == bytes.fromhex(wire)
    assert parse(bytes.fromhex(wire)) == packet


def test_each_published_packet_of_a_decoder_is_cut_out_of_one_stream() -> None:
    sent = [packet for _, _, packet in PUBLISHED if packet.source == DECODER]
    assert len(sent) == 5
    assert Cutter().feed(b"".join(packet.encode() for packet in sent)) == sent


@pytest.mark.parametrize("wire", ["", "04", "04 D0 00 00 FF", "04 D0 00 00 FF 2D", "03 D0 00 FF 2D"])
def test_what_is_no_packet_is_none(wire: str) -> None:
    assert parse(bytes.fromhex(wire)) is None


def test_a_packet_right_behind_noise_is_found() -> None:
    packet = Packet(Opcode.DECODE_DATA, b"\x01NR", DECODER)
    for noise in (b"\x00", b"\xff", b"30\r\n", b"\x07\xf3", b"\x07\xf3\x00", b"\xff\xff\x00", b"\x09" * 300):
        assert Cutter().feed(noise + packet.encode()) == [Stray(noise), packet]


def test_a_damaged_packet_is_skipped_whole_and_never_searched() -> None:
    inner = Packet(Opcode.DECODE_DATA, b"\x01WRONG", DECODER).encode()
    outer = bytearray(Packet(Opcode.DECODE_DATA, b"\x01" + inner, DECODER).encode())
    outer[-1] ^= 1
    behind = Packet(Opcode.ACK, b"", DECODER)
    pieces = Cutter().feed(bytes(outer) + behind.encode())
    assert pieces == [Damaged(Opcode.DECODE_DATA, 0, len(outer)), behind]


def test_half_a_packet_is_given_up_in_silence_and_the_next_is_whole() -> None:
    packet = Packet(Opcode.DECODE_DATA, b"\x0b4006381333931", DECODER)
    cutter = Cutter()
    assert cutter.feed(packet.encode()[:9]) == []
    assert cutter.pending == 9
    assert cutter.silence() == [Damaged(Opcode.DECODE_DATA, 0, 9, cut=True)]
    assert cutter.feed(packet.encode()) == [packet]


def test_status_bits_that_devices_were_seen_to_set_are_taken() -> None:
    # Published by an Android library that speaks to real devices: a management reply with bit 7.
    wire = bytes.fromhex("0f 80 00 80 00 0b 02 00 01 92 42 07 00 ff ff fc 0a")
    assert Cutter().feed(wire) == [Packet(0x80, wire[4:-2], DECODER, 0x80)]


@pytest.mark.parametrize("status", [0x04, 0x08, 0x10, 0x40, 0xFC])
def test_a_whole_code_counts_whatever_else_its_status_says(status: int) -> None:
    packet = Packet(Opcode.DECODE_DATA, b"\x0b4006381333931", DECODER, status)
    wire = packet.encode()
    assert Cutter().feed(wire) == [packet]
    cutter = Cutter()
    assert [piece for byte in wire for piece in cutter.feed(bytes((byte,)))] == [packet]


def test_an_odd_status_with_a_wrong_checksum_is_noise_that_a_packet_may_stand_in() -> None:
    packet = Packet(Opcode.DECODE_DATA, b"\x01NR", DECODER)
    noise = b"\x40\xf3\x00\x54"
    cutter = Cutter()
    assert cutter.feed(noise + packet.encode()) == []  # it may be the front of a longer packet
    assert cutter.in_data is False
    assert cutter.silence() == [Stray(noise), packet]
    assert cutter.pending == 0


@given(
    st.lists(st.binary(max_size=300) | st.just(b"\x04\xd0\x00\x00\xff\x2c"), max_size=6).map(b"".join),
    st.lists(st.integers(0, 2000)),
)
def test_any_bytes_in_any_chunks_give_the_same_pieces(stream: bytes, cuts: list[int]) -> None:
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    cutter = Cutter()
    chunked: list[Piece] = []
    for start, end in pairwise(edges):
        chunked += cutter.feed(stream[start:end])
        assert cutter.pending < 257
    whole = Cutter()
    assert joined(chunked + cutter.silence()) == joined(whole.feed(stream) + whole.silence())


def joined(pieces: list[Piece]) -> list[Piece]:
    """Put neighbouring strays together: their edges are those of the chunks."""
    out: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Stray) and out and isinstance(out[-1], Stray):
            out[-1] = Stray(out[-1].data + piece.data)
        else:
            out.append(piece)
    return out


packets = st.builds(
    Packet,
    st.sampled_from(Opcode),
    st.binary(max_size=MAX_DATA),
    st.just(DECODER),
    st.sampled_from([0, 1, 2, 3]),
)


@given(st.lists(packets, max_size=8))
def test_every_valid_stream_is_read_whole(sent: list[Packet]) -> None:
    assert Cutter().feed(b"".join(packet.encode() for packet in sent)) == sent


@given(packets, st.integers(0, 8 * 257))
def test_no_packet_with_one_bit_turned_is_taken(packet: Packet, bit: int) -> None:
    frame = bytearray(packet.encode())
    frame[bit // 8 % len(frame)] ^= 1 << bit % 8
    cutter = Cutter()
    pieces = cutter.feed(bytes(frame)) + cutter.silence()
    assert packet not in pieces


def test_parameters_above_255_have_a_prefix_and_words_two_bytes() -> None:
    assert set_parameters({0xEE: 1, 0x14E: 0}).data == bytes.fromhex("FF EE 01 F0 4E 00")
    assert ask_parameters([0xEE, 0x14E]).data == bytes.fromhex("EE F0 4E")
    assert read_numbers(bytes.fromhex("EE F0 4E F2 01")) == [0xEE, 0x14E, 0x301]
    assert read_parameters(bytes.fromhex("FF EE 01 F0 4E 02")) == {0xEE: 1, 0x14E: 2}
    # Published by the same Android library: F4 announces a value of two bytes.
    assert read_parameters(bytes.fromhex("FF F4 F0 3E 04 FF")) == {318: 0x04FF}


def test_parameters_of_other_kinds_are_passed_over_and_what_follows_is_read() -> None:
    text, list_of_two = bytes.fromhex("F3 F8 02 0A 03 61 62 63"), bytes.fromhex("F6 77 02 EE 00")
    told = b"\xff" + text + list_of_two + bytes.fromhex("F8 04 D2 05 EE 01")
    assert read_parameters(told) == {0x4D2: 5, 0xEE: 1}
    assert parameter_number(0x4D2) == bytes.fromhex("F8 04 D2")
    assert read_numbers(bytes.fromhex("F8 04 D2 EE")) == [0x4D2, 0xEE]


# Published in the SE-923 integration guide, tables 6-7 and 6-8.
def test_a_published_question_and_its_answer_are_read() -> None:
    assert ask_parameters([0x01, 0x9C]).encode() == bytes.fromhex("06 C7 04 00 01 9C FE 92")
    assert ask_parameters([0xFE]).encode() == bytes.fromhex("05 C7 04 00 FE FE 32")
    for wire, values in (
        ("0D C6 00 00 FF 01 00 02 01 9C 07 E6 63 FC 3E", {0x01: 0, 0x02: 1, 0x9C: 7, 0xE6: 0x63}),
        ("09 C6 00 00 FF 01 00 9C 07 FD 8E", {0x01: 0, 0x9C: 7}),
    ):
        (packet,) = Cutter().feed(bytes.fromhex(wire))
        assert isinstance(packet, Packet)
        assert read_parameters(packet.data) == values


@given(st.binary(max_size=60))
def test_no_parameters_are_too_odd_to_read(data: bytes) -> None:
    read_parameters(data)
    read_numbers(data)
    about(data)
    for opcode in (*Opcode, 0x99):
        assert describe(Packet(opcode, data, DECODER))


def test_code_types_that_models_agree_on_have_an_identifier() -> None:
    assert [aim_of(code) for code in (0x01, 0x03, 0x06, 0x08, 0x09, 0x0A, 0x0B, 0x0F)] == [
        *("]A0", "]C0", "]I0", "]E0", "]E0", "]E4", "]E0", "]C1")
    ]
    assert {aim_of(code) for code in (0x48, 0x88, 0x49, 0x89, 0x4B, 0x8B)} == {"]E3"}
    assert [aim_of(code) for code in (0x00, 0x1B, 0x1C, 0x2D, 0x4A, 0xFF)] == [None] * 6


def test_a_revision_is_read_as_firmware_and_model() -> None:
    told = about(b"NBRFMAAC MS-4407 0 0")
    assert (told.firmware, told.model) == ("NBRFMAAC", "MS-4407")
    assert about(b"").firmware == ""
