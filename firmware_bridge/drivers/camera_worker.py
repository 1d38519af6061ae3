"""The camera's own process: `python -m firmware_bridge.drivers.camera_worker SETTINGS`.

A driver or decoder that hangs or crashes takes only this process with it. It ends when its standard input
does, so it never outlives the station, however that dies.
"""

from __future__ import annotations

import os
import resource
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, BinaryIO

import cv2

from firmware_bridge.drivers.camera_given import Given, encode
from firmware_bridge.drivers.camera_grabber import Grab, Grabber
from firmware_bridge.drivers.camera_settings import CameraSettings
from firmware_bridge.drivers.camera_wire import Header, Inbox, pack
from firmware_bridge.errors import Reason
from firmware_bridge.events import SceneState, local_now
from firmware_bridge.ports import CameraState
from firmware_bridge.vision.photo import UnreadablePhoto, jpeg_size

if TYPE_CHECKING:
    from firmware_bridge.drivers.camera_looks import Looks

HEARTBEAT_SECONDS = 1.0
READ_SIZE = 65536
HUNG_EXIT = 3
MOST_MEMORY = 4 << 30  # bytes of address space; usually it takes a fifth
FAILURES: dict[CameraState, Reason] = {
    CameraState.STARTING: Reason.CAMERA_STARTING,
    CameraState.ABSENT: Reason.CAMERA_ABSENT,
    CameraState.BUSY: Reason.CAMERA_ABSENT,
    CameraState.FROZEN: Reason.CAMERA_FROZEN,
    CameraState.LIVE: Reason.CAMERA_TIMEOUT,
}


@dataclass(slots=True)
class Worker:
    """Answer requests from the newest frames; every answer carries the number of its request."""

    settings: CameraSettings
    out: BinaryIO
    grabber: Grabber = field(init=False)
    looks: Looks | None = field(default=None, init=False)
    _speaking: threading.Lock = field(default_factory=threading.Lock, init=False)
    _photographed: Given | None = field(default=None, init=False)
    _preview: tuple[int, int, bytes] = field(default=(0, 0, b""), init=False)

    def __post_init__(self) -> None:
        self.grabber = Grabber(self.settings, self.beat)

    def beat(self) -> None:
        """Say how the camera is."""
        self._say({"kind": "health", **asdict(self.grabber.health())})

    def answer(self, request: Header) -> None:
        """Answer one request with a picture or with the reason why there is none."""
        handlers: dict[str, Callable[[Header], None]] = {"photo": self._photo_aside, "preview": self._small}
        handlers[request["kind"]](request)

    def _photo_aside(self, request: Header) -> None:
        # A photo may wait for the camera; previews and further photos do not wait for it.
        threading.Thread(target=self._photo, args=(request,), daemon=True).start()

    def _photo(self, request: Header) -> None:
        asked = time.monotonic()
        end = asked + self.settings.photo_seconds
        while (grab := self.grabber.fresh(asked, end - time.monotonic())) is not None:
            try:
                jpeg = grab.given.jpeg(self.settings.jpeg_quality)
            except UnreadablePhoto:
                asked = grab.ended  # the next one may be whole
                continue
            self._send(request, grab, jpeg, jpeg_size(jpeg))
            self._remember(grab.given)
            return
        self._refuse(request)

    def _small(self, request: Header) -> None:
        grab = self.grabber.newest()
        try:
            small = self._shrunk(grab, int(request["width"])) if grab is not None else None
        except UnreadablePhoto:
            small = None
        if grab is None or small is None:
            self._refuse(request)
        else:
            self._send(request, grab, small, (0, 0), **self._scene())

    def _scene(self) -> dict[str, object]:
        if self.looks is None:
            return {"scene": 0, "scene_state": SceneState.MOVING}
        return {"scene": self.looks.scene.number, "scene_state": self.looks.scene.state}

    def look(self) -> None:
        """Look at pictures from the first time that somebody does; until then nothing is loaded for it."""
        self.grabber.attended.wait()
        from firmware_bridge.drivers.camera_looks import Looks  # noqa: PLC0415 - a fifth of what is loaded

        self.looks = looks = Looks(self.settings, self.grabber, self._tell)
        if self._photographed is not None:
            looks.photographed(self._photographed)
        looks.run()

    def _remember(self, photographed: Given) -> None:
        self._photographed = photographed
        if self.looks is not None:
            self.looks.photographed(photographed)

    def _shrunk(self, grab: Grab, width: int) -> bytes:
        if self._preview[:2] != (grab.number, width):
            jpeg = encode(grab.given.small(width), self.settings.preview_quality)
            self._preview = (grab.number, width, jpeg)
        return self._preview[2]

    def _send(
        self, request: Header, grab: Grab, jpeg: bytes, size: tuple[int, int] = (0, 0), **more: object
    ) -> None:
        about = {"width": size[0], "height": size[1], "taken_at": grab.taken_at.isoformat()}
        self._say({"kind": "picture", "id": request["id"], **about, **more}, jpeg)

    def _tell(self, text: str, aim: str) -> None:
        self._say({"kind": "scan", "data": text, "aim": aim, "at": local_now().isoformat()})

    def _refuse(self, request: Header) -> None:
        health = self.grabber.health()
        detail = health.detail or f"no fresh picture in {self.settings.photo_seconds:g} s"
        self._say(
            {"kind": "refusal", "id": request["id"], "reason": FAILURES[health.state], "detail": detail}
        )

    def _say(self, header: Header, body: bytes = b"") -> None:
        with self._speaking:
            self.out.write(pack(header, body))
            self.out.flush()


def beat_for_ever(worker: Worker) -> None:
    """Send a heartbeat a second; end the process when a call into the camera's driver hangs."""
    while True:
        worker.beat()
        if worker.grabber.busy_seconds() > worker.settings.hung_seconds:
            os._exit(HUNG_EXIT)
        time.sleep(HEARTBEAT_SECONDS)


def answer_until_eof(worker: Worker, source: int) -> None:
    """Answer requests in order until the station is gone."""
    inbox = Inbox()
    while data := os.read(source, READ_SIZE):
        for message in inbox.feed(data):
            worker.answer(message.header)


def start(task: Callable[..., None], *arguments: object) -> None:
    """Run a task in the background; the end of the process is its end."""
    threading.Thread(target=end_with, args=(task, *arguments), daemon=True).start()


def end_with(task: Callable[..., None], *arguments: object) -> None:
    """Run a task and end the process with it: without any one of them it would only look alive."""
    try:
        task(*arguments)
    except BrokenPipeError:
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def private_stdout() -> BinaryIO:
    """Keep the pipe for messages; what libraries print goes to standard error."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


def limit_memory() -> None:
    """Let this process end before a camera's endless picture fills the machine."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def main(settings: str) -> None:
    """Serve one camera until standard input ends."""
    limit_memory()
    worker = Worker(CameraSettings.from_json(settings), private_stdout())
    cv2.setNumThreads(1)
    start(worker.grabber.run)
    start(worker.look)
    start(beat_for_ever, worker)
    end_with(answer_until_eof, worker, 0)


if __name__ == "__main__":
    main(sys.argv[1])
