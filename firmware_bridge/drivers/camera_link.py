"""One camera process and its two pipes: requests out, answers and heartbeats in."""

from __future__ import annotations

import contextlib
import itertools
import os
import select
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import IO

from firmware_bridge.drivers.camera_settings import CameraSettings
from firmware_bridge.drivers.camera_wire import Header, Inbox, Message, pack
from firmware_bridge.errors import BridgeError, Reason

WORKER = "firmware_bridge.drivers.camera_worker"
READ_SIZE = 1 << 20
SILENCE_SECONDS = 5.0  # five heartbeats missed: stopped or swapped out, no use to anyone
START_SECONDS = 60.0  # until the first one: a slow disk takes its time to load the libraries
# Read by OpenCV when it is imported, so they are set before the process begins.
ENVIRONMENT = {
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "2",
    "OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS": "0",
    "OPENCV_LOG_LEVEL": "ERROR",
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
    "OPENCV_FFMPEG_CAPTURE_OPTIONS": "fflags;nobuffer|flags;low_delay|probesize;65536|analyzeduration;100000",
}


@dataclass(slots=True)
class CameraLink:
    """Hold one process from spawn to death; `listen` is one thread's, `request` is anyone's."""

    settings: CameraSettings
    on_news: Callable[[Header], None]
    _process: subprocess.Popen[bytes] = field(init=False)
    _waiting: dict[int, Future[Message]] = field(default_factory=dict, init=False)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1), init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _over: bool = field(default=False, init=False)
    _patience: float = field(default=START_SECONDS, init=False)

    def __post_init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own module, our own settings
            [sys.executable, "-m", WORKER, self.settings.to_json()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **ENVIRONMENT},
            bufsize=0,
        )

    @property
    def pid(self) -> int:
        """Return the process id."""
        return self._process.pid

    def request(self, kind: str, **more: object) -> Message:
        """Ask and wait for the answer; raises BridgeError, and kills a process that gives none."""
        number, answer = self._enlist()
        try:
            self._send({"kind": kind, "id": number, **more})
            return self._checked(answer.result(self.settings.answer_seconds))
        except TimeoutError:
            self.kill()
            raise BridgeError(Reason.CAMERA_TIMEOUT, "the camera process hung and is replaced") from None
        finally:
            self._waiting.pop(number, None)

    def listen(self) -> str:
        """Deliver answers and heartbeats until the process ends; return how it ended."""
        inbox = Inbox()
        while data := self._read():
            for message in inbox.feed(data):
                self._deliver(message)
        return self._bury()

    def close(self) -> None:
        """Ask the process to end by ending its input; `listen` then returns."""
        with contextlib.suppress(OSError):
            _pipe(self._process.stdin).close()

    def kill(self) -> None:
        """End the process now."""
        self._process.kill()

    def _enlist(self) -> tuple[int, Future[Message]]:
        with self._lock:
            if self._over:
                raise _died("the camera process ended")
            number, answer = next(self._numbers), Future[Message]()
            self._waiting[number] = answer
            return number, answer

    def _send(self, header: Header) -> None:
        try:
            with self._lock:
                _pipe(self._process.stdin).write(pack(header))
        except (OSError, ValueError) as error:
            raise _died(f"the camera process takes no requests: {error}") from error

    def _checked(self, message: Message) -> Message:
        if message.header["kind"] == "refusal":
            raise BridgeError(Reason(message.header["reason"]), message.header["detail"])
        return message

    def _read(self) -> bytes:
        out = _pipe(self._process.stdout)
        if not select.select([out], [], [], self._patience)[0]:
            self.kill()
        self._patience = SILENCE_SECONDS
        return out.read(READ_SIZE)

    def _deliver(self, message: Message) -> None:
        number = message.header.get("id")
        if number is None:
            self.on_news(message.header)
            return
        answer = self._waiting.get(number)
        if answer is not None:
            answer.set_result(message)

    def _bury(self) -> str:
        self.kill()
        code = self._process.wait()
        self.close()
        _pipe(self._process.stdout).close()
        detail = f"the camera process ended ({_ending(code)})"
        self._fail_waiting(detail)
        return detail

    def _fail_waiting(self, detail: str) -> None:
        with self._lock:
            self._over = True
            waiting = list(self._waiting.values())
        for answer in waiting:
            if not answer.done():
                answer.set_exception(_died(detail))


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # both were asked for
    return pipe


def _died(detail: str) -> BridgeError:
    return BridgeError(Reason.CAMERA_DIED, detail)


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit {code}"
