"""Let a known station in for a while: it signs a challenge, and shows the turn that it was given last."""

import hmac
import secrets
from datetime import datetime, timedelta

from station.central_ports import Pass, Receiving
from station.domain.proof.signed_note import Forged, Malformed, read_note, signers
from station.domain.sync.known import Known, judge, opened
from station.domain.sync.limits import bounded
from station.domain.sync.messages import Opened, Opening, Refusal
from station.domain.sync.opening import opening_text
from station.ports import UnitOfWork, World
from station.services.central.enrolling import need_protocol
from station.services.central.refusing import Refused, exchange_of
from station.services.central.stopping import stop

LASTS = timedelta(hours=1)
# A challenge is good for so long, and no longer.
FRESH = timedelta(minutes=1)
# Stations ask every few seconds; so often it is written down that one was heard of.
NOTED = timedelta(seconds=30)
_NONCE_BYTES = 12


def challenge(world: World, station: str) -> str:
    """Return what a station has to sign: when it was made, chance, and a mark that only central can make."""
    body = f"{_microseconds(world.clock.now())}.{secrets.token_hex(_NONCE_BYTES)}"
    return f"{body}.{_mark(world, station, body)}"


def _mark(world: World, station: str, body: str) -> str:
    return hmac.new(_secret(world), f"{station} {body}".encode(), "sha256").hexdigest()


def _secret(world: World) -> bytes:
    with world.read() as uow:
        known = uow.stations.secret()
    if known:
        return known
    with exchange_of(world).receiving("") as receiving:
        receiving.stations.make_secret()
    with world.read() as uow:
        return uow.stations.secret()


def _microseconds(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)


def open_(world: World, asked: Opening) -> Opened:
    """Let a station in and give it a token. Raises Refused; some of what is wrong stops the station."""
    made_us = _made(world, asked)
    _prove(world, asked)
    with exchange_of(world).receiving(asked.station) as receiving:
        known = _known(receiving, asked.station)
        _need_new(world, known, made_us)
        has = receiving.stations.head(asked.station).tree.size
        wrong = judge(known, asked.turn, asked.size, has)
        if wrong is None:
            return _let_in(world, receiving, known, asked, made_us)
    said = _WORDS.get(wrong, known.said)
    stop(world, asked.station, wrong, said, asked.turn)
    more: dict[str, object] = {"size": has}
    if wrong is Refusal.RESTORED:
        more |= {"token": _pass_for_own(world, asked.station), "seconds": int(LASTS.total_seconds())}
    raise Refused(wrong, said, more)


_WORDS = {
    Refusal.RESTORED: "it has fewer entries than central: it came back from a backup",
    Refusal.CLONED: "it shows a turn that another with its key has used: there are two of it",
}


def _made(world: World, asked: Opening) -> int:
    """Return when a challenge was made, in microseconds. Raises Refused where it is not central's, or old."""
    body, _, mark = asked.challenge.rpartition(".")
    at, _, _ = body.partition(".")
    good = at.isascii() and at.isdigit() and len(at) < 18
    if not good or not hmac.compare_digest(mark.encode(), _mark(world, asked.station, body).encode()):
        raise Refused(Refusal.SIGN_IN_AGAIN, "this challenge is not central's")
    if abs(_microseconds(world.clock.now()) - int(at)) > _microseconds_of(FRESH):
        raise Refused(Refusal.SIGN_IN_AGAIN, "this challenge is over")
    return int(at)


def _microseconds_of(span: timedelta) -> int:
    return int(span.total_seconds() * 1_000_000)


def _prove(world: World, asked: Opening) -> None:
    """See that it is the station that it says, before anything is locked for it. Raises Refused."""
    with world.read() as uow:
        known = _known(uow, asked.station)
    text = opening_text(asked.station, asked.challenge, asked.turn, asked.size)
    try:
        note = read_note(asked.signature.encode())
        if note.text != text:
            raise Forged("something else was signed")
        signers(note, known.verifiers, world.signer.holds)
    except (Malformed, Forged) as wrong:
        raise Refused(Refusal.WRONG_SIGNATURE, str(wrong)) from wrong
    need_protocol(asked.health.protocol)


def _known(kept: Receiving | UnitOfWork, station: str) -> Known:
    """Return a station that is not put out. Raises Refused."""
    return _not_put_out(kept.stations.get(station))


def _not_put_out(known: Known | None) -> Known:
    if known is None:
        raise Refused(Refusal.UNKNOWN_STATION, "no station of this id was enrolled here")
    if known.revoked_at is not None:
        raise Refused(Refusal.REVOKED, "somebody at central revoked this station")
    return known


def _need_new(world: World, known: Known, made_us: int) -> None:
    """Take a challenge once, and none from before it: what comes twice or late opens nothing.

    A last one from the future is from before central's clock was set right, and counts no more.
    """
    ahead = _microseconds(world.clock.now()) + _microseconds_of(FRESH)
    if made_us <= known.challenged_us <= ahead:
        raise Refused(Refusal.SIGN_IN_AGAIN, "this challenge was used, or a later one")


def _let_in(world: World, receiving: Receiving, known: Known, asked: Opening, made_us: int) -> Opened:
    now, turn = world.clock.now(), world.ids.token()
    receiving.doors.end(known.station)
    token = _new_pass(world, receiving, known.station)
    health = bounded(asked.health)
    receiving.stations.put(opened(known, asked.turn, turn, made_us, health, asked.size, now))
    receiving.stations.touch(known.station, now)
    size = receiving.stations.head(known.station).tree.size
    return Opened(token, int(LASTS.total_seconds()), turn, size, receiving.arrivals.decided())


def _pass_for_own(world: World, station: str) -> str:
    """Give a station that was restored a token by which it fetches its own entries, and nothing else."""
    with exchange_of(world).receiving(station) as receiving:
        return _new_pass(world, receiving, station, own_only=True)


def _new_pass(world: World, receiving: Receiving, station: str, own_only: bool = False) -> str:
    token = world.ids.token()
    given = Pass(station, world.clock.now() + LASTS, own_only)
    receiving.doors.put_pass(world.secrets.digest(token), given)
    return token


def station_of(world: World, token: str, *, own: bool = False) -> str:
    """Return the station that a token was given to, and note that it was heard of.

    ``own`` asks for its own entries. Raises Refused.
    """
    now = world.clock.now()
    with world.read() as uow:
        bearer = uow.doors.bearer(world.secrets.digest(token)) if token else None
    if bearer is None or bearer.given.until <= now or (bearer.given.own_only and not own):
        raise Refused(Refusal.SIGN_IN_AGAIN, "the token is over, or another was given since")
    given, known, heard = bearer.given, _not_put_out(bearer.known), bearer.heard
    if known.stopped and not given.own_only:
        raise Refused(known.stopped, known.said)
    if heard is None or not timedelta() <= now - heard < NOTED:
        with exchange_of(world).receiving("") as receiving:
            receiving.stations.touch(given.station, now)
    return given.station
