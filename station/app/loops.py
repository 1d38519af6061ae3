"""What goes on beside the pages: a step that is done again and again, and never ends by what goes wrong."""

import random
import threading
from collections.abc import Callable

import structlog

from station.domain.errors import DomainError
from station.domain.sync.backoff import pause
from station.ports import World

log = structlog.get_logger()

# Does what there is to do and returns how long to rest before the next time, in seconds; 0: there is more.
Step = Callable[[World], float]
# How long nothing is asked for, in seconds, where another process may have been given something to do.
IDLE = 1.0


class Loop:
    """Does a step in a thread of its own, again at once while there is more, and whenever the bell rings.

    Safe beside the same loop of another process where the step is. After a failure it rests, longer each
    time, with jitter; it goes on by itself once the cause is gone.
    """

    def __init__(self, name: str, world: World, step: Step) -> None:
        self._world = world
        self._step = step
        self._name = name
        self._stop = threading.Event()
        self._failed = 0
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the loop; a step that has begun is finished before."""
        self._stop.set()
        self._world.bell.echo("")
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            heard = self._world.bell.wait(-1, -1, 0)
            rest = self._work()
            if self._failed:
                self._stop.wait(rest)
            elif rest > 0:
                self._world.bell.wait(heard.revision, heard.echo, rest)

    def _work(self) -> float:
        try:
            rest = self._step(self._world)
        except DomainError as error:
            return self._trouble(error.reason.value)
        except Exception:
            log.exception("loop_failed", loop=self._name)
            return self._trouble("unexpected")
        self._failed = 0
        return rest

    def _trouble(self, why: str) -> float:
        self._failed += 1
        rest = pause(self._failed, random.random())  # noqa: S311 - only so that not all come at once
        log.warning("loop_rests", loop=self._name, why=why, times=self._failed, seconds=round(rest, 1))
        return rest


def whenever(work: Callable[[World], object], idle: float = IDLE) -> Step:
    """Make a step of something that returns whether it did anything."""
    return lambda world: 0.0 if work(world) else idle
