"""What to do now on the devices page: one thing, the most pressing."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from station.device_ports import Device
from station.domain.devices import DeviceKind, Down, Standing


class Advice(StrEnum):
    """The headline of the devices page, by what stands in the way first."""

    PERMISSION = "permission"
    ALIKE = "alike"
    BUSY = "busy"
    USE_IT = "use_it"
    TRY_IT = "try_it"
    KEYBOARD = "keyboard"
    PLUG_IN = "plug_in"
    PLUG_IN_AGAIN = "plug_in_again"
    ANOTHER = "another"
    READY = "ready"


def _down(device: Device, why: Down) -> bool:
    return device.scanner and not device.up and device.down is why


def _bound(devices: Sequence[Device]) -> list[Device]:
    return [d for d in devices if d.scanner and d.standing is Standing.BOUND]


def _heard(devices: Sequence[Device]) -> list[Device]:
    return [d for d in devices if d.standing is Standing.HEARD and d.up]


def _alike(devices: Sequence[Device]) -> bool:
    return any(d.standing is Standing.REFUSED or _down(d, Down.AMBIGUOUS) for d in devices)


def _keyboards(devices: Sequence[Device]) -> bool:
    return any(d.kind is DeviceKind.KEYBOARD for d in devices)


def _opened(devices: Sequence[Device], why: Down) -> bool:
    """Tell whether a scanner that is wanted cannot be opened for this reason."""
    return any(_down(d, why) and d.standing in (Standing.BOUND, Standing.HEARD) for d in devices)


# The first that holds is said.
_RULES: tuple[tuple[Advice, Callable[[Sequence[Device]], bool]], ...] = (
    (Advice.PERMISSION, lambda devices: _opened(devices, Down.PERMISSION)),
    (Advice.ALIKE, _alike),
    (Advice.BUSY, lambda devices: _opened(devices, Down.BUSY)),
    (Advice.PLUG_IN_AGAIN, lambda devices: bool(_bound(devices)) and not any(d.up for d in _bound(devices))),
    (Advice.ANOTHER, lambda devices: bool(_bound(devices)) and bool(_heard(devices))),
    (Advice.READY, lambda devices: bool(_bound(devices))),
    (Advice.USE_IT, lambda devices: any(d.scans for d in _heard(devices))),
    (Advice.TRY_IT, lambda devices: bool(_heard(devices))),
    (Advice.KEYBOARD, _keyboards),
)


def advice(devices: Sequence[Device]) -> Advice:
    """Choose what to say first."""
    return next((said for said, holds in _RULES if holds(devices)), Advice.PLUG_IN)
