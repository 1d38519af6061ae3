"""The bridge's camera as the station's."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from firmware_bridge.drivers.camera import CameraProcess
from firmware_bridge.errors import BridgeError
from firmware_bridge.errors import Reason as BridgeReason
from firmware_bridge.ports import CameraState
from station.domain.errors import DomainError, Reason
from station.ports import DeviceState, Shot

T = TypeVar("T")

_CAMERA_STATES: Mapping[CameraState, DeviceState] = {
    CameraState.LIVE: DeviceState.READY,
    CameraState.STARTING: DeviceState.STARTING,
    CameraState.FROZEN: DeviceState.FROZEN,
}


class BridgeCamera:
    """A camera in a process of its own."""

    def __init__(self, camera: CameraProcess) -> None:
        self._camera = camera

    def photo(self) -> Shot:
        frame = _asked(self._camera.photo)
        return Shot(frame.jpeg, frame.width, frame.height, frame.taken_at, frame.simulated)

    def preview(self) -> bytes:
        return _asked(self._camera.preview)

    def state(self) -> DeviceState:
        return _CAMERA_STATES.get(self._camera.health().state, DeviceState.ABSENT)


def _asked(take: Callable[[], T]) -> T:
    try:
        return take()
    except BridgeError as error:
        frozen = error.reason is BridgeReason.CAMERA_FROZEN
        raise DomainError(Reason.CAMERA_FROZEN if frozen else Reason.CAMERA_ABSENT) from error


class NoCamera:
    """A station that was set up without a camera."""

    def photo(self) -> Shot:
        raise DomainError(Reason.CAMERA_ABSENT)

    def preview(self) -> bytes:
        raise DomainError(Reason.CAMERA_ABSENT)

    def state(self) -> DeviceState:
        return DeviceState.NONE
