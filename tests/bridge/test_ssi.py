"""An SSI session is set up, read, and survives whatever the scanner and the wire do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmware_bridge.decode.dialect import Broken, Code, Send, Signal, Wait
from firmware_bridge.decode.framing import Framer, Terminator
from firmware_bridge.decode.ssi import Ssi
from firmware_bridge.decode.ssi_packet import DECODER, WAKEUP, Cause, Opcode, Packet, Status
from firmware_bridge.decode.ssi_words import CODE_ID, MULTIPACKET, PACKETED, SIGNALS, WANTED
from firmware_bridge.events import BrokenReason
from firmware_bridge.sim.ssi_device import Device
from firmware_bridge.sim.ssi_engine import Engine, Faults, message

from .ssi_wire import Wire

LONG = "".join(chr(0x21 + number % 90) for number in range(900))


def ready(**device: object) -> Wire:
    """Return a wire whose scanner is set up."""
    return Wire(Engine(Device(**device))).hello()  # type: ignore[arg-type]


def answers(wire: Wire) -> list[int]:
    return [packet.opcode for packet in wire.engine.answers]


def sent(saying: object) -> list[bytes]:
    assert isinstance(saying, list | tuple)
    return [said.data for said in saying if isinstance(said, Send)]


def test_a_scanner_is_woken_and_set_up_in_memory_and_says_who_it_is() -> None:
    wire = Wire().hello()
    assert wire.said[:2] == [Send(WAKEUP), Wait(0.05)]
    settings = wire.engine.device.parameters
    assert {number: settings[number] for number in WANTED} == WANTED
    assert wire.engine.device.stored[PACKETED] == 0
    assert wire.engine.device.beeps == []
    assert (wire.about.model, wire.about.firmware) == ("SIM-BOARD", "SIMSSIAA-001-R00")
    assert wire.asked(Opcode.SCAN_ENABLE)
    assert "not taken" not in wire.notes


def test_only_one_command_is_out_at_a_time() -> None:
    ssi = Ssi(Framer())
    assert len(sent(ssi.hello(0.0))) == 2  # the wake-up and the first command
    assert sent(ssi.signal(Signal.GOOD, 0.1)) == []
    assert len(sent(ssi.feed(Packet(Opcode.ACK, b"", DECODER).encode(), 0.2))) == 1


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


def test_raw_data_is_taken_until_the_scanner_is_set_up() -> None:
    wire = Wire(Engine(faults=Faults(silent=True))).hello()
    wire.scan("4006381333931")
    wire.run(0.5)
    assert wire.codes == ["4006381333931"]
    assert wire.broken == []


def test_a_scanner_that_will_not_send_packets_is_read_raw_and_that_is_said() -> None:
    wire = ready(deaf=frozenset({PACKETED}))
    assert "not taken by the scanner: data in packets (EE): raw data is cut by silence" in wire.notes
    for code in ("ONE", "TWO"):
        wire.scan(code, "]E0")
        wire.run(0.5)
    assert wire.codes == ["ONE", "TWO"]


def test_raw_data_with_a_terminator_is_cut_there() -> None:
    wire = Wire(Engine(Device(deaf=frozenset({PACKETED}))), Ssi(Framer(Terminator.CR))).hello()
    wire.noise(b"ONE\rTWO\r")
    wire.run(0.5)
    assert wire.codes == ["ONE", "TWO"]


def test_noise_is_no_raw_data() -> None:
    wire = Wire(Engine(faults=Faults(silent=True))).hello()
    wire.noise(b"\xfe\xe0\x98\x10\x80")
    wire.run(0.5)
    assert wire.codes == []
    assert wire.broken == [Broken(BrokenReason.INCOMPLETE, 5)]


def test_text_that_a_packet_cuts_short_is_no_code() -> None:
    wire = Wire(Engine(faults=Faults(silent=True))).hello()
    wire.noise(b"NOISE" + message(3, b"CODE")[0].encode())
    wire.run(0.5)
    assert wire.codes == ["CODE"]
    assert wire.broken == [Broken(BrokenReason.INCOMPLETE, 5)]


@pytest.mark.parametrize(("terminator", "read"), [(Terminator.AUTO, ["CODE"]), (Terminator.CR, [])])
def test_a_raw_code_right_before_an_answer_is_whole_where_silence_would_end_it(
    terminator: Terminator, read: list[str]
) -> None:
    wire = Wire(Engine(faults=Faults(silent=True)), Ssi(Framer(terminator))).hello(0.1)
    wire.noise(b"CODE" + Packet(Opcode.ACK, b"", DECODER).encode())
    wire.run(0.1)
    assert wire.codes == read
    assert len(wire.broken) == 1 - len(read)


def test_a_scanner_that_lost_its_settings_with_its_power_is_set_up_again() -> None:
    wire = ready()
    wire.scan("BEFORE")
    wire.run(2)
    wire.engine.power()
    wire.scan("RAW")
    wire.run()
    assert wire.codes == ["BEFORE"]
    assert wire.broken == [Broken(BrokenReason.INCOMPLETE, 3)]
    wire.scan("AFTER")
    wire.run()
    assert wire.codes == ["BEFORE", "AFTER"]


def test_a_scanner_that_says_it_booted_is_set_up_again() -> None:
    wire = ready()
    wire.run(2)
    wire.engine.power()
    wire.noise(Packet(Opcode.EVENT, b"\x03", DECODER).encode())
    wire.run()
    assert wire.engine.device.parameters[PACKETED] == 1


def test_a_scanner_that_never_answers_is_asked_three_times_then_read_all_the_same() -> None:
    wire = Wire(Engine(faults=Faults(silent=True))).hello(30)
    assert wire.asked(Opcode.PARAM_SEND) == [0, 1, 1]
    assert wire.asked(Opcode.PARAM_REQUEST) == [0, 1, 1]
    assert "no answer to param send, going on" in wire.notes
    assert wire.ssi.due is None
    wire.noise(message(3, b"CODE")[0].encode())
    wire.run(0.1)
    assert wire.codes == ["CODE"]


def test_a_scanner_that_finds_its_voice_is_set_up_then() -> None:
    wire = Wire(Engine(faults=Faults(silent=True))).hello(30)
    wire.engine.faults.silent = False
    wire.noise(message(3, b"CODE")[0].encode())
    wire.run()
    assert wire.engine.device.parameters[PACKETED] == 1
    assert wire.about.firmware


@pytest.mark.parametrize("late", [0.5, 1.9, 2.5, 3.9])
def test_late_answers_do_no_harm(late: float) -> None:
    wire = Wire(Engine(faults=Faults(answer_after=late))).hello(60)
    assert wire.engine.device.parameters[PACKETED] == 1
    assert wire.about.firmware
    wire.scan("CODE")
    wire.run()
    assert wire.codes == ["CODE"]


@pytest.mark.parametrize("cause", Cause)
def test_a_scanner_that_refuses_everything_is_not_asked_for_ever(cause: Cause) -> None:
    wire = Wire(Engine(faults=Faults(always_nak=cause))).hello(60)
    assert len(wire.engine.device.commands) < 40
    count = len(wire.engine.device.commands)
    wire.run(600)
    assert len(wire.engine.device.commands) == count
    wire.scan("CODE")
    wire.run()
    assert wire.codes == ["CODE"]


def test_settings_refused_together_are_set_one_by_one() -> None:
    class Strict(Device):
        def obey(self, packet: Packet) -> Packet:
            if packet.opcode == Opcode.PARAM_SEND and len(packet.data) > 4:
                self.commands.append(packet)
                return Packet(Opcode.NAK, bytes((Cause.DENIED,)), DECODER)
            return Device.obey(self, packet)

    wire = Wire(Engine(Strict())).hello()
    assert {number: wire.engine.device.parameters[number] for number in WANTED} == WANTED
    assert "not taken" not in wire.notes


@pytest.mark.parametrize("signal", Signal)
def test_every_result_sounds_its_own_way(signal: Signal) -> None:
    wire = ready()
    wire.take(wire.ssi.signal(signal, wire.now))
    wire.run()
    assert wire.engine.device.beeps == [SIGNALS[signal].beeps[0]]
    lights = [(True, 1), (False, 1)] if SIGNALS[signal].light else []
    assert wire.engine.device.lights == lights


def test_no_two_results_sound_alike() -> None:
    assert len({code for shown in SIGNALS.values() for code in shown.beeps}) == 5
    assert {shown.beeps[-1] <= 6 for shown in SIGNALS.values()} == {True}


def test_a_beep_that_the_scanner_does_not_know_gives_way_to_a_sure_one() -> None:
    wire = ready(last_beep=6)
    wire.take(wire.ssi.signal(Signal.WRONG, wire.now))
    wire.run()
    assert wire.engine.device.beeps == [4]


def test_a_scanner_without_lamps_is_not_asked_twice() -> None:
    wire = ready(lamps=False)
    for _ in range(2):
        wire.take(wire.ssi.signal(Signal.GOOD, wire.now))
        wire.run()
    assert len(wire.asked(Opcode.LED_ON)) == 1
    assert wire.engine.device.beeps == [0, 0]


def test_a_beep_that_comes_too_late_is_not_sounded() -> None:
    wire = ready()
    wire.engine.faults.silent = True
    wire.take(wire.ssi.signal(Signal.UNKNOWN, wire.now))
    wire.take(wire.ssi.signal(Signal.WRONG, wire.now))
    wire.run(10)
    assert {packet.data for packet in wire.engine.device.commands if packet.opcode == Opcode.BEEP} == {
        b"\x06"
    }
    assert "too late for beep" in wire.notes


def test_what_finds_no_room_is_dropped_and_said() -> None:
    ssi = Ssi(Framer())
    wire = Wire(Engine(faults=Faults(silent=True)), ssi).hello()
    for _ in range(50):
        wire.take(ssi.signal(Signal.WRONG, wire.now))
    assert "no room for beep" in wire.notes


def test_a_sleeping_scanner_is_woken_and_from_then_on_beforehand() -> None:
    wire = ready()
    for count in (1, 2, 3):
        wire.engine.device.asleep = True
        wire.run(5)
        wire.take(wire.ssi.signal(Signal.UNKNOWN, wire.now))
        wire.run(3 if count == 1 else 0.2)
        assert wire.engine.device.beeps == [6] * count


def test_switching_off_holds_through_a_new_set_up() -> None:
    wire = ready()
    wire.take(wire.ssi.switch(False, wire.now))
    wire.run(2)
    assert not wire.engine.device.enabled
    wire.engine.power()
    wire.noise(Packet(Opcode.EVENT, b"\x03", DECODER).encode())
    wire.run()
    assert not wire.engine.device.enabled
    wire.take(wire.ssi.switch(True, wire.now))
    wire.run()
    assert wire.engine.device.enabled


def test_a_packet_nobody_knows_is_refused_as_out_of_place() -> None:
    wire = ready()
    wire.noise(Packet(0x99, b"?", DECODER).encode())
    wire.run(0.1)
    assert wire.engine.answers[-1] == Packet(Opcode.NAK, bytes((Cause.BAD_CONTEXT,)))


def test_no_command_goes_out_while_a_packet_comes_in() -> None:
    wire = ready()
    packet = message(3, b"CODE")[0].encode()
    wire.ssi.feed(packet[:6], wire.now)
    assert sent(wire.ssi.signal(Signal.GOOD, wire.now)) == []
    assert sent(wire.ssi.feed(packet[6:], wire.now))[0] == Packet(Opcode.ACK).encode()


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
