"""What people do with devices: use a scanner at the bench, stop using it, hear its signals."""

import re
from collections.abc import Callable, Mapping

from station.device_ports import Device
from station.domain.bench import Bench, Notice, Say, Tone
from station.domain.devices import Binding, Signal
from station.domain.errors import DomainError, Reason
from station.domain.events import DeviceBound, DeviceUnbound
from station.domain.people import Person, Role
from station.ports import World

_ADDRESS = re.compile(
    r"usb:[0-9a-f]{4}:[0-9a-f]{4}([:@].+)?|path:/.+|/.+|(socket|rfc2217)://[^\s/:]+:\d{1,5}"
)
LONGEST_ADDRESS = 200

_BY_TONE: Mapping[Tone, Signal] = {
    Tone.GOOD: Signal.GOOD,
    Tone.UNKNOWN: Signal.UNKNOWN,
    Tone.ATTENTION: Signal.UNKNOWN,
    Tone.STOP: Signal.WRONG,
}
_DONE = frozenset({Say.BINNED.value, Say.HELD.value, Say.HELD_IN.value})


Act = Callable[[], None]


def may_set_up(person: Person) -> bool:
    """Tell whether a person may decide which scanners count."""
    return person.role.at_least(Role.SUPERVISOR)


def bind(world: World, person: Person, binding: Binding) -> None:
    """Use a scanner at the bench, or change how it speaks: journaled, then done.

    Raises NOT_ALLOWED, BAD_ADDRESS, and what ``Devices.check`` raises; then nothing is changed.
    """
    _allow(person)
    if not _is_address(binding.device):
        raise DomainError(Reason.BAD_ADDRESS, code=binding.device[:LONGEST_ADDRESS])
    world.devices.check(binding)
    key = world.devices.key(binding)
    with world.begin() as uow:
        uow.bindings.save(key, binding)
        uow.journal.append(DeviceBound(key, binding), person.id)
    world.devices.bind(binding)


def unbind(world: World, person: Person, key: str) -> None:
    """Stop using a scanner. Raises NOT_ALLOWED; one that was not bound here stays as it is."""
    _allow(person)
    with world.begin() as uow:
        binding = uow.bindings.remove(key)
        if binding is None:
            return
        uow.journal.append(DeviceUnbound(key, binding), person.id)
    world.devices.unbind(key)


def try_signal(world: World, person: Person, key: str, signal: Signal) -> None:
    """Let a bound scanner beep, to hear which one it is. Raises NOT_ALLOWED."""
    _allow(person)
    for device in world.devices.list():
        if device.key == key and device.binding:
            world.devices.signal(device.identity, signal)


def find(world: World, key: str) -> Device | None:
    """Return a device by its key, None for one that is gone."""
    return next((device for device in world.devices.list() if device.key == key), None)


def answer(world: World, device: str, told: Bench) -> None:
    """Say on the scanner itself what came of its scan. Never waits and never fails."""
    signal = signal_of(told.notice)
    if signal is not None and world.house.scanner_signals:
        world.devices.signal(device, signal)


def signal_of(notice: Notice | None) -> Signal | None:
    """Choose the signal for what the bench said; none where it said nothing, or nothing of weight."""
    if notice is None:
        return None
    return Signal.DONE if notice.say in _DONE else _BY_TONE.get(notice.tone)


def _allow(person: Person) -> None:
    if not may_set_up(person):
        raise DomainError(Reason.NOT_ALLOWED, name=person.name)


def _is_address(text: str) -> bool:
    return len(text) <= LONGEST_ADDRESS and text.isprintable() and _ADDRESS.fullmatch(text) is not None
