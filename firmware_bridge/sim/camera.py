"""A camera that is not there: a real MJPEG stream on loopback, showing whatever is put before it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace

from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.sim.http_stream import StreamServer
from firmware_bridge.sim.paint import Picture
from firmware_bridge.sim.reel import VARIANTS, Reel, blurred, covered
from firmware_bridge.sim.scene import EMPTY_DESK, SIZE, Scene, render

FPS = 12.0


@dataclass(frozen=True, slots=True)
class Setup:
    """What is before the lens, and what is wrong with it."""

    scene: Scene = EMPTY_DESK
    is_covered: bool = False
    is_blurred: bool = False


@dataclass(slots=True)
class StreamCamera:
    """Stream a scene at 1920x1080; every method is safe from any thread.

    When `present` returns, every frame that is sent from then on shows the new scene.
    """

    port: int = 0
    fps: float = FPS
    _server: StreamServer | None = field(default=None, init=False)
    _setup: Setup = field(default_factory=Setup, init=False)
    _reel: Reel | None = field(default=None, init=False)
    _frozen: bytes | None = field(default=None, init=False)
    _shown: bytes = field(default=b"", init=False)
    _sent: int = field(default=0, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)  # never held while drawing
    _changing: threading.Lock = field(default_factory=threading.Lock, init=False)

    @property
    def url(self) -> str:
        """Return the stream's address; it stays the same through unplug and replug."""
        if not self.port:
            raise BridgeError(Reason.SIMULATOR, "the simulated camera was never started")
        return f"http://127.0.0.1:{self.port}/stream.mjpg"

    @property
    def plugged(self) -> bool:
        """Tell whether the camera is plugged in."""
        return self._server is not None

    @property
    def sent(self) -> int:
        """Return how many frames were given to clients."""
        return self._sent

    def frames(self) -> set[bytes]:
        """Return every JPEG that the present scene is sent as."""
        reel = self._reel
        return {reel.frame(number) for number in range(VARIANTS)} if reel else set()

    @property
    def setup(self) -> Setup:
        """Return what is before the lens now."""
        return self._setup

    def start(self) -> None:
        """Plug in for the first time."""
        self._show(self._setup)
        self.replug()

    def stop(self) -> None:
        """Unplug for good; leaves no thread."""
        self.unplug()

    def present(self, scene: Scene) -> None:
        """Put an item before the lens, or `EMPTY_DESK`."""
        self._change(scene=scene)

    def cover(self) -> None:
        """Put a hand over the lens."""
        self._change(is_covered=True)

    def uncover(self) -> None:
        """Take the hand away."""
        self._change(is_covered=False)

    def blur(self, on: bool) -> None:
        """Lose or find the focus."""
        self._change(is_blurred=on)

    def freeze(self) -> None:
        """Send the last frame again and again."""
        shown = self._shown or self._next_frame(0)
        with self._lock:
            self._frozen = shown

    def thaw(self) -> None:
        """Send live frames again."""
        with self._lock:
            self._frozen = None

    def unplug(self) -> None:
        """Drop every client and refuse new ones."""
        with self._lock:
            server, self._server = self._server, None
        if server is not None:
            server.end()

    def replug(self) -> None:
        """Serve again on the same port; does nothing while plugged in."""
        with self._lock:
            if self._server is None:
                self._server = StreamServer(self.port, self.fps, self._next_frame)
                self.port = self._server.server_port
                self._server.begin()

    def _change(self, **what: Scene | bool) -> None:
        with self._changing:
            setup = replace(self._setup, **what)  # type: ignore[arg-type]
            if setup == self._setup:
                return  # drawing takes long
            self._show(setup)
        server = self._server
        if server is not None:
            server.settle()

    def _show(self, setup: Setup) -> None:
        reel = Reel(picture(setup))
        reel.frame(0)  # encoded before it is shown, so that the stream never waits
        with self._lock:
            self._setup, self._reel = setup, reel

    def _next_frame(self, number: int) -> bytes:
        with self._lock:
            reel, frozen = self._reel, self._frozen
        assert reel is not None  # shown before it is served
        self._shown = frozen or reel.frame(number)
        self._sent += 1
        return self._shown


def picture(setup: Setup) -> Picture:
    """Render what the lens sees."""
    if setup.is_covered:
        return covered(SIZE)
    clear = render(setup.scene)
    return blurred(clear) if setup.is_blurred else clear
