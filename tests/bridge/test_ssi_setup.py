"""An SSI scanner is set up in memory, and read raw for as long as it is not."""

from __future__ import annotations

import pytest

from firmware_bridge.decode.dialect import Broken, Send, Signal, Wait
from firmware_bridge.decode.framing import Framer, Terminator
from firmware_bridge.decode.ssi import Ssi
from firmware_bridge.decode.ssi_packet import DECODER, WAKEUP, Cause, Opcode, Packet
from firmware_bridge.decode.ssi_words import PACKETED, WANTED
from firmware_bridge.events import BrokenReason
from firmware_bridge.sim.ssi_device import Device
from firmware_bridge.sim.ssi_engine import Engine, Faults, message

from .ssi_wire import Wire, ready, sent


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
