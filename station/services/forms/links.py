"""Links to a return's form: made for one return, good for a while, known here only by their hash."""

from dataclasses import dataclass
from datetime import datetime

from station.domain.allowed import need
from station.domain.errors import DomainError, Reason
from station.domain.forms.events import FormLinkMade
from station.domain.forms.form import LinePhoto, Link
from station.domain.identifiers import Rma
from station.domain.people import Person, Role, Tries
from station.ports import UnitOfWork, World

MAY_LINK = Role.SUPERVISOR
# What the tokens of ``Ids`` look like; anything else needs no store to be told that it opens nothing.
_SHORTEST, _LONGEST = 32, 128


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link, in clear this once: nobody can read it anywhere later."""

    url: str
    until: datetime


def link_for(world: World, rma: Rma, by: Person | None = None) -> MadeLink:
    """Make the link to a return's form; an earlier one opens nothing any more. None is the station itself.

    Raises NOT_NOW where the form is switched off, UNKNOWN_CODE for a return that is not known, NOT_ALLOWED.
    """
    if by:
        need(by, MAY_LINK)
    form, now, token = world.house.form, world.clock.now(), world.ids.token()
    if not form.enabled:
        raise DomainError(Reason.NOT_NOW)
    actor = by.id if by else world.house.station
    with world.begin() as uow:
        _known(uow, rma)
        earlier = uow.forms.links(rma)
        for link in earlier:
            if link.ended_at is None:
                uow.forms.save_link(link.ended(now))
        made = Link(
            hash=world.secrets.digest(token),
            rma=rma,
            made_at=now,
            made_by=actor,
            expires_at=now + form.lasts,
            photos=_sent_photos(uow, rma),
            uploads=sum(link.uploads for link in earlier[:1]),
        )
        uow.forms.save_link(made)
        uow.journal.append(FormLinkMade(rma, made.expires_at.date().isoformat()), actor)
    return MadeLink(f"{form.url}/r/{token}", made.expires_at)


def _known(uow: UnitOfWork, rma: Rma) -> None:
    try:
        uow.catalog.expected(rma)
    except KeyError:
        raise DomainError(Reason.UNKNOWN_CODE, code=rma) from None


def _sent_photos(uow: UnitOfWork, rma: Rma) -> tuple[LinePhoto, ...]:
    """Begin with the photos that were sent already."""
    form = uow.forms.get(rma)
    return tuple(LinePhoto(line.line, photo) for line in form.lines for photo in line.photos) if form else ()


# Opening -------------------------------------------------------------------------------------------


def opened(world: World, token: str, source: str) -> Link | None:
    """Find the link that a token opens. None for a wrong one, one that is over, and while a source is slowed.

    Nothing about a token that was guessed depends on any return: each is looked up by its hash alone, and
    counts as a wrong try of its source.
    """
    if not world.house.form.enabled:
        return None
    plain = token if _SHORTEST <= len(token) <= _LONGEST and token.isascii() else ""
    now = world.clock.now()
    with world.read() as uow:
        tries = uow.people.tries(_slot(source))
        link = uow.forms.link(world.secrets.digest(plain))
    if tries.locked(now):
        return None
    if link is not None and link.opens(now):
        return link
    _count(world, source)
    return None


def _count(world: World, source: str) -> None:
    with world.begin() as uow:
        tries: Tries = uow.people.tries(_slot(source))
        if not tries.locked(world.clock.now()):
            uow.people.save_tries(_slot(source), tries.failed(world.clock.now()))


def _slot(source: str) -> str:
    """Keep guesses of links apart from those of PINs: they slow nobody down who signs in."""
    return f"form:{source}"
