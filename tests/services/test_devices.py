"""Scanners at the bench: who may bind them, what is kept of it, and what a scanner tells of its scans."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from firmware_bridge.sim.plugs import links_in
from firmware_bridge.sim.scanner import PtyScanner
from firmware_bridge.sim.ssi_scanner import SsiScanner
from station.app.run import started
from station.device_ports import Device
from station.domain.bench import Notice, Say, Tone
from station.domain.devices import Binding, Clue, Habits, Signal, Standing, Terminator
from station.domain.errors import DomainError, Reason
from station.domain.people import Person, Role
from station.ports import DeviceState
from station.services import devices
from tests.support.stations import Rig, fill, make_rig
from tests.support.waiting import until
from tests.support.work import at_bench, expected, in_hand, payloads, to_bin, to_verdict

CR = Habits(Terminator.CR)


@dataclass
class Plugged:
    """A rig with two simulated scanners, neither of them bound."""

    rig: Rig
    one: PtyScanner
    two: PtyScanner

    def person(self, role: Role = Role.SUPERVISOR) -> Person:
        with self.rig.world.read() as uow:
            return uow.people.get(self.rig.person(role).id)

    def key(self, scanner: PtyScanner) -> str:
        return f"path:{scanner.link}"

    def device(self, scanner: PtyScanner) -> Device | None:
        return devices.find(self.rig.world, self.key(scanner))

    def wait_for(self, scanner: PtyScanner, standing: Standing) -> Device:
        """Return the device, once it stands so and answers."""
        until(lambda: bool((d := self.device(scanner)) and d.standing is standing and d.up))
        known = self.device(scanner)
        assert known
        return known

    def bind(self, scanner: PtyScanner, role: Role = Role.SUPERVISOR) -> None:
        devices.bind(self.rig.world, self.person(role), Binding(self.key(scanner), "plain", habits=CR))


@pytest.fixture
def plugged(tmp_path: Path) -> Iterator[Plugged]:
    links = tmp_path / "links"
    one, two = PtyScanner(links / "scanner-1"), PtyScanner(links / "scanner-2")
    rig = make_rig(tmp_path / "data", list_devices=links_in(links))
    with started([*rig.station.parts, one, two]):
        fill(rig)
        yield Plugged(rig, one, two)


def test_a_scan_counts_only_once_its_scanner_is_bound(plugged: Plugged) -> None:
    rig, scanner = plugged.rig, plugged.one
    rig.sign_in()
    plugged.wait_for(scanner, Standing.HEARD)
    assert rig.world.scanners.state() is DeviceState.NONE
    before, rma = at_bench(rig), expected(rig).rma
    scanner.scan(rma)
    until(lambda: bool((d := plugged.device(scanner)) and d.scans == 1))
    assert at_bench(rig) == before, "shown, not acted on"
    plugged.bind(scanner)
    plugged.wait_for(scanner, Standing.BOUND)
    assert rig.world.scanners.state() is DeviceState.READY
    scanner.scan(rma)
    until(lambda: at_bench(rig).inspection is not None)
    assert in_hand(rig).item.rma == rma


def test_binding_and_unbinding_are_journaled_with_who_did_it(plugged: Plugged) -> None:
    plugged.wait_for(plugged.one, Standing.HEARD)
    plugged.bind(plugged.one)
    devices.unbind(plugged.rig.world, plugged.person(Role.MANAGER), plugged.key(plugged.one))
    (bound,), (unbound,) = (payloads(plugged.rig, kind) for kind in ("device_bound", "device_unbound"))
    assert bound["key"] == unbound["key"] == plugged.key(plugged.one)
    assert bound["binding"]["driver"] == "plain"
    with plugged.rig.world.read() as uow:
        assert uow.bindings.all() == ()
    plugged.wait_for(plugged.one, Standing.HEARD)


def test_an_operator_may_not_bind_unbind_or_beep(plugged: Plugged) -> None:
    operator = plugged.person(Role.OPERATOR)
    for act in (
        lambda: plugged.bind(plugged.one, Role.OPERATOR),
        lambda: devices.unbind(plugged.rig.world, operator, plugged.key(plugged.one)),
        lambda: devices.try_signal(plugged.rig.world, operator, plugged.key(plugged.one), Signal.GOOD),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.reason is Reason.NOT_ALLOWED
    assert payloads(plugged.rig, "device_bound") == []


@pytest.mark.parametrize(
    "address", ["", "scanner", "file:///etc/passwd", "loop://", "socket://host", "/a\nb", "/" * 300]
)
def test_what_is_no_address_is_refused(rig: Rig, address: str) -> None:
    with rig.world.read() as uow:
        supervisor = uow.people.get(rig.person(Role.SUPERVISOR).id)
    with pytest.raises(DomainError) as refused:
        devices.bind(rig.world, supervisor, Binding(address, "plain"))
    assert refused.value.reason is Reason.BAD_ADDRESS
    assert payloads(rig, "device_bound") == []


def test_a_driver_that_is_not_there_is_refused(rig: Rig) -> None:
    with rig.world.read() as uow:
        supervisor = uow.people.get(rig.person(Role.SUPERVISOR).id)
    with pytest.raises(DomainError) as refused:
        devices.bind(rig.world, supervisor, Binding("/dev/ttyUSB9", "morse"))
    assert refused.value.reason is Reason.NO_SUCH_DRIVER


def test_what_was_bound_is_bound_after_a_restart(tmp_path: Path) -> None:
    links, folder = tmp_path / "links", tmp_path / "data"
    scanner = PtyScanner(links / "scanner-1")
    first = make_rig(folder, list_devices=links_in(links))
    with started([*first.station.parts, scanner]):
        fill(first)
        rigged = Plugged(first, scanner, scanner)
        rigged.wait_for(scanner, Standing.HEARD)
        rigged.bind(scanner)
    second = make_rig(folder, list_devices=links_in(links))
    with started([*second.station.parts, scanner]):
        again = Plugged(second, scanner, scanner).wait_for(scanner, Standing.BOUND)
        assert again.binding and again.binding.habits == CR
        assert not again.fixed


def test_what_the_settings_file_binds_cannot_be_changed_here(tmp_path: Path) -> None:
    links = tmp_path / "links"
    scanner = PtyScanner(links / "scanner-1")
    binding = Binding(str(scanner.link), "plain", habits=CR)
    rig = make_rig(tmp_path / "data", list_devices=links_in(links), scanners=(binding,))
    with started([*rig.station.parts, scanner]):
        fill(rig)
        held = Plugged(rig, scanner, scanner)
        assert held.wait_for(scanner, Standing.BOUND).fixed
        with pytest.raises(DomainError) as refused:
            held.bind(scanner)
        assert refused.value.reason is Reason.BOUND_BY_FILE
        devices.unbind(rig.world, held.person(), held.key(scanner))
        assert held.wait_for(scanner, Standing.BOUND).fixed


def test_a_zebra_is_recognised_taken_into_use_and_beeps_by_what_came_of_its_scans(tmp_path: Path) -> None:
    links = tmp_path / "links"
    zebra = SsiScanner(links / "scanner-1")
    rig = make_rig(tmp_path / "data", list_devices=links_in(links))
    key = f"path:{zebra.link}"
    with started([*rig.station.parts, zebra]):
        fill(rig)
        rig.sign_in()
        until(lambda: bool((d := devices.find(rig.world, key)) and d.because is Clue.ANSWER))
        with rig.world.read() as uow:
            someone = uow.people.get(rig.person(Role.SUPERVISOR).id)
        devices.bind(rig.world, someone, Binding(key, "ssi"))
        until(lambda: bool((d := devices.find(rig.world, key)) and d.firmware))
        heard: list[list[int]] = []
        for text in ("77123-XYZ", expected(rig).rma):
            before = len(zebra.beeps)
            zebra.scan(text)
            until(lambda before=before: len(zebra.beeps) > before)  # type: ignore[misc]
            heard.append(zebra.beeps[before:])
        assert heard[0] != heard[1], "unknown and good differ"
        assert in_hand(rig).item.rma == expected(rig).rma


# What a scanner tells ---------------------------------------------------------------------------------


@dataclass
class Listening:
    """Notes what would be said on scanners."""

    heard: list[tuple[str, Signal]] = field(default_factory=list)

    def signal(self, device: str, signal: Signal) -> None:
        self.heard.append((device, signal))


@pytest.mark.parametrize(
    ("notice", "signal"),
    [
        (None, None),
        (Notice("matches", Tone.GOOD), Signal.GOOD),
        (Notice("scan_cut", Tone.UNKNOWN), Signal.UNKNOWN),
        (Notice("bin_not_item", Tone.ATTENTION), Signal.UNKNOWN),
        (Notice("wrong_bin", Tone.STOP), Signal.WRONG),
        (Notice("not_now", Tone.QUIET), None),
        (Notice(Say.BINNED, Tone.GOOD), Signal.DONE),
        (Notice(Say.HELD, Tone.ATTENTION), Signal.DONE),
        (Notice(Say.HELD_IN, Tone.ATTENTION), Signal.DONE),
    ],
)
def test_the_signal_is_that_of_the_notice(notice: Notice | None, signal: Signal | None) -> None:
    assert devices.signal_of(notice) is signal


def test_a_days_work_as_the_scanner_tells_it(rig: Rig) -> None:
    listening = Listening()
    world = replace(rig.world, devices=listening)  # type: ignore[arg-type]
    to_verdict(rig)
    for result in (rig.scan("77123-XYZ"), rig.scan("D-01"), to_bin(rig)):
        devices.answer(world, "scanner", result)
    assert [signal for _, signal in listening.heard] == [Signal.UNKNOWN, Signal.WRONG, Signal.DONE]


def test_a_double_scan_is_not_told_twice(rig: Rig) -> None:
    rig.sign_in()
    rma = expected(rig).rma
    assert devices.signal_of(rig.scan(rma).notice) is Signal.GOOD
    assert devices.signal_of(rig.scan(rma, wait=0.1).notice) is None


def test_a_site_may_have_its_scanners_quiet(rig: Rig) -> None:
    listening = Listening()
    quiet = replace(rig.world.house, scanner_signals=False)
    world = replace(rig.world, house=quiet, devices=listening)  # type: ignore[arg-type]
    devices.answer(world, "scanner", at_bench(rig).says(Say.MATCHES))
    assert listening.heard == []


def test_a_signal_for_a_scanner_that_is_gone_is_let_go(plugged: Plugged) -> None:
    plugged.rig.world.devices.signal("path:/dev/nothing", Signal.GOOD)
    plugged.wait_for(plugged.one, Standing.HEARD)
