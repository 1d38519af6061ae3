"""The items behind the figures of signals."""

from dataclasses import dataclass

from station.domain.inspection import Inspection
from station.domain.signals import Finding, Signal, SignalKind
from station.ports import World


@dataclass(frozen=True, slots=True)
class Signalled:
    """Inspections with a kind of signal, newest first, and the key that the next page starts before."""

    items: tuple[tuple[Inspection, Signal], ...]
    next: str | None


def items(
    world: World, kind: SignalKind, finding: Finding | None, before: str = "", size: int = 50
) -> Signalled:
    """Page through the inspections with a kind of signal and a finding, None for those still open."""
    with world.read() as uow:
        keys = uow.signals.of(kind, finding, size + 1, before)
        found = [uow.inspections.get(key) for key in keys[:size]]
    pairs = ((each, signal) for each in found for signal in each.signals if signal.kind is kind)
    return Signalled(tuple(pairs), keys[size - 1] if len(keys) > size else None)
