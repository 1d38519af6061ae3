"""Cameras as station.toml sets them up, as the bridge takes them."""

from collections.abc import Mapping

from firmware_bridge.drivers.camera import CameraProcess, CameraSettings
from firmware_bridge.events import Emit
from station.adapters.bridge.camera import BridgeCameras
from station.adapters.config.settings import Camera, Settings

_CONTROLS = (
    "auto_exposure",
    "exposure",
    "gain",
    "autofocus",
    "focus",
    "auto_white_balance",
    "white_balance",
)


def processes(
    settings: Settings, gates: Mapping[str, float], emit: Emit, simulated: bool
) -> list[CameraProcess]:
    """Make a process for each camera; their codes go the way of every other scan."""
    return [CameraProcess(_settings(each, gates, simulated), emit) for each in settings.cameras]


def together(settings: Settings, cameras: list[CameraProcess]) -> BridgeCameras:
    """Join the cameras to the station's one port."""
    return BridgeCameras(cameras, frozenset(each.name for each in settings.cameras if each.auto_shutter))


def _settings(camera: Camera, gates: Mapping[str, float], simulated: bool) -> CameraSettings:
    return CameraSettings(
        str(camera.source),
        camera.width,
        camera.height,
        camera.fps,
        simulated=simulated,
        name=camera.name,
        controls=_controls(camera),
        gates=gates,
        reads_codes=camera.reads_codes,
        read_share=camera.read_area,
    )


def _controls(camera: Camera) -> dict[str, float]:
    said = {name: getattr(camera, name) for name in _CONTROLS}
    return {name: float(value) for name, value in said.items() if value is not None}
