"""A code that comes damaged is owed, and is said to be lost only when it is: once, and never when it came."""

from __future__ import annotations

import pytest

from firmware_bridge.decode.dialect import Broken, Code
from firmware_bridge.decode.ssi_packet import DECODER, HEADER, Opcode, Packet, Status
from firmware_bridge.decode.ssi_words import HANDSHAKE, MULTIPACKET, WANTED
from firmware_bridge.events import BrokenReason
from firmware_bridge.sim.ssi_device import Device
from firmware_bridge.sim.ssi_engine import Engine, message

from .ssi_wire import LONG, Wire

IN_DATA = 50  # a bit of the first packet's data


def ready(**parameters: int) -> Wire:
    """Return a wire whose scanner is set up, and keeps to the parameters that are given (as "x14E")."""
    kept = {int(name[1:], 16): value for name, value in parameters.items()}
    engine = Engine(Device(deaf=frozenset(kept)))
    engine.device.parameters |= kept
    return Wire(engine).hello(2)


def damaged(packet: Packet) -> bytes:
    frame = bytearray(packet.encode())
    frame[-1] ^= 1
    return bytes(frame)


def lost(*sizes: int) -> list[Broken]:
    return [Broken(BrokenReason.INCOMPLETE, size) for size in sizes]


@pytest.mark.parametrize("size", [1, 3, HEADER, 9])
@pytest.mark.parametrize("times", [1, 2])
def test_half_a_packet_is_dropped_and_the_code_comes_again(size: int, times: int) -> None:
    wire = ready()
    wire.engine.faults.cuts.extend([size] * times)
    wire.scan("STALLED")
    wire.run(10)
    assert wire.codes == ["STALLED"]
    assert wire.broken == []


def test_half_a_packet_three_times_is_a_lost_code_and_said_at_once() -> None:
    wire = ready()
    wire.engine.faults.cuts.extend([8, 9, 10])
    wire.scan("STALLED")
    wire.run(2)
    assert wire.broken == lost(10)
    wire.scan("NEXT")
    wire.run(10)
    assert wire.codes == ["NEXT"]
    assert wire.broken == lost(10)


def test_a_wrong_checksum_three_times_is_a_lost_code_too() -> None:
    wire = ready()
    wire.engine.faults.flips.extend([IN_DATA] * 3)
    wire.scan("GARBLED", None)
    wire.run(0.2)
    assert wire.broken == lost(14)
    assert wire.codes == []


def test_what_does_not_come_again_is_said_when_the_scanner_would_have_sent_it() -> None:
    wire = ready()
    wire.noise(damaged(message(3, b"GONE")[0]))
    wire.run(2.3)
    assert wire.broken == []
    wire.run(1)
    assert wire.broken == lost(11)
    wire.run(60)
    assert wire.broken == lost(11)
    assert wire.ssi.due is None


def test_a_scanner_that_goes_on_to_another_code_has_given_the_first_up() -> None:
    wire = ready()
    wire.noise(damaged(message(3, b"FIRST")[0]) + message(3, b"SECOND")[0].encode())
    wire.run(5)
    assert [said for said in wire.said if isinstance(said, Broken | Code)] == [
        *lost(12),
        Code(b"SECOND", "]C0"),
    ]
    wire.noise(damaged(message(3, b"THIRD")[0]) + damaged(message(3, b"FOURTH")[0]))
    wire.run(5)
    assert wire.broken == lost(12, 12, 13)


def test_a_damaged_repeat_of_what_was_read_is_no_loss() -> None:
    wire = ready()
    packet = message(3, b"READ")[0]
    wire.noise(packet.encode() + damaged(Packet(packet.opcode, packet.data, DECODER, Status.RETRANSMIT)))
    wire.run(20)
    assert wire.codes == ["READ"]
    assert wire.broken == []


def test_an_unplug_cuts_what_was_owed() -> None:
    wire = ready()
    wire.noise(damaged(message(3, b"GONE")[0]))
    wire.run(0.1)
    assert list(wire.ssi.abandon()) == [Broken(BrokenReason.CUT_BY_UNPLUG, 11)]


@pytest.mark.parametrize("part", [0, 1, 3])
@pytest.mark.parametrize("mode", [0, 1, 2])
def test_a_damaged_part_of_a_long_code_is_made_good_in_every_multipacket_mode(mode: int, part: int) -> None:
    wire = ready(x14E=mode)
    assert wire.engine.device.parameters[MULTIPACKET] == mode
    wire.engine.faults.flips.extend([*[None] * part, IN_DATA])
    wire.scan(LONG)
    wire.run(20)
    assert wire.codes == [LONG]
    assert wire.broken == []


@pytest.mark.parametrize("mode", [0, 1])
def test_a_long_code_that_fails_every_time_is_said_once(mode: int) -> None:
    wire = ready(x14E=mode)
    wire.engine.faults.flips.extend([IN_DATA, *[None] * 3 * mode] * 3)
    wire.scan(LONG)
    wire.run(20)
    assert wire.engine.failed == 1
    assert wire.codes == []
    assert len(wire.broken) == 1


def test_a_scanner_that_acknowledges_nothing_sends_nothing_again() -> None:
    wire = ready(x9F=0)
    wire.run(20)
    wire.noise(damaged(message(3, b"GONE")[0]))
    wire.run(0.1)
    assert wire.broken == lost(11)


def test_a_scanner_that_acknowledges_nothing_is_not_waited_for() -> None:
    wire = ready(x9F=0)
    wire.run(20)
    assert {n: wire.engine.device.parameters[n] for n in WANTED} == WANTED | {HANDSHAKE: 0}
    wire.take(wire.ssi.switch(False, wire.now))
    wire.run(0.2)
    assert not wire.engine.device.enabled
    for _ in range(3):
        wire.noise(Packet(Opcode.EVENT, b"\x01", DECODER).encode())
    wire.scan("CODE")
    wire.run(0.2)
    assert wire.codes == ["CODE"]


@pytest.mark.parametrize("mode", [1, 2])
@pytest.mark.parametrize("code", [LONG, LONG[:251]])
def test_a_first_part_that_is_damaged_twice_makes_no_code_of_the_rest(mode: int, code: str) -> None:
    wire = ready(x14E=mode)
    others = [None] * (len(code) // 250)
    wire.engine.faults.flips.extend([IN_DATA, *others, IN_DATA])
    wire.scan(code)
    wire.run(20)
    assert wire.codes == [code]


@pytest.mark.parametrize("mode", [1, 2])
def test_a_long_code_sent_again_for_a_lost_ack_is_one_code(mode: int) -> None:
    wire = ready(x14E=mode)
    wire.engine.faults.lost_acks = 1
    wire.scan(LONG)
    wire.run(10)
    assert wire.codes == [LONG]
    assert wire.engine.delivered == 1
    wire.scan(LONG)
    wire.run(10)
    assert wire.codes == [LONG, LONG]
