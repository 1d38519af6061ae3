"""The bridge's scale as the station's."""

from collections.abc import Mapping

from firmware_bridge.drivers.scale import Scale
from firmware_bridge.errors import BridgeError
from firmware_bridge.errors import Reason as BridgeReason
from firmware_bridge.ports import ScaleState
from station.domain.errors import DomainError, Reason
from station.domain.weight import Weighed
from station.ports import DeviceState

_REASONS: Mapping[BridgeReason, Reason] = {
    BridgeReason.SCALE_SILENT: Reason.SCALE_SILENT,
    BridgeReason.SCALE_MOVING: Reason.SCALE_MOVING,
    BridgeReason.SCALE_EMPTY: Reason.SCALE_EMPTY,
    BridgeReason.SCALE_OVERLOAD: Reason.SCALE_OVERLOAD,
}
_STATES: Mapping[ScaleState, DeviceState] = {
    ScaleState.READY: DeviceState.READY,
    ScaleState.SILENT: DeviceState.SILENT,
    ScaleState.ABSENT: DeviceState.ABSENT,
}


class BridgeScale:
    """A scale on a serial line."""

    def __init__(self, scale: Scale) -> None:
        self._scale = scale

    def weigh(self) -> Weighed:
        try:
            weighed = self._scale.weigh()
        except BridgeError as error:
            raise DomainError(_REASONS.get(error.reason, Reason.SCALE_ABSENT)) from error
        return Weighed(float(weighed.grams), weighed.at, weighed.device, weighed.simulated)

    def state(self) -> DeviceState:
        return _STATES[self._scale.state()]


class NoScale:
    """A station without a scale."""

    def weigh(self) -> Weighed:
        raise DomainError(Reason.NO_SCALE)

    def state(self) -> DeviceState:
        return DeviceState.NONE
