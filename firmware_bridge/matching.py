"""Which plugged-in device is meant by a binding; what cannot be told apart is refused, never guessed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from firmware_bridge.discovery import PATH_PREFIX, USB_PREFIX
from firmware_bridge.events import DeviceKind, DeviceSpec

Wanted = tuple[str, DeviceKind]
NOTHING_HELD: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Match:
    """What answers to one binding: nothing, one device, or several among which nobody should guess.

    `contested`: the one device may as well be that of another binding.
    """

    specs: tuple[DeviceSpec, ...] = ()
    contested: bool = False

    @property
    def one(self) -> DeviceSpec | None:
        return None if self.ambiguous or not self.specs else self.specs[0]

    @property
    def ambiguous(self) -> bool:
        return len(self.specs) > 1 or self.contested


def name_of(device: str) -> str:
    """Return the one way to write a device: an identity as it is, anything else as a path."""
    if device.startswith((USB_PREFIX, PATH_PREFIX)):
        return device
    return PATH_PREFIX + device


def key_of(device: str, kind: DeviceKind) -> str:
    """Return what tells a device from all others: one piece of hardware may be a scanner and a keyboard."""
    name = name_of(device)
    return name if kind is DeviceKind.SERIAL else f"{name} ({kind.value})"


def assign(
    wanted: Sequence[Wanted], specs: Sequence[DeviceSpec], held: Mapping[str, str] = NOTHING_HELD
) -> Mapping[str, Match]:
    """Find the device of each binding, by its key.

    A device that is open stays what it was found to be: `held` are paths by key. Others go by their own name
    first. One without a serial number is known by its socket; in another socket it is known again as long as
    it is the only one of its model that nobody else means.
    """
    opened = {spec.path: spec for spec in specs if spec.path in held.values()}
    others = [spec for spec in specs if spec.path not in opened]
    found = {
        key: Match((opened[held[key]],)) if held.get(key) in opened else _named(*each, others)
        for key, each in ((key_of(*each), each) for each in wanted)
    }
    taken = {spec.path for match in found.values() for spec in match.specs}
    free = [spec for spec in specs if spec.path not in taken]
    lost = [each for each in wanted if not found[key_of(*each)].specs]
    rivals = Counter((_model_in(device), kind) for device, kind in lost)
    for device, kind in lost:
        contested = rivals[_model_in(device), kind] > 1
        found[key_of(device, kind)] = _moved(device, kind, free, contested)
    return found


def twins(specs: Iterable[DeviceSpec]) -> frozenset[str]:
    """Return the paths of devices that have one name in common with another one."""
    known = list(specs)
    counts = Counter(key_of(spec.identity, spec.kind) for spec in known)
    return frozenset(spec.path for spec in known if counts[key_of(spec.identity, spec.kind)] > 1)


def _named(device: str, kind: DeviceKind, specs: Sequence[DeviceSpec]) -> Match:
    alike = [spec for spec in specs if spec.kind is kind]
    if device.startswith(USB_PREFIX):
        return Match(tuple(spec for spec in alike if device.lower() in _names(spec)))
    node = os.path.realpath(device.removeprefix(PATH_PREFIX))
    same = (spec for spec in alike if node == os.path.realpath(spec.path))
    return Match(tuple(same)[:1])


def _names(spec: DeviceSpec) -> set[str]:
    if spec.vendor_id is None or spec.product_id is None:
        return {spec.identity.lower()}
    model = f"{USB_PREFIX}{spec.vendor_id:04x}:{spec.product_id:04x}"
    serial = {f"{model}:{spec.serial_number}".lower()} if spec.serial_number else set()
    return {model, spec.identity.lower(), f"{model}@{spec.location}".lower(), *serial}


def _model_in(device: str) -> str:
    """Return the model of an identity by socket, empty for every other name."""
    model, at, _ = device.lower().partition("@")
    return model if at and model.startswith(USB_PREFIX) else ""


def _moved(device: str, kind: DeviceKind, free: Sequence[DeviceSpec], contested: bool) -> Match:
    model = _model_in(device)
    alike = [s for s in free if s.kind is kind and model in _names(s) and not s.serial_number]
    return Match(tuple(alike), contested and bool(alike))
