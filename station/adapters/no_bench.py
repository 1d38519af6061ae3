"""What central has in place of devices: none."""

from station.device_ports import Device, DriverChoice
from station.domain.devices import Binding, Signal
from station.domain.errors import DomainError, Reason
from station.ports import DeviceState


class NoDevices:
    """No scanner is plugged in, and none can be bound."""

    def list(self) -> tuple[Device, ...]:
        return ()

    def drivers(self) -> tuple[DriverChoice, ...]:
        return ()

    def wait(self, revision: int, timeout: float) -> int:
        """Return at once: nothing will ever change."""
        return revision

    def key(self, binding: Binding) -> str:
        return binding.device

    def check(self, binding: Binding) -> None:
        raise DomainError(Reason.NO_SUCH_DRIVER)

    def bind(self, binding: Binding) -> None:
        raise DomainError(Reason.NO_SUCH_DRIVER)

    def unbind(self, key: str) -> None:
        """Do nothing: nothing is bound."""

    def signal(self, device: str, signal: Signal) -> None:
        """Do nothing: nobody hears it."""

    def rules(self) -> str:
        return ""

    def state(self) -> DeviceState:
        return DeviceState.NONE
