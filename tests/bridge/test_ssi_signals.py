"""Results are said on an SSI scanner, and it is kept from scanning, one command at a time."""

from __future__ import annotations

import pytest

from firmware_bridge.decode.dialect import Signal
from firmware_bridge.decode.framing import Framer
from firmware_bridge.decode.ssi import Ssi
from firmware_bridge.decode.ssi_packet import DECODER, Opcode, Packet
from firmware_bridge.decode.ssi_words import SIGNALS
from firmware_bridge.sim.ssi_engine import Engine, Faults, message

from .ssi_wire import Wire, ready, sent


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


def test_no_command_goes_out_while_a_packet_comes_in() -> None:
    wire = ready()
    packet = message(3, b"CODE")[0].encode()
    wire.ssi.feed(packet[:6], wire.now)
    assert sent(wire.ssi.signal(Signal.GOOD, wire.now)) == []
    assert sent(wire.ssi.feed(packet[6:], wire.now))[0] == Packet(Opcode.ACK).encode()
