"""What stations and central need of each other and of their stores, as Protocols."""

from collections.abc import Sequence
from typing import Protocol

from station.domain.sync.messages import (
    Batch,
    Enrolled,
    Enrolment,
    Feed,
    Health,
    Held,
    Opened,
    Receipt,
    Refusal,
)


class CentralUnreachable(Exception):
    """Central did not answer, or not in time. ``retry_after`` is what it asked for, in seconds, if it did."""

    def __init__(self, said: str, retry_after: float | None = None) -> None:
        super().__init__(said)
        self.retry_after = retry_after


class CentralRefused(Exception):
    """Central answered no: ``why``, and ``said`` for the log."""

    def __init__(self, why: Refusal, said: str = "") -> None:
        super().__init__(said or why.value)
        self.why = why
        self.said = said


class Central(Protocol):
    """Central, as a station speaks with it. Everything raises CentralUnreachable and CentralRefused.

    ``open`` signs in with the station's key (challenge, signature, token); the token is kept in memory and
    asked for again when it is over. ``missing`` tells which photos central has; ``ship_photo`` sends one
    from where central stands and is done when central has checked its hash. ``own`` gives a station its own
    entries back, as text, after a restore. ``document`` gives what a decision names by its hash.
    """

    def enrol(self, asked: Enrolment) -> Enrolled: ...
    def open(self, turn: str, size: int, health: Health) -> Opened: ...
    def held(self, photos: Sequence[str]) -> Held: ...
    def ship_photo(self, sha256: str, photo: bytes, from_byte: int = 0) -> None: ...
    def ship(self, batch: Batch) -> Receipt: ...
    def feed(self, after: int) -> Feed: ...
    def document(self, sha256: str) -> bytes: ...
    def own(self, after: int, limit: int) -> tuple[str, ...]: ...
