"""The bridge's cameras as the station's."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from firmware_bridge.drivers.camera import CameraProcess
from firmware_bridge.errors import BridgeError
from firmware_bridge.errors import Reason as BridgeReason
from firmware_bridge.ports import CameraState
from station.camera_ports import Preview, SceneState, Shot
from station.domain.errors import DomainError, Reason
from station.ports import DeviceState, Lens

T = TypeVar("T")

_CAMERA_STATES: Mapping[CameraState, DeviceState] = {
    CameraState.LIVE: DeviceState.READY,
    CameraState.STARTING: DeviceState.STARTING,
    CameraState.FROZEN: DeviceState.FROZEN,
    CameraState.BUSY: DeviceState.BUSY,
}
_WORST_FIRST = (
    DeviceState.ABSENT,
    DeviceState.BUSY,
    DeviceState.FROZEN,
    DeviceState.STARTING,
    DeviceState.READY,
)


class BridgeCameras:
    """Cameras in processes of their own, by name; the first is asked where none is named."""

    def __init__(self, cameras: Sequence[CameraProcess], auto_shutter: frozenset[str] = frozenset()) -> None:
        self._cameras = {camera.settings.name: camera for camera in cameras}
        self._auto_shutter = auto_shutter

    def photo(self, name: str = "") -> Shot:
        frame = _asked(self._named(name).photo)
        return Shot(frame.jpeg, frame.width, frame.height, frame.taken_at, frame.simulated)

    def preview(self, name: str = "") -> Preview:
        seen = _asked(self._named(name).preview)
        return Preview(seen.jpeg, seen.scene, SceneState(seen.state.value))

    def state(self) -> DeviceState:
        states = {lens.state for lens in self.lenses()}
        return next((state for state in _WORST_FIRST if state in states), DeviceState.NONE)

    def lenses(self) -> tuple[Lens, ...]:
        return tuple(self._lens(camera) for camera in self._cameras.values())

    def _lens(self, camera: CameraProcess) -> Lens:
        settings = camera.settings
        state = _CAMERA_STATES.get(camera.health().state, DeviceState.ABSENT)
        auto = settings.name in self._auto_shutter
        return Lens(settings.name, state, settings.reads_codes, settings.read_share, auto)

    def _named(self, name: str) -> CameraProcess:
        camera = self._cameras.get(name or next(iter(self._cameras), ""))
        if camera is None:
            raise DomainError(Reason.CAMERA_ABSENT)
        return camera


def _asked(take: Callable[[], T]) -> T:
    try:
        return take()
    except BridgeError as error:
        frozen = error.reason is BridgeReason.CAMERA_FROZEN
        raise DomainError(Reason.CAMERA_FROZEN if frozen else Reason.CAMERA_ABSENT) from error
