"""What managers do about destinations: add, test, turn off and on, renew the secret, retry, replay.

``by`` is a manager's id, or the house itself for a command of its computer; the pages check who asks.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from station.domain.calendar import start_of
from station.domain.entries import Entries
from station.domain.errors import DomainError, Reason
from station.domain.outbound.addresses import Blocked, Unfit, endpoint_of
from station.domain.outbound.destinations import (
    SIGNED,
    Destination,
    DestinationKind,
    Failed,
    OffBecause,
    Track,
)
from station.domain.outbound.events import DestinationReplayed, DestinationSecretRenewed
from station.domain.outbound.messages import MessageType
from station.domain.outbound.signing import SECRET_BYTES, secret_of
from station.domain.periods import Period
from station.domain.phrases import Phrase, phrase
from station.domain.problems import Problem
from station.ports import UnitOfWork, World
from station.services.outbound import keeping, sending

LONGEST_NAME = 60
LONGEST_URL = 500
LONGEST_KEY = 500
MOST_DESTINATIONS = 50

UNFIT: Mapping[Unfit, tuple[Phrase, Phrase]] = {
    Unfit.NOT_AN_ADDRESS: (
        phrase("is not an address that messages can be sent to"),
        phrase('an address such as "https://hooks.example.com/returns"'),
    ),
    Unfit.NOT_HTTPS: (
        phrase("messages would travel where anybody can read them"),
        phrase('an address that begins with "https://", or one in a network of your own'),
    ),
    Unfit.NAME_AND_PASSWORD: (
        phrase("there is a name or password in the address"),
        phrase("an address without them; a key has a field of its own"),
    ),
    Unfit.NOT_ALLOWED_HOST: (
        phrase("the settings do not allow this host"),
        phrase("a host that allow_hosts in the settings names"),
    ),
    Unfit.NOT_ALLOWED_PORT: (
        phrase("the settings do not allow this port"),
        phrase("a port that allow_ports in the settings names"),
    ),
    Unfit.PRIVATE_ADDRESS: (
        phrase("this address is in a private network"),
        phrase("a public one, or one in a network that allow_networks in the settings names"),
    ),
}


@dataclass(frozen=True, slots=True)
class Added:
    """A new destination, and its secret, which is shown this once."""

    destination: Destination
    secret: str = field(default="", repr=False)


def add(world: World, by: str, given: Mapping[str, str]) -> tuple[tuple[Problem, ...], Added | None]:
    """Add a destination; it is told of everything from here on. Raises NOT_NOW where there are too many."""
    entries = Entries(given)
    kind = entries.member("kind", DestinationKind)
    name = entries.text("name", LONGEST_NAME, needed=True)
    url = entries.text("url", LONGEST_URL, needed=True)
    key = entries.text("key", LONGEST_KEY)
    if not key.isascii():
        entries.wrong(
            "key",
            phrase("has letters that no header can carry"),
            phrase("letters, digits and signs of ASCII"),
        )
    types = entries.words("types", (each.value for each in MessageType))
    _check_address(world, entries, url)
    if kind and kind not in SIGNED and kind is not DestinationKind.EPCIS:
        _check_connected(world, entries, kind, key)
    if entries.problems or kind is None:
        return tuple(entries.problems), None
    wished = Destination(
        id=world.ids.new(),
        kind=kind,
        name=name,
        url=url,
        types=tuple(map(MessageType, types)),
        secret=_secret() if kind in SIGNED else "",
        key="" if kind in SIGNED else key,
        created_by=by,
        created_at=world.clock.now(),
    )
    _keep(world, by, wished)
    return (), Added(wished, wished.secret)


def _check_address(world: World, entries: Entries, url: str) -> None:
    if not url:
        return
    try:
        endpoint_of(url, world.outside.rules.allowed)
    except Blocked as blocked:
        found, expected = UNFIT[blocked.why]
        entries.wrong("url", found, expected)


def _check_connected(world: World, entries: Entries, kind: DestinationKind, key: str) -> None:
    if kind.value not in world.outside.rules.connectors:
        entries.wrong("kind", phrase("there is no file for it among the connectors"), phrase("another kind"))
    if not key:
        entries.wrong("key", phrase("is empty"), phrase("the key that this system gave you"))


def _secret() -> str:
    return secret_of(secrets.token_bytes(SECRET_BYTES))


def _keep(world: World, by: str, wished: Destination) -> None:
    with world.begin() as uow:
        if len(uow.destinations.all()) >= MOST_DESTINATIONS:
            raise DomainError(Reason.NOT_NOW)
        uow.destinations.save(wished)
        head = keeping.stream(world, uow).head()
        uow.journal.append(keeping.told_of(wished, on=True), by)
        # Its own entry tells nobody anything, here or at central.
        uow.destinations.save_track(Track(wished.id, wished.id, head))


def known(uow: UnitOfWork, id_: str) -> Destination:
    """Return a destination. Raises NOT_NOW where there is none."""
    found = uow.destinations.get(id_)
    if found is None:
        raise DomainError(Reason.NOT_NOW)
    return found


def test(world: World, id_: str) -> Failed | None:
    """Send a test message and wait for the answer; None where it arrived.

    Raises NOT_NOW for a connector: every call of those changes something.
    """
    with world.read() as uow:
        destination = known(uow, id_)
    if destination.kind not in (*SIGNED, DestinationKind.EPCIS):
        raise DomainError(Reason.NOT_NOW)
    return sending.send_test(world, destination)


def turn_off(world: World, by: str, id_: str) -> None:
    """Tell a destination nothing; what it misses waits. Raises NOT_NOW where it is off."""
    with world.begin() as uow:
        destination = known(uow, id_)
        if destination.off:
            raise DomainError(Reason.NOT_NOW)
        uow.destinations.save(replace(destination, off=OffBecause.ASKED))
        uow.journal.append(keeping.told_of(destination, on=False, because=OffBecause.ASKED.value), by)


def turn_on(world: World, by: str, id_: str) -> None:
    """Tell a destination again, from where it was left. Raises NOT_NOW where it is on."""
    with world.begin() as uow:
        destination = known(uow, id_)
        if not destination.off:
            raise DomainError(Reason.NOT_NOW)
        uow.destinations.save(replace(destination, off=None))
        _try_now(uow, id_)
        uow.journal.append(keeping.told_of(destination, on=True), by)


def try_now(world: World, id_: str) -> None:
    """Do not wait for the next time."""
    with world.begin() as uow:
        known(uow, id_)
        _try_now(uow, id_)


def _try_now(uow: UnitOfWork, id_: str) -> None:
    for track in uow.destinations.tracks():
        if track.destination == id_:
            fresh = replace(track, due=None, attempts=0, refusals=0, parked_in_row=0)
            uow.destinations.save_track(replace(fresh, failure=None, said="", failing_since=None))


def renew_secret(world: World, by: str, id_: str) -> Added:
    """Sign by another secret; for a day both sign. Raises NOT_NOW for a destination that has none."""
    with world.begin() as uow:
        destination = known(uow, id_)
        if destination.kind not in SIGNED:
            raise DomainError(Reason.NOT_NOW)
        renewed = destination.renewed(_secret(), world.clock.now())
        uow.destinations.save(renewed)
        uow.journal.append(DestinationSecretRenewed(id_), by)
    return Added(renewed, renewed.secret)


def retry(world: World, id_: str, message: str = "") -> int:
    """Have one parked message tried again, or all of them; return how many."""
    with world.begin() as uow:
        one = uow.destinations.parked_one(id_, message) if message else None
        found = ((one,) if one else ()) if message else uow.destinations.parked(id_, 10_000)
        for parked in found:
            uow.destinations.park(replace(parked, again=True))
    return len(found)


def drop(world: World, id_: str, message: str) -> None:
    """Give a parked message up. Raises NOT_NOW where there is none."""
    with world.begin() as uow:
        if uow.destinations.parked_one(id_, message) is None:
            raise DomainError(Reason.NOT_NOW)
        uow.destinations.unpark(id_, message)


def replay(
    world: World, by: str, id_: str, first: int = 1, last: int | None = None, period: Period | None = None
) -> Track:
    """Tell a range again, under the same ids, beside what is new; the cursor stays where it is.

    Numbers are those of the stream, both included; a period is of days of the site, both included.
    Raises NOT_NOW for a range in which there is nothing.
    """
    with world.begin() as uow:
        known(uow, id_)
        head = keeping.stream(world, uow).head()
        end = min(last or head, head)
        if not 1 <= first <= end or (period and not period.real):
            raise DomainError(Reason.NOT_NOW)
        since, until = _instants(world, period)
        track = Track(world.ids.new(), id_, first - 1, upto=end, since=since, until=until)
        uow.destinations.save_track(track)
        uow.journal.append(DestinationReplayed(id_, first, end), by)
    return track


def _instants(world: World, period: Period | None) -> tuple[str, str]:
    """Return when a period begins and when it is over, as times with offsets; empty for none."""
    if period is None:
        return "", ""
    begin, end = instants(world, period)
    return begin.isoformat(), end.isoformat()


def instants(world: World, period: Period) -> tuple[datetime, datetime]:
    """Return the first instant of a period and the first one after it. Raises NOT_NOW for no day."""
    try:
        following = period.last.fromordinal(period.last.toordinal() + 1)
        return start_of(period.first, world.house.zone), start_of(following, world.house.zone)
    except (ValueError, OverflowError):
        raise DomainError(Reason.NOT_NOW) from None
