"""What central writes of its stations: who was let in, by which key, and why nothing is taken from one."""

from dataclasses import dataclass
from datetime import datetime

from station.domain.sync.messages import Refusal


@dataclass(frozen=True, slots=True)
class StationInvited:
    """Somebody had a one-time code made: for one station, or for any new one where it is empty."""

    station: str
    until: datetime


@dataclass(frozen=True, slots=True)
class StationEnrolled:
    """A station used its code, and is known by this verifier key from here on; ``again`` if it was before."""

    station: str
    key: str
    fingerprint: str
    again: bool


@dataclass(frozen=True, slots=True)
class StationRevoked:
    """Nothing is taken from a station any more; ``key`` is the one that it had."""

    station: str
    key: str


@dataclass(frozen=True, slots=True)
class StationStopped:
    """Something is wrong with a station, which sends nothing until somebody has seen to it."""

    station: str
    why: Refusal


@dataclass(frozen=True, slots=True)
class StationLetBack:
    """Somebody decided that a station that was stopped or revoked goes on; ``why`` is what had stopped it."""

    station: str
    why: str


StationEvent = StationInvited | StationEnrolled | StationRevoked | StationStopped | StationLetBack
