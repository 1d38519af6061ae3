"""The thread that carries records to central, and central's decisions here."""

import threading

import structlog

from station.domain.errors import DomainError
from station.domain.sync.backoff import LONGEST_SECONDS, SHORTEST_SECONDS
from station.domain.sync.standing import Standing
from station.ports import World
from station.services.syncing import rounds
from station.services.syncing.backlog import PhotosWaiting
from station.services.syncing.rounds import Round
from station.sync_ports import Central, CentralRefused, CentralUnreachable
from station.trust_ports import KeysUnusable

log = structlog.get_logger()

# After the first new entry others follow within moments: they go together.
GATHER_SECONDS = 1.0
STORE_REST_SECONDS = 5.0


class ShipLoop:
    """Ships as soon as something is new, and looks at central every ``poll_seconds``. One for a station.

    It is the station's ``Courier``, too.
    """

    def __init__(
        self,
        central: Central,
        address: str,
        poll_seconds: float,
        *,
        take: rounds.Take = lambda _world, _central: None,
        gather_seconds: float = GATHER_SECONDS,
    ) -> None:
        self._central = central
        self._address = address
        self._poll = poll_seconds
        self._gather = gather_seconds
        self._world: World | None = None
        self._stop = threading.Event()
        self._news = threading.Event()
        self._at_once = True  # what stopped it may have been mended while the station was down
        self._changes = 0
        self._photos = PhotosWaiting()
        self._round = Round(central, take, go_on=lambda: not self._stop.is_set())
        self._thread = threading.Thread(target=self._run, name="ship", daemon=True)

    @property
    def address(self) -> str:
        return self._address

    def attach(self, world: World) -> None:
        self._world = world

    def start(self) -> None:
        assert self._world is not None
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._news.set()
        if self._thread.is_alive():
            self._thread.join()

    def photos(self) -> int:
        return self._photos.count

    def changes(self) -> int:
        return self._changes

    def wake(self, at_once: bool = False) -> None:
        self._at_once = self._at_once or at_once
        self._news.set()

    def fetch(self, sha256: str) -> bytes | None:
        """Ask central for a photo while it is in touch. The caller compares its hash."""
        try:
            return self._central.photo(sha256)
        except (CentralUnreachable, CentralRefused):
            return None

    def _run(self) -> None:
        assert self._world is not None
        while not self._stop.is_set():
            rest = self._work(self._world)
            if self._news.wait(rest) and not self._at_once:
                self._stop.wait(self._gather)
            self._news.clear()

    def _work(self, world: World) -> float:
        """Do one round and return how long to rest. Nothing that goes wrong ends the thread."""
        at_once, self._at_once = self._at_once, False
        try:
            self._count(world)
            outcome = rounds.run(world, self._round, at_once=at_once)
            if outcome.tried:
                self._tell(outcome)
            self._count(world)
            return self._rest(world, outcome.standing)
        except DomainError as error:
            log.warning("ship", reason=error.reason.value)
        except KeysUnusable as error:
            log.warning("ship", error=str(error))
        except Exception:
            log.exception("ship_failed")
        return STORE_REST_SECONDS

    def _rest(self, world: World, known: Standing) -> float:
        """Rest until the next look at central, or until the next try after a failure."""
        if known.due is None or known.stopped:
            return self._poll
        until = (known.due - world.clock.now()).total_seconds()
        return min(max(until, SHORTEST_SECONDS), max(self._poll, LONGEST_SECONDS))

    def _count(self, world: World) -> None:
        """Count the photos that wait, a few thousand entries at a time: nobody waits for the store."""
        before, whole = self._photos.count, False
        while not whole and not self._stop.is_set():
            with world.read() as uow:
                whole = self._photos.catch_up(uow, uow.shipping.standing().size)
        if self._photos.count != before:
            self._changes += 1

    def _tell(self, outcome: rounds.Outcome) -> None:
        self._changes += 1
        known = outcome.standing
        if known.stopped:
            log.error("ship_stopped", why=known.stopped.value, said=known.error)
        elif known.attempts:
            log.warning("ship_later", attempts=known.attempts, said=known.error)
        elif outcome.shipped.entries:
            log.info("shipped", entries=outcome.shipped.entries, photos=outcome.shipped.photos)
