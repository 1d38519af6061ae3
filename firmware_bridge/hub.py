"""Every device that is plugged in and every one that is bound: each is kept open, listened to or left alone.

Scans of bound devices go on. Unbound scanners are listened to, so that a person can see which is which and
what it says; what they send goes nowhere. Keyboards are never opened unbound: they may be a person's, and
what is typed may be a PIN. Nor are the machine's own serial ports: one may be its console.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from firmware_bridge.decode.dialect import Signal
from firmware_bridge.discovery import find, list_devices
from firmware_bridge.drivers.table import DRIVERS
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.events import DeviceKind, DeviceSpec, Emit, Tap, Trace
from firmware_bridge.known import Binding, Device, Mode
from firmware_bridge.matching import Match, assign, key_of, name_of, twins
from firmware_bridge.slot import Role, Slot
from firmware_bridge.supervisor import DEFAULT_BACKOFF, Backoff, ScannerSettings, ScannerSupervisor
from firmware_bridge.watch import Watch

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0  # a net under the watch, which is quicker: some systems list devices that have no node
# Who listens to an unbound device. It is asked one question that harms nothing, and given no command.
LISTENERS = {DeviceKind.SERIAL: "plain", DeviceKind.HID: "hid_pos"}
ListDevices = Callable[[], Sequence[DeviceSpec]]


@dataclass(slots=True)
class Hub:
    """Watch all devices of a machine. `emit` hears bound devices only, from their own threads.

    `reserved` are paths or identities that other parts of the program use: listed, never opened. `shown`
    hears the devices that are only listened to, `tap` every byte of all of them.
    """

    runtime_dir: Path
    emit: Emit
    bindings: Iterable[Binding] = ()
    list_devices: ListDevices = list_devices
    reserved: frozenset[str] = frozenset()
    simulated: bool = False
    backoff: Backoff = DEFAULT_BACKOFF
    look_seconds: float = LOOK_SECONDS
    shown: Emit | None = None
    tap: Tap | None = None
    _bound: dict[str, Binding] = field(default_factory=dict, init=False)
    _slots: dict[str, Slot] = field(default_factory=dict, init=False)
    _specs: Sequence[DeviceSpec] = field(default=(), init=False)
    _changing: threading.RLock = field(default_factory=threading.RLock, init=False)
    _news: threading.Condition = field(default_factory=threading.Condition, init=False)
    _revision: int = field(default=0, init=False)
    _looked: bool = field(default=False, init=False)
    _stop: threading.Event = field(default_factory=threading.Event, init=False)
    _due: threading.Event = field(default_factory=threading.Event, init=False)
    _nodes: Watch = field(init=False)
    _thread: threading.Thread | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._bound = {binding.key: binding for binding in self.bindings}
        self._nodes = Watch(self._due.set)

    # Life -----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Open what is bound, listen to the rest, and watch for what is plugged in; returns at once."""
        if self._thread is None:
            self._stop.clear()
            self._thread = threading.Thread(target=self._watch, name="device hub")
            self._thread.start()
            self._nodes.start()

    def stop(self) -> None:
        """Close every device and end every thread."""
        self._stop.set()
        self._due.set()
        self._nodes.stop()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        with self._changing:
            for slot in self._slots.values():
                slot.close()
            self._slots, self._looked = {}, False

    def _watch(self) -> None:
        while not self._stop.is_set():
            self._due.clear()
            try:
                self.look()
                self._suspect()
            except Exception:
                log.exception("looking for devices failed")
            self._due.wait(self.look_seconds)

    # What a person does ---------------------------------------------------------------------------

    def bind(self, binding: Binding) -> None:
        """Let a device's scans count, or change how it speaks; restarts that device alone.

        Raises BridgeError AMBIGUOUS for one that cannot be told from another, BAD_SETTINGS for a driver that
        there is not.
        """
        self.check(binding)
        with self._changing:
            self._bound[binding.key] = binding
            self._refresh()

    def check(self, binding: Binding) -> None:
        """Tell whether a binding can be made now; raises what `bind` raises."""
        if binding.driver not in DRIVERS:
            raise BridgeError(Reason.BAD_SETTINGS, f"there is no driver {binding.driver}")
        slot = self._slots.get(binding.key)
        if slot is not None and slot.role.mode is Mode.REFUSED:
            raise BridgeError(Reason.AMBIGUOUS, slot.role.detail)

    def unbind(self, key: str) -> None:
        """Let a device's scans count no longer. One that is not bound stays so."""
        with self._changing:
            self._bound.pop(key, None)
            self._refresh()

    def signal(self, device: str, signal: Signal) -> None:
        """Say a result on a bound device, by the name its scans bear; raises BridgeError."""
        for slot in self._slots.copy().values():
            binding, reader = slot.role.binding, slot.reader
            if binding and reader and name_of(binding.device) == name_of(device):
                return reader.signal(signal)
        raise BridgeError(Reason.PORT_ABSENT, f"{device} is not bound")

    # What a person sees ---------------------------------------------------------------------------

    def devices(self) -> tuple[Device, ...]:
        """Describe every device: bound ones first, then by kind and identity."""
        slots = sorted(self._slots.copy().values(), key=_order)
        return tuple(slot.describe() for slot in slots)

    def bound_states(self) -> tuple[bool, ...]:
        """Tell of each bound device whether it is open and answers; cheap, for a light."""
        slots = self._slots.copy().values()
        return tuple(bool(slot.path) for slot in slots if slot.role.mode is Mode.BOUND)

    def wait(self, revision: int, timeout: float) -> int:
        """Wait until something changed since `revision`; return the present one."""
        with self._news:
            self._news.wait_for(lambda: self._revision > revision, timeout)
            return self._revision

    def _rung(self) -> None:
        with self._news:
            self._revision += 1
            self._news.notify_all()

    # What is plugged in ---------------------------------------------------------------------------

    def look(self) -> None:
        """Look now at what is plugged in. A change wakes whoever waits for a device."""
        specs = list(self.list_devices())
        with self._changing:
            changed, self._specs = specs != self._specs or not self._looked, specs
            if changed and not self._stop.is_set():
                self._looked = True
                self._refresh()
                for slot in self._slots.values():
                    slot.poke()

    def _suspect(self) -> None:
        """Think about what unbound devices speak; one that sends packets is heard in its language."""
        thought = [slot.suspect() for slot in self._slots.copy().values()]
        if any(thought):
            with self._changing:
                self._refresh()

    def _refresh(self) -> None:
        """Bring the slots in line with what is bound and plugged in."""
        if not self._looked:
            return
        roles = self._roles()
        for key in self._slots.keys() - roles.keys():
            self._slots.pop(key).close()
        for key, role in roles.items():
            self._slots.setdefault(key, Slot(key, self._reader, self._rung)).take(role)
        self._rung()

    def _reader(self, slot: Slot) -> ScannerSupervisor:
        how = slot.role.settings
        settings = ScannerSettings(
            how.device, self.runtime_dir, how.driver, how.line, how.habits, self.simulated, self.backoff
        )
        onward = self.emit if slot.role.mode is Mode.BOUND else self.shown
        return ScannerSupervisor(settings, slot.hears(onward), self._taps(slot), lambda: self._locate(how))

    def _taps(self, slot: Slot) -> Tap:
        unbound, tap = slot.role.mode is not Mode.BOUND, self.tap

        def heard(trace: Trace) -> None:
            slot.keep(trace)
            if tap is not None:
                tap(trace)
            if unbound:
                self._due.set()  # to think about what was heard

        return heard

    def _roles(self) -> dict[str, Role]:
        """Say what is to be done with each device, by its key."""
        found = self._matches(self._specs)
        roles = {
            key: Role(Mode.BOUND, found[key].one, binding, binding.driver)
            for key, binding in self._bound.items()
        }
        mine = {match.one.path for match in found.values() if match.one is not None}
        doubted = {spec.path for match in found.values() if match.ambiguous for spec in match.specs}
        doubted |= twins(self._specs)
        for spec in self._specs:
            if spec.path not in mine:
                key = key_of(spec.identity, spec.kind)
                key = f"{key} {spec.path}" if key in roles else key
                roles[key] = self._unbound(key, spec, spec.path in doubted)
        return roles

    def _unbound(self, key: str, spec: DeviceSpec, doubted: bool) -> Role:
        if doubted:
            return Role(Mode.REFUSED, spec, detail=f"{spec.identity} is like another device")
        slot = self._slots.get(key)
        listener = (slot and slot.guess.listener) or LISTENERS.get(spec.kind, "")
        driver = "" if self._is_reserved(spec) or _built_in(spec) else listener
        return Role(Mode.HEARD if driver in DRIVERS else Mode.LISTED, spec, driver=driver)

    def _is_reserved(self, spec: DeviceSpec) -> bool:
        node = os.path.realpath(spec.path)
        return any(name == spec.identity or os.path.realpath(name) == node for name in self.reserved)

    # Finding --------------------------------------------------------------------------------------

    def _matches(self, specs: Sequence[DeviceSpec]) -> Mapping[str, Match]:
        slots = self._slots.copy().items()
        held = {key: slot.path for key, slot in slots if key in self._bound and slot.path}
        return assign([(binding.device, binding.kind) for binding in self._bound.values()], specs, held)

    def _locate(self, sought: Binding) -> DeviceSpec:
        """Find a device for its reader; raises BridgeError PORT_ABSENT or AMBIGUOUS."""
        specs = self.list_devices()
        match = self._matches(specs).get(sought.key)
        if match is None:
            match = assign([(sought.device, sought.kind)], specs)[sought.key]
        if match.ambiguous:
            raise BridgeError(Reason.AMBIGUOUS, f"{sought.device} may be {_listed(match.specs)}")
        known = match.one or find(sought.device, kind=sought.kind)
        return replace(known, identity=name_of(sought.device))


def _built_in(spec: DeviceSpec) -> bool:
    """Tell whether a port belongs to the machine: it may be a console, and nobody just plugged it in."""
    return spec.vendor_id is None and spec.path.startswith("/dev/ttyS")


def _listed(specs: Sequence[DeviceSpec]) -> str:
    return " or ".join(f"{spec.path} (@{spec.location})" for spec in specs)


def _order(slot: Slot) -> tuple[int, str, str]:
    kind = slot.role.spec.kind.value if slot.role.spec else ""
    return list(Mode).index(slot.role.mode), kind, slot.key
