"""Let stations in, by a code that counts once; put them out, and let them back."""

import secrets
from dataclasses import replace
from datetime import datetime

from station.domain.errors import DomainError, Reason
from station.domain.proof.checkpoint import origin_of
from station.domain.proof.signed_note import Malformed, VerifierKey, read_key
from station.domain.sync import codes
from station.domain.sync.known import Code, Known, let_back
from station.domain.sync.limits import LONGEST_NAME
from station.domain.sync.messages import OLDEST_PROTOCOL, PROTOCOL, Enrolled, Enrolment, Refusal
from station.domain.sync.station_events import (
    StationEnrolled,
    StationInvited,
    StationLetBack,
    StationRevoked,
)
from station.ports import UnitOfWork, World
from station.services.central.refusing import Refused
from station.services.people import proving

# A station has two digits; central's own name is none of them.
STATIONS = frozenset(f"{number:02}" for number in range(100))


def invite(world: World, by: str, station: str = "") -> str:
    """Make a one-time code and return it as it is read aloud; it is nowhere else. Counts for a day.

    For a station that is known already it has to be made for that station. Raises NOT_NOW for an id that
    no station can have.
    """
    if station and station not in STATIONS:
        raise DomainError(Reason.NOT_NOW)
    code = "".join(secrets.choice(codes.ALPHABET) for _ in range(codes.LENGTH))
    now = world.clock.now()
    with world.begin() as uow:
        made = Code(station, by, now + codes.LASTS)
        uow.doors.forget(now)
        uow.doors.put_code(world.secrets.digest(code), made)
        uow.journal.append(StationInvited(station, made.until), by)
    return codes.shown(code)


def enrol(world: World, asked: Enrolment, source: str) -> Enrolled:
    """Know a station by its key from here on. ``source`` is where it asks from: guesses are slowed down.

    The same code with the same key counts again while it lasts, as when the answer got lost. Raises Refused.
    """
    need_protocol(asked.protocol)
    key = _key(asked)
    with world.begin() as uow:
        _need_time(world, uow, source)
        code, digest = _code(world, uow, asked)
        if code is None:
            proving.count_try(world, uow, source)
        else:
            _enrol(world, uow, asked, key, replace(code, used_by=str(key)), digest)
    if code is None:
        raise Refused(Refusal.WRONG_CODE, "nobody made this code for this station, or it was used or is over")
    return Enrolled(world.house.name, str(world.signer.keys()[0]))


def need_protocol(protocol: int) -> None:
    """Speak with what is understood here. Raises Refused."""
    if protocol < OLDEST_PROTOCOL:
        raise Refused(Refusal.PROTOCOL_TOO_OLD, f"central understands {OLDEST_PROTOCOL} and newer")
    if protocol > PROTOCOL:
        raise Refused(Refusal.PROTOCOL_TOO_NEW, f"central understands up to {PROTOCOL}")


def _key(asked: Enrolment) -> VerifierKey:
    """Read the key that a station made: one with its own name, and an id that a station can have."""
    try:
        key = read_key(asked.key)
    except Malformed as wrong:
        raise Refused(Refusal.WRONG_SIGNATURE, str(wrong)) from wrong
    if asked.station not in STATIONS or key.name != origin_of(asked.station):
        raise Refused(Refusal.WRONG_SIGNATURE, "the key does not bear the name of this station")
    return key


def _need_time(world: World, uow: UnitOfWork, source: str) -> None:
    now, tries = world.clock.now(), uow.people.tries(source)
    if tries.locked_until and tries.locked(now):
        wait = int((tries.locked_until - now).total_seconds()) + 1
        raise Refused(Refusal.BUSY, "too many wrong codes came from there", after=wait)


def _code(world: World, uow: UnitOfWork, asked: Enrolment) -> tuple[Code | None, str]:
    """Return the code that was shown, None where it does not count for this station and key."""
    digest = world.secrets.digest(codes.typed(asked.code))
    code = uow.doors.code(digest)
    known = uow.stations.get(asked.station)
    if code is None or code.until <= world.clock.now():
        return None, digest
    if code.used_by:
        same = code.used_by == asked.key and known is not None and code.used_by in known.keys
        return (code if same and known and known.revoked_at is None else None), digest
    fits = code.station == asked.station or not (code.station or known)
    return (code if fits else None), digest


def _enrol(
    world: World, uow: UnitOfWork, asked: Enrolment, key: VerifierKey, code: Code, digest: str
) -> None:
    uow.stations.lock(asked.station)
    before, now = uow.stations.get(asked.station), world.clock.now()
    if before and before.keys[0] == str(key) and uow.doors.code(digest) == code:
        return  # the answer before this one got lost
    uow.doors.put_code(digest, code)
    uow.doors.end(asked.station)
    uow.stations.put(_known(asked, key, now))
    event = StationEnrolled(asked.station, str(key), key.fingerprint, before is not None)
    uow.journal.append(event, code.by)


def _known(asked: Enrolment, key: VerifierKey, now: datetime) -> Known:
    shown = "".join(sign for sign in asked.name if sign.isprintable())  # nothing that turns a line around
    name = shown.strip()[:LONGEST_NAME] or asked.station
    return Known(asked.station, name, (str(key),), now)


def revoke(world: World, by: str, station: str) -> None:
    """Take nothing from a station any more, from this moment on. Raises NOT_NOW."""
    with world.begin() as uow:
        known = _locked(uow, station)
        if known.revoked_at is not None:
            raise DomainError(Reason.NOT_NOW)
        uow.stations.put(replace(known, revoked_at=world.clock.now()))
        uow.doors.end(station)
        uow.journal.append(StationRevoked(station, known.keys[0]), by)


def readmit(world: World, by: str, station: str) -> None:
    """Let a station go on that was stopped or revoked, with the key that it had. Raises NOT_NOW."""
    with world.begin() as uow:
        known = _locked(uow, station)
        if known.revoked_at is None and known.stopped is None:
            raise DomainError(Reason.NOT_NOW)
        why = Refusal.REVOKED if known.revoked_at else known.stopped
        uow.stations.put(let_back(known))
        uow.journal.append(StationLetBack(station, why.value if why else ""), by)


def _locked(uow: UnitOfWork, station: str) -> Known:
    uow.stations.lock(station)
    known = uow.stations.get(station)
    if known is None:
        raise DomainError(Reason.NOT_NOW)
    return known
