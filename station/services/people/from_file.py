"""Take people over from a file, for a first set-up: what was set on screen it does not change back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from station.domain.people import NewPerson, Person
from station.domain.people_events import PersonAdded, PersonChanged
from station.ports import UnitOfWork, World
from station.services.people import drawing, sessions


class BadgeTaken(RuntimeError):
    """A badge in the file belongs to somebody here whom the file gives no other."""


@dataclass(frozen=True, slots=True)
class PeopleTaken:
    """What a file did to people, by ids in its order.

    ``kept`` were changed on screen since and stay as they are; ``ended`` and ``removed`` have no access and
    get none by a file; ``unnamed`` are here, have access and keep it though the file does not name them.
    ``telling`` are ids that stand in the person's name: ids go into the journal for good.
    """

    kept: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()


def hashed(world: World, given: Iterable[NewPerson]) -> tuple[tuple[NewPerson, Person], ...]:
    """Hash badges and PINs, which takes a while, before any transaction."""
    return tuple((new, _hashed(world, new)) for new in given)


def _hashed(world: World, new: NewPerson) -> Person:
    return Person(
        id=new.id,
        name=new.name,
        role=new.role,
        language=new.language,
        badge_hash=world.secrets.digest(new.badge),
        pin_hash=world.secrets.hash_pin(new.pin),
    )


def take_over(world: World, uow: UnitOfWork, given: tuple[tuple[NewPerson, Person], ...]) -> PeopleTaken:
    """Add people and change those that only files set so far. Raises BadgeTaken.

    Who gets another PIN or badge has to sign in again, wherever they were.
    """
    known = {person.id: person for person in uow.people.all()}
    taken = _sorted_out(known, given)
    left_alone = {*taken.kept, *taken.ended, *taken.removed}
    coming = [(new, person) for new, person in given if person.id not in left_alone]
    _refuse_taken(uow, [person for _, person in coming])
    changed = [_as_it_stays(world, uow, known.get(person.id), new, person) for new, person in coming]
    uow.people.save_all(changed)
    for person in changed:
        _record(world, uow, known.get(person.id), person)
    return taken


def _sorted_out(known: dict[str, Person], given: tuple[tuple[NewPerson, Person], ...]) -> PeopleTaken:
    named = [person.id for _, person in given]
    here = [known[name] for name in named if name in known]
    unnamed = [p.id for p in known.values() if p.may_enter and p.id not in named] if named else []
    return PeopleTaken(
        kept=tuple(p.id for p in here if p.by_hand and p.may_enter),
        ended=tuple(p.id for p in here if p.ended_at and not p.removed_at),
        removed=tuple(p.id for p in here if p.removed_at),
        unnamed=tuple(unnamed),
        telling=tuple(new.id for new, _ in given if len(new.id) > 2 and new.id in new.name.casefold()),
    )


def _refuse_taken(uow: UnitOfWork, coming: list[Person]) -> None:
    """A badge may change hands in one file, but not be that of somebody who keeps it."""
    ids = {person.id for person in coming}
    for person in coming:
        owner = uow.people.badge_of(person.badge_hash)
        if owner is not None and owner not in ids:
            raise BadgeTaken(f"The badge of {person.id} in the file belongs to {owner} here, who keeps it.")


def _as_it_stays(
    world: World, uow: UnitOfWork, known: Person | None, new: NewPerson, person: Person
) -> Person:
    """Return how a person is from here on; where nothing is proved in another way nobody is disturbed."""
    if known is None:
        number = drawing.sign_in_number(world, uow)
        return replace(person, number=uow.people.next_number(), sign_in=number)
    if known.badge_hash == person.badge_hash and world.secrets.pin_matches(known.pin_hash, new.pin):
        return replace(known, name=person.name, role=person.role, language=person.language)
    sessions.end_all(world, uow, known.id)
    return replace(person, dark=known.dark, number=known.number, sign_in=known.sign_in)


def _record(world: World, uow: UnitOfWork, known: Person | None, person: Person) -> None:
    what = tuple(
        name
        for name in ("name", "role", "language", "badge_hash", "pin_hash")
        if known and getattr(known, name) != getattr(person, name)
    )
    event: PersonAdded | PersonChanged
    if known is None:
        event = PersonAdded(person.id, person.role.value, by_file=True)
    elif what:
        event = PersonChanged(person.id, what, person.role.value, known.role.value)
    else:
        return
    uow.journal.append(event, world.house.station)
