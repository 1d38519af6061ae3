"""Devices come and go: bound ones are acted on, others are shown, what cannot be told apart is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from firmware_bridge.decode.dialect import Signal
from firmware_bridge.decode.recognise import Sure, Why
from firmware_bridge.decode.ssi_packet import DECODER, Opcode, Packet
from firmware_bridge.drivers.settings import LineSettings
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.events import DeviceDown, DeviceKind, DeviceSpec, DeviceUp, DownReason, ScanRead
from firmware_bridge.guess import ANSWERS, ASKS
from firmware_bridge.hub import Hub
from firmware_bridge.known import RING, Binding, Device, Mode
from firmware_bridge.sim.scanner import PtyScanner

from .conftest import QUICK, Inbox, until

KEYBOARD = DeviceSpec("usb:046d:c31c@1-9", DeviceKind.KEYBOARD, "/dev/input/event9", 0x046D, 0xC31C)


@dataclass
class Plug:
    """One simulated scanner in a USB socket."""

    scanner: PtyScanner
    serial: str | None
    socket: str


@dataclass
class Bus:
    """Simulated scanners as the system would list them: by vendor, product, serial number and socket."""

    folder: Path
    plugs: list[Plug] = field(default_factory=list)
    others: list[DeviceSpec] = field(default_factory=list)

    def plug(self, socket: str, serial: str | None = None) -> PtyScanner:
        scanner = PtyScanner(self.folder / f"plug-{len(self.plugs)}")
        scanner.start()
        self.plugs.append(Plug(scanner, serial, socket))
        return scanner

    def list(self) -> list[DeviceSpec]:
        return [*(spec_of(plug) for plug in list(self.plugs) if plug.scanner.plugged), *self.others]


def spec_of(plug: Plug) -> DeviceSpec:
    name = f"usb:05e0:1701:{plug.serial}" if plug.serial else f"usb:05e0:1701@{plug.socket}"
    path = str(plug.scanner.link.resolve())
    return DeviceSpec(name, DeviceKind.SERIAL, path, 0x05E0, 0x1701, plug.serial, plug.socket, vendor="Zebra")


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[Bus]:
    made = Bus(tmp_path)
    yield made
    for plug in made.plugs:
        plug.scanner.stop()


StartHub = Callable[..., Hub]


@pytest.fixture
def start(bus: Bus, inbox: Inbox, tmp_path: Path) -> Iterator[StartHub]:
    hubs: list[Hub] = []

    def started(*bound: Binding, reserved: frozenset[str] = frozenset()) -> Hub:
        hub = Hub(
            tmp_path / "run",
            inbox,
            bound,
            bus.list,
            reserved,
            simulated=True,
            backoff=QUICK,
            look_seconds=0.02,
        )
        hubs.append(hub)
        hub.start()
        return hub

    yield started
    for hub in hubs:
        hub.stop()


def device(hub: Hub, identity: str) -> Device:
    """Return a device, once the hub knows it."""
    until(lambda: any(d.key == identity for d in hub.devices()))
    return next(d for d in hub.devices() if d.key == identity)


def until_up(hub: Hub, identity: str, mode: Mode) -> None:
    until(lambda: any((d.key, d.mode, d.up) == (identity, mode, True) for d in hub.devices()))


# A request for the revision, its answer, and the code NR as Code 39 (published): packets of SSI.
REQUEST_REVISION = bytes.fromhex("04a30400ff55")
REPLY_REVISION = Packet(Opcode.REPLY_REVISION, b"NBRPUCAC ", source=DECODER).encode()
DECODE_DATA = bytes.fromhex("07f30000014e52fe65")
LEFT = "usb:05e0:1701@1-1"
NAMED = "usb:05e0:1701:S1"


def test_a_scanner_that_is_plugged_in_is_listed_and_what_it_sends_is_shown_and_goes_nowhere(
    bus: Bus, start: StartHub, inbox: Inbox
) -> None:
    hub = start()
    assert hub.devices() == ()
    scanner = bus.plug("1-1")
    until_up(hub, LEFT, Mode.HEARD)
    scanner.scan("4006381333931", aim="]E0")
    until(lambda: device(hub, LEFT).scans == 1)
    (trace,) = (one for one in device(hub, LEFT).traces if not one.sent)
    assert trace.data == b"]E04006381333931\r"
    assert trace.meaning == ("code ]E04006381333931",)
    inbox.assert_empty()
    scanner.unplug()
    until(lambda: hub.devices() == ())


def test_what_it_seems_to_speak_is_by_what_it_is_then_by_what_it_says(bus: Bus, start: StartHub) -> None:
    hub, scanner = start(), bus.plug("1-1")
    until_up(hub, LEFT, Mode.HEARD)
    until(lambda: scanner.heard == REQUEST_REVISION)
    first = device(hub, LEFT).likely
    assert first and (first.driver, first.why) == ("ssi", Why.IDENTITY)
    scanner.write(REPLY_REVISION)
    until(lambda: (known := device(hub, LEFT).likely) is not None and known.sure is Sure.CERTAIN)
    known = device(hub, LEFT)
    assert known.driver == "plain", "nothing is set up while it is unbound"
    assert known.scans == known.broken == 0, "an answer is no scan"
    assert [trace.meaning for trace in known.traces] == [(ASKS,), (ANSWERS,)]


def test_an_unbound_scanner_that_sends_packets_is_heard_in_their_language(
    bus: Bus, start: StartHub, inbox: Inbox
) -> None:
    hub, scanner = start(), bus.plug("1-1")
    until_up(hub, LEFT, Mode.HEARD)
    scanner.write(DECODE_DATA)
    until(lambda: device(hub, LEFT).driver == "ssi" and device(hub, LEFT).up)
    before = device(hub, LEFT).scans
    scanner.write(DECODE_DATA)
    until(lambda: device(hub, LEFT).scans > before)
    assert any(
        words.startswith("code") and words.endswith("NR")
        for trace in device(hub, LEFT).traces
        for words in trace.meaning
    )
    inbox.assert_empty()


def test_a_bound_scanner_is_not_asked(bus: Bus, start: StartHub, inbox: Inbox) -> None:
    scanner = bus.plug("1-1")
    hub = start(Binding(LEFT))
    inbox.next(DeviceUp)
    scanner.scan("ONE")
    inbox.next(ScanRead)
    until(lambda: device(hub, LEFT).likely is not None)
    assert scanner.heard == b""


def test_once_bound_its_scans_go_on_and_unbound_they_stop(bus: Bus, start: StartHub, inbox: Inbox) -> None:
    hub, scanner = start(), bus.plug("1-1")
    until_up(hub, LEFT, Mode.HEARD)
    scanner.scan("SHOWN")
    until(lambda: device(hub, LEFT).scans == 1)
    hub.bind(Binding(LEFT))
    assert inbox.next(DeviceUp).spec.identity == LEFT
    scanner.scan("ACTED")
    assert inbox.next(ScanRead).data == "ACTED"
    assert device(hub, LEFT).scans == 2, "what it sent before is still shown"
    hub.unbind(LEFT)
    assert inbox.next(DeviceDown).reason is DownReason.STOPPED
    until_up(hub, LEFT, Mode.HEARD)
    scanner.scan("SHOWN AGAIN")
    until(lambda: device(hub, LEFT).scans == 3)
    inbox.assert_empty()


def test_a_bound_scanner_is_known_again_on_another_node_and_in_another_socket(
    bus: Bus, start: StartHub, inbox: Inbox
) -> None:
    scanner = bus.plug("1-1", serial="S1")
    start(Binding(NAMED))
    inbox.next(DeviceUp)
    scanner.unplug()
    assert inbox.next(DeviceDown).reason is DownReason.UNPLUGGED
    bus.plugs[0].socket = "1-4"
    scanner.replug()
    inbox.next(DeviceUp)
    scanner.scan("AGAIN")
    read = inbox.next(ScanRead)
    assert (read.data, read.device) == ("AGAIN", NAMED)


def test_without_a_serial_number_it_is_known_by_its_socket_or_as_the_only_one_of_its_model(
    bus: Bus, start: StartHub, inbox: Inbox
) -> None:
    scanner = bus.plug("1-1")
    hub = start(Binding(LEFT))
    inbox.next(DeviceUp)
    scanner.unplug()
    inbox.next(DeviceDown)
    bus.plugs[0].socket = "1-2"
    scanner.replug()
    assert inbox.next(DeviceUp).spec.identity == LEFT
    twin = bus.plug("1-3")
    until_up(hub, "usb:05e0:1701@1-3", Mode.HEARD)
    twin.scan("THE OTHER")
    until(lambda: device(hub, "usb:05e0:1701@1-3").scans == 1)
    inbox.assert_empty()
    scanner.scan("MINE")
    assert inbox.next(ScanRead).data == "MINE"


def test_two_alike_of_which_neither_is_where_it_was_are_refused_with_the_reason(
    bus: Bus, start: StartHub, inbox: Inbox
) -> None:
    bus.plug("1-2")
    bus.plug("1-3")
    hub = start(Binding(LEFT))
    down = inbox.next(DeviceDown)
    assert down.reason is DownReason.AMBIGUOUS
    assert "@1-2" in down.detail and "@1-3" in down.detail
    both = {"usb:05e0:1701@1-2", "usb:05e0:1701@1-3"}
    until(lambda: {d.key for d in hub.devices() if d.mode is Mode.REFUSED} == both)
    assert not [d for d in hub.devices() if d.up]
    with pytest.raises(BridgeError) as caught:
        hub.bind(Binding("usb:05e0:1701@1-2"))
    assert caught.value.reason is Reason.AMBIGUOUS


def test_one_that_may_be_either_of_two_bound_ones_is_refused(bus: Bus, start: StartHub, inbox: Inbox) -> None:
    bus.plug("1-7")
    start(Binding(LEFT), Binding("usb:05e0:1701@1-2"))
    assert inbox.next(DeviceDown).reason is DownReason.AMBIGUOUS
    assert inbox.next(DeviceDown).reason is DownReason.AMBIGUOUS


def test_two_with_one_serial_number_are_refused(bus: Bus, start: StartHub, inbox: Inbox) -> None:
    bus.plug("1-1", serial="S1")
    bus.plug("1-2", serial="S1")
    hub = start()
    until(lambda: len(hub.devices()) == 2)
    assert [d.mode for d in hub.devices()] == [Mode.REFUSED, Mode.REFUSED]
    assert "like another" in hub.devices()[0].detail


def test_a_keyboard_is_listed_and_never_opened(bus: Bus, start: StartHub) -> None:
    bus.others.append(KEYBOARD)
    hub = start()
    known = device(hub, f"{KEYBOARD.identity} (keyboard)")
    assert (known.mode, known.driver, known.traces) == (Mode.LISTED, "", ())


def test_a_port_of_the_machine_itself_is_listed_and_never_opened(bus: Bus, start: StartHub) -> None:
    bus.others.append(DeviceSpec("path:/dev/ttyS0", DeviceKind.SERIAL, "/dev/ttyS0"))
    hub = start()
    known = device(hub, "path:/dev/ttyS0")
    assert (known.mode, known.driver) == (Mode.LISTED, "")


def test_what_another_part_uses_is_listed_and_left_alone(bus: Bus, start: StartHub) -> None:
    bus.plug("1-1")
    hub = start(reserved=frozenset({LEFT}))
    assert device(hub, LEFT).mode is Mode.LISTED


def test_changing_how_one_speaks_restarts_that_one_alone(bus: Bus, start: StartHub, inbox: Inbox) -> None:
    bus.plug("1-1", serial="S1")
    bus.plug("1-2", serial="S2")
    hub = start(Binding(NAMED), Binding("usb:05e0:1701:S2"))
    assert {inbox.next(DeviceUp).spec.identity for _ in range(2)} == {NAMED, "usb:05e0:1701:S2"}
    hub.bind(Binding(NAMED, line=LineSettings(baud=115200)))
    down = inbox.next(DeviceDown)
    assert (down.device, down.reason) == (NAMED, DownReason.STOPPED)
    assert inbox.next(DeviceUp).spec.identity == NAMED
    inbox.assert_empty()


def test_a_driver_that_is_not_there_is_refused(bus: Bus, start: StartHub) -> None:
    hub = start()
    with pytest.raises(BridgeError) as caught:
        hub.bind(Binding(LEFT, "morse"))
    assert caught.value.reason is Reason.BAD_SETTINGS


def test_a_path_or_an_address_can_be_bound_that_nobody_lists(
    bus: Bus, start: StartHub, inbox: Inbox, tmp_path: Path
) -> None:
    hub, link = start(), tmp_path / "elsewhere"
    hub.bind(Binding(str(link)))
    assert inbox.next(DeviceDown).reason is DownReason.ABSENT
    assert device(hub, f"path:{link}").mode is Mode.BOUND
    scanner = PtyScanner(link)
    scanner.start()
    inbox.next(DeviceUp)
    scanner.scan("HERE")
    assert inbox.next(ScanRead).device == f"path:{link}"
    hub.unbind(f"path:{link}")
    assert hub.devices() == ()
    scanner.stop()


def test_a_scanner_bound_by_its_path_is_listed_once(bus: Bus, start: StartHub, inbox: Inbox) -> None:
    scanner = bus.plug("1-1", serial="S1")
    hub = start(Binding(str(scanner.link)))
    inbox.next(DeviceUp)
    (known,) = hub.devices()
    assert known.key == f"path:{scanner.link}"
    assert known.spec and known.spec.serial_number == "S1"


def test_traces_are_bounded_and_waiting_ends_when_something_changes(bus: Bus, start: StartHub) -> None:
    hub, scanner = start(), bus.plug("1-1")
    until_up(hub, LEFT, Mode.HEARD)
    for number in range(RING + 20):
        before = hub.wait(-1, 0)
        scanner.scan(f"CODE-{number}")
        assert hub.wait(before, 20) > before
    until(lambda: device(hub, LEFT).scans == RING + 20)
    assert len(device(hub, LEFT).traces) == RING


def test_a_signal_to_what_is_not_bound_says_so(bus: Bus, start: StartHub) -> None:
    hub = start()
    bus.plug("1-1")
    until_up(hub, LEFT, Mode.HEARD)
    with pytest.raises(BridgeError) as caught:
        hub.signal(LEFT, Signal.GOOD)
    assert caught.value.reason is Reason.PORT_ABSENT


def test_a_listing_that_fails_is_tried_again(
    bus: Bus, start: StartHub, caplog: pytest.LogCaptureFixture
) -> None:
    hub = start()
    listed = bus.list

    def ill() -> list[DeviceSpec]:
        raise OSError("the system is ill")

    hub.list_devices = ill
    until(lambda: "looking for devices failed" in caplog.text)
    hub.list_devices = listed
    bus.plug("1-1")
    until_up(hub, LEFT, Mode.HEARD)
