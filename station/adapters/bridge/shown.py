"""Devices of the bridge in the words of the station."""

import os

from firmware_bridge.drivers.camera import CameraProcess
from firmware_bridge.events import DeviceKind as BridgeKind
from firmware_bridge.events import DeviceSpec
from firmware_bridge.known import Device as Known
from firmware_bridge.ports import CameraState
from station.adapters.bridge.veil import exchanges
from station.device_ports import Device
from station.domain.devices import Binding, Clue, DeviceKind, Down, Standing

# Who can be kept from opening a device that nobody has tried to open yet.
DOWN_CAMERA = {CameraState.ABSENT: Down.ABSENT, CameraState.BUSY: Down.BUSY, CameraState.DEAD: Down.UNUSABLE}


def device(known: Known, binding: Binding | None, fixed: bool) -> Device:
    """Translate one device of the hub."""
    spec = known.spec or _unseen(known)
    return Device(
        key=known.key,
        identity=binding.device if binding else spec.identity,
        standing=Standing(known.mode.value),
        kind=DeviceKind(spec.kind.value),
        vendor=spec.vendor,
        model=spec.model or _described(spec),
        serial_number=spec.serial_number or "",
        firmware=spec.firmware,
        connection=spec.connection,
        path=spec.path,
        plugged=known.plugged,
        up=known.up,
        down=_down(known, spec),
        detail=known.detail,
        driver=known.driver,
        likely=known.likely.driver if known.likely else "",
        because=Clue(known.likely.why.value) if known.likely else None,
        binding=binding,
        fixed=fixed,
        exchanges=exchanges(known.traces, spec.kind),
        scans=known.scans,
        broken=known.broken,
        simulated=spec.simulated,
    )


def _unseen(known: Known) -> DeviceSpec:
    name = known.binding.device if known.binding else known.key
    kind = known.binding.kind if known.binding else BridgeKind.SERIAL
    return DeviceSpec(name, kind, name.removeprefix("path:"))


def _described(spec: DeviceSpec) -> str:
    return "" if spec.description in ("n/a", spec.path) else spec.description


def _down(known: Known, spec: DeviceSpec) -> Down | None:
    if known.down is not None:
        return Down(known.down.value)
    return Down.PERMISSION if spec.denied and not known.up else None


def camera_device(camera: CameraProcess) -> Device:
    """Describe a camera that is set up, with its picture as read back."""
    settings, health = camera.settings, camera.health()
    live = health.state is CameraState.LIVE
    return Device(
        key=f"camera:{settings.name}",
        identity=settings.source,
        standing=Standing.BOUND,
        kind=DeviceKind.CAMERA,
        model=settings.name,
        path=settings.source,
        plugged=live,
        up=live,
        down=DOWN_CAMERA.get(health.state),
        detail=health.detail,
        size=(health.width, health.height) if health.width else None,
        rate=round(health.fps, 1),
        simulated=settings.simulated,
    )


def is_source(source: str, spec: DeviceSpec) -> bool:
    """Tell whether a listed device is the camera that a source names: by number, link or path."""
    if spec.kind is not BridgeKind.CAMERA:
        return False
    path = f"/dev/video{source}" if source.isdigit() else source
    return os.path.realpath(path) == os.path.realpath(spec.path)
