"""The thread that looks into the folder where files arrive."""

import threading

import structlog

from station.domain.errors import DomainError
from station.importing_ports import Inbox
from station.ports import World
from station.services.importing import watching

log = structlog.get_logger()

# How long a full disk or a folder that is gone is let be, in seconds.
REST_SECONDS = 30.0


class ImportLoop:
    """Looks into the folder every few seconds and takes over what lies still."""

    def __init__(self, world: World, inbox: Inbox, seconds: float) -> None:
        self._world = world
        self._inbox = inbox
        self._seconds = seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="imports", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self.work()):
            pass

    def work(self) -> float:
        """Do one look, and return for how long to rest. Nothing that goes wrong ends the thread."""
        try:
            if taken := watching.step(self._world, self._inbox):
                log.info("imports_taken", files=taken)
        except DomainError as refused:
            log.warning("imports", reason=refused.reason.value)
        except OSError as error:
            log.warning("imports_folder", error=error.strerror or type(error).__name__)
        except Exception:
            log.exception("imports_failed")
        else:
            return self._seconds
        return REST_SECONDS
