"""The thread that works the print queue, and asks the printer now and then how it is."""

import threading
import time

import structlog

from station.domain.errors import DomainError
from station.ports import World
from station.services import printing

log = structlog.get_logger()

# How often an idle printer is asked, for its light on the screens; and how long a full disk is let be.
IDLE_QUESTION_SECONDS = 5.0
STORE_REST_SECONDS = 5.0


class PrintLoop:
    """Prints what waits, oldest first, one at a time."""

    def __init__(self) -> None:
        self._world: World | None = None
        self._stop = threading.Event()
        self._next_question = 0.0
        self._thread = threading.Thread(target=self._run, name="print-queue", daemon=True)

    def attach(self, world: World) -> None:
        self._world = world

    def start(self) -> None:
        assert self._world is not None
        printing.resume(self._world)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        assert self._world is not None
        while not self._stop.is_set():
            self._stop.wait(self._work(self._world))

    def _work(self, world: World) -> float:
        """Do one step. Nothing that goes wrong ends the thread: labels would wait for ever."""
        try:
            self._ask_now_and_then(world)
            return printing.work(world)
        except DomainError as error:
            log.warning("print_queue", reason=error.reason.value)
        except Exception:
            log.exception("print_queue_failed")
        return STORE_REST_SECONDS

    def _ask_now_and_then(self, world: World) -> None:
        if time.monotonic() >= self._next_question:
            self._next_question = time.monotonic() + IDLE_QUESTION_SECONDS
            world.printer.ask()
