"""The bridge's hub as the station's devices."""

import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import structlog

from firmware_bridge.decode.dialect import Signal as BridgeSignal
from firmware_bridge.drivers.camera import CameraProcess
from firmware_bridge.drivers.table import DRIVERS
from firmware_bridge.errors import BridgeError
from firmware_bridge.errors import Reason as BridgeReason
from firmware_bridge.hub import Hub
from firmware_bridge.known import Device as Known
from station.adapters.bridge.as_bound import bridge_binding
from station.adapters.bridge.shown import camera_device, device, is_source
from station.device_ports import Device, DriverChoice
from station.domain.devices import Binding, DeviceKind, Signal
from station.domain.errors import DomainError, Reason
from station.ports import DeviceState

log = structlog.get_logger()

# Languages without commands: nothing can be said to such a scanner.
DEAF = frozenset({"plain", "wedge"})
Stored = Callable[[], Sequence[Binding]]


class BridgeDevices:
    """Everything plugged in and bound. ``fixed`` are the bindings of the settings file, ``stored`` those of
    the devices page, read at the start; the file goes first."""

    def __init__(
        self,
        hub: Hub,
        fixed: Sequence[Binding],
        stored: Stored,
        cameras: Sequence[CameraProcess],
        rules: Path,
    ) -> None:
        self._hub = hub
        self._fixed = {self.key(binding): binding for binding in fixed}
        self._bound = dict(self._fixed)
        self._stored = stored
        self._cameras = tuple(cameras)
        self._rules = rules
        self._signals: queue.SimpleQueue[tuple[str, Signal] | None] = queue.SimpleQueue()
        self._speaker: threading.Thread | None = None

    def start(self) -> None:
        for binding in self._stored():
            if (
                binding.driver in DRIVERS
            ):  # a driver that was taken away must not keep the station from starting
                self._bound.setdefault(self.key(binding), binding)
        for binding in self._bound.values():
            self._hub.bind(bridge_binding(binding))
        self._hub.start()
        self._speaker = threading.Thread(target=self._speak, name="scanner signals")
        self._speaker.start()

    def stop(self) -> None:
        self._signals.put(None)
        if self._speaker is not None:
            self._speaker.join()
        self._hub.stop()

    # The port -------------------------------------------------------------------------------------

    def list(self) -> tuple[Device, ...]:
        """Describe every device: cameras that are set up last, and only once."""
        sources = [camera.settings.source for camera in self._cameras]
        scanners = [
            self._shown(known)
            for known in self._hub.devices()
            if not (known.spec and any(is_source(source, known.spec) for source in sources))
        ]
        return (*scanners, *(camera_device(camera) for camera in self._cameras))

    def drivers(self) -> tuple[DriverChoice, ...]:
        return tuple(
            DriverChoice(driver.name, driver.title, DeviceKind(driver.kind.value), driver.name not in DEAF)
            for driver in DRIVERS.values()
        )

    def wait(self, revision: int, timeout: float) -> int:
        return self._hub.wait(revision, timeout)

    def key(self, binding: Binding) -> str:
        if binding.driver not in DRIVERS:
            raise DomainError(Reason.NO_SUCH_DRIVER, driver=binding.driver)
        return bridge_binding(binding).key

    def check(self, binding: Binding) -> None:
        if self.key(binding) in self._fixed:
            raise DomainError(Reason.BOUND_BY_FILE, code=binding.device)
        try:
            self._hub.check(bridge_binding(binding))
        except BridgeError as error:
            raise DomainError(Reason.DEVICE_AMBIGUOUS, code=binding.device) from error

    def bind(self, binding: Binding) -> None:
        self._bound[self.key(binding)] = binding
        self._hub.bind(bridge_binding(binding))

    def unbind(self, key: str) -> None:
        self._bound.pop(key, None)
        self._hub.unbind(key)

    def signal(self, device: str, signal: Signal) -> None:
        """Leave it to the speaker's thread: a scanner may take its time to listen."""
        self._signals.put((device, signal))

    def rules(self) -> str:
        """Return the udev rules that are shipped, as one text."""
        files = sorted(self._rules.glob("*.rules"))
        return "\n".join(file.read_text(encoding="utf-8").strip() for file in files)

    # Beside it ------------------------------------------------------------------------------------

    def state(self) -> DeviceState:
        """Say how the bound scanners are together: ready if one of them is."""
        states = self._hub.bound_states()
        if not states:
            return DeviceState.NONE
        return DeviceState.READY if any(states) else DeviceState.ABSENT

    def _shown(self, known: Known) -> Device:
        return device(known, self._bound.get(known.key), known.key in self._fixed)

    def _speak(self) -> None:
        while (wanted := self._signals.get()) is not None:
            name, signal = wanted
            try:
                self._hub.signal(name, BridgeSignal(signal.value))
            except BridgeError as error:
                if error.reason is not BridgeReason.PORT_ABSENT:  # gone is gone: its light says so
                    log.info("signal_not_given", device=name, because=error.reason.value)
            except Exception:
                log.exception("signal_failed", device=name)
