"""Give other programs a token, take it back, and know it again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from station.domain.allowed import need
from station.domain.api.tokens import Scope, Token, TokenMade, TokenRevoked
from station.domain.entries import Entries
from station.domain.errors import DomainError, Reason
from station.domain.people import Person, Role
from station.domain.phrases import phrase
from station.domain.problems import Problem
from station.ports import UnitOfWork, World

# By it a secret that got lost is found in files and logs.
PREFIX = "rst_"
LONGEST_NAME, MOST_DAYS = 80, 730
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Made:
    """A token as it is shown, once."""

    token: Token
    secret: str


def make(
    world: World, by: Person, name: str, scopes: Iterable[Scope], days: str
) -> tuple[tuple[Problem, ...], Made | None]:
    """Make a token for a manager. Returns what is wrong with what was given, or the token with its secret.

    Raises MANAGER_NEEDED.
    """
    with world.begin() as uow:
        need(uow.people.get(by.id), Role.MANAGER)
        given = Entries({"name": name, "days": days, "scopes": " ".join(scopes)})
        named, lasts = given.text("name", LONGEST_NAME, needed=True), given.whole("days", 1, MOST_DAYS)
        chosen = tuple(Scope(one) for one in given.words("scopes", [scope.value for scope in Scope]))
        if lasts is None and not given["days"]:
            given.wrong("days", phrase("is empty"), phrase("a number of days"))
        if not chosen and not given["scopes"]:
            given.wrong("scopes", phrase("is empty"), phrase("at least one thing that it may do"))
        if given.problems:
            return tuple(given.problems), None
        assert lasts is not None
        return (), _made(world, uow, by.id, named, chosen, timedelta(days=lasts))


def _made(
    world: World, uow: UnitOfWork, by: str, name: str, scopes: tuple[Scope, ...], lasts: timedelta
) -> Made:
    secret, now = PREFIX + world.ids.token(), world.clock.now()
    token = Token(world.ids.new(), name, world.secrets.digest(secret), scopes, by, now, now + lasts)
    uow.tokens.put(token)
    uow.journal.append(TokenMade(token.id, scopes, token.ends_at), by)
    return Made(token, secret)


def make_at_hand(world: World, name: str, scopes: tuple[Scope, ...], days: int) -> Made:
    """Make a token from the command line of the machine itself."""
    with world.begin() as uow:
        return _made(world, uow, world.house.station, name, scopes, timedelta(days=days))


def revoke(world: World, by: Person | None, token: str) -> None:
    """Take a token back at once; nobody where the command line asks. Raises MANAGER_NEEDED, NOT_NOW."""
    with world.begin() as uow:
        if by:
            need(uow.people.get(by.id), Role.MANAGER)
        known = uow.tokens.get(token)
        if known is None or known.revoked_at is not None:
            raise DomainError(Reason.NOT_NOW)
        uow.tokens.put(replace(known, revoked_at=world.clock.now()))
        uow.journal.append(TokenRevoked(token), by.id if by else world.house.station)


def listed(world: World) -> tuple[Token, ...]:
    """List all tokens, the latest first."""
    with world.read() as uow:
        return tuple(reversed(uow.tokens.all()))


def known_by(world: World, secret: str) -> Token | None:
    """Return the token of a secret, None for one that does not count now. Its use is noted once an hour."""
    with world.read() as uow:
        token = uow.tokens.by_digest(world.secrets.digest(secret))
    now = world.clock.now()
    if token is None or not token.holds(now):
        return None
    if token.used_at is None or now - token.used_at > _HOUR:
        _note_use(world, token.id, now)
    return token


def _note_use(world: World, token: str, now: datetime) -> None:
    with world.begin() as uow:
        known = uow.tokens.get(token)
        if known:
            uow.tokens.put(replace(known, used_at=now))
