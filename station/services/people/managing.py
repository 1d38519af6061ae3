"""What managers do about people's access, each in one transaction and named in the journal by ids."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from station.domain.entries import Entries
from station.domain.errors import DomainError, Reason
from station.domain.people import Attempts, Person, Role
from station.domain.people_events import (
    AccessEnded,
    AccessGiven,
    BadgeRenewed,
    PersonAdded,
    PersonChanged,
    PersonUnlocked,
    PinReset,
    PowerfulAct,
)
from station.domain.problems import Problem
from station.domain.texts import LANGUAGES
from station.ports import UnitOfWork, World
from station.services.people import drawing, sessions
from station.services.people.stepping_up import need_manager, proved, record_step_up, step_up

LONGEST_NAME = 80
ONE_TIME_LASTS = timedelta(days=3)
Problems = tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ShownOnce:
    """What a manager hands over: nothing of it can be shown again. Empty is what was not renewed."""

    person: Person
    badge: str = field(default="", repr=False)
    pin: str = field(default="", repr=False)


def stamp(known: Person) -> str:
    """Return a mark of how a person stands, by which a form that was opened before is told."""
    return hashlib.sha256(repr((known.name, known.role, known.language)).encode()).hexdigest()[:16]


def add(world: World, by: Person, given: Mapping[str, str], pin: str) -> tuple[Problems, ShownOnce | None]:
    """Add a person with a badge, a number and a one-time PIN. More than an operator takes a step-up.

    Raises NOT_ALLOWED, LOCKED_OUT and WRONG_PIN.
    """
    entries, blank = Entries(given), _blank()
    wished = _wished(entries, blank)
    if entries.problems:
        return tuple(entries.problems), None
    powerful = wished.role is not Role.OPERATOR
    if powerful:
        step_up(world, by, pin)
    with world.begin() as uow:
        need_manager(uow, by)
        shown = make(world, uow, wished)
        if powerful:
            record_step_up(uow, by, PowerfulAct.ADD, shown.person.id)
        uow.journal.append(PersonAdded(shown.person.id, wished.role.value), by.id)
    return (), shown


def make(world: World, uow: UnitOfWork, wished: Person) -> ShownOnce:
    """Keep a new person with everything that is drawn for one."""
    badge, pin = drawing.badge(world), drawing.pin(world)
    person = replace(
        wished,
        id=drawing.person_id(world),
        badge_hash=world.secrets.digest(badge),
        number=uow.people.next_number(),
        sign_in=drawing.sign_in_number(world, uow),
    )
    person = _one_time(world, person, pin)
    uow.people.save(person)
    return ShownOnce(person, badge, pin)


def _blank() -> Person:
    return Person("", "", Role.OPERATOR, "en", "", "", by_hand=True)


def _wished(entries: Entries, known: Person) -> Person:
    name = entries.text("name", LONGEST_NAME, needed=True)
    role = entries.member("role", Role) or known.role
    language = entries.one_of("language", LANGUAGES) or known.language
    return replace(known, name=name, role=role, language=language, by_hand=True)


def _one_time(world: World, person: Person, pin: str) -> Person:
    until = world.clock.now() + ONE_TIME_LASTS
    return replace(person, pin_hash=world.secrets.hash_pin(pin), one_time_until=until, by_hand=True)


def change(world: World, by: Person, person: str, seen: str, given: Mapping[str, str], pin: str) -> Problems:
    """Change name, role and language. A higher role takes a step-up; nobody changes their own role.

    Raises NOT_ALLOWED, OWN_ACCESS, LAST_MANAGER, CHANGED_MEANWHILE, LOCKED_OUT and WRONG_PIN.
    """
    entries = Entries(given)
    before = get(world, person)
    wished = _wished(entries, before)
    if entries.problems:
        return tuple(entries.problems)
    promotes = wished.role is not before.role and wished.role.at_least(before.role)
    if promotes:
        step_up(world, by, pin)
    with world.begin() as uow:
        need_manager(uow, by)
        known = _there(uow, person)
        if stamp(known) != seen or known.role is not before.role:
            raise DomainError(Reason.CHANGED_MEANWHILE)
        if wished.role is not known.role:
            _may_lower(uow, by.id, known)
        if promotes:
            record_step_up(uow, by, PowerfulAct.PROMOTE, person)
        _change(uow, by, known, wished)
    return ()


def _change(uow: UnitOfWork, by: Person, known: Person, wished: Person) -> None:
    what = tuple(n for n in ("name", "role", "language") if getattr(known, n) != getattr(wished, n))
    if what:
        changed = replace(known, name=wished.name, role=wished.role, language=wished.language, by_hand=True)
        uow.people.save(changed)
        uow.journal.append(PersonChanged(known.id, what, wished.role.value, known.role.value), by.id)


def new_badge(world: World, by: Person, person: str) -> ShownOnce:
    """Give a person another badge; the one before is dead at once. Raises NOT_ALLOWED and NOT_NOW."""
    with world.begin() as uow:
        need_manager(uow, by)
        known, badge = _welcome(uow, person), drawing.badge(world)
        changed = replace(known, badge_hash=world.secrets.digest(badge), by_hand=True)
        uow.people.save(changed)
        uow.journal.append(BadgeRenewed(person), by.id)
    return ShownOnce(changed, badge=badge)


def reset_pin(world: World, by: Person, person: str, pin: str) -> ShownOnce:
    """Give a person a one-time PIN; what was open ends. Raises OWN_ACCESS and as ``step_up``."""
    _not_own(by, person)
    with proved(world, by, pin, PowerfulAct.RESET_PIN, person) as uow:
        return reset(world, uow, _welcome(uow, person), by.id)


def reset(world: World, uow: UnitOfWork, known: Person, by: str) -> ShownOnce:
    fresh = drawing.pin(world)
    changed = _one_time(world, known, fresh)
    uow.people.save(changed)
    uow.people.save_attempts(known.id, Attempts())
    sessions.end_all(world, uow, known.id)
    uow.journal.append(PinReset(known.id), by)
    return ShownOnce(changed, pin=fresh)


def unlock(world: World, by: Person, person: str) -> None:
    """Forget the wrong PINs of a person who is locked out."""
    with world.begin() as uow:
        need_manager(uow, by)
        uow.people.save_attempts(_welcome(uow, person).id, Attempts())
        uow.journal.append(PersonUnlocked(person), by.id)


def end_access(world: World, by: Person, person: str, pin: str) -> None:
    """End a person's access and every open session; at the bench the item in hand stays.

    Raises OWN_ACCESS, LAST_MANAGER, NOT_NOW and as ``step_up``.
    """
    _not_own(by, person)
    with proved(world, by, pin, PowerfulAct.END_ACCESS, person) as uow:
        end(world, uow, person, by.id)


def end(world: World, uow: UnitOfWork, person: str, by: str) -> None:
    """End access in the open transaction. Raises LAST_MANAGER and NOT_NOW."""
    if _welcome(uow, person).role is Role.MANAGER:
        _need_another_manager(uow, person)
    end_in(world, uow, person, by)


def end_in(world: World, uow: UnitOfWork, person: str, by: str) -> None:
    """End access in the open transaction, also of the last manager: central decided so. Raises NOT_NOW."""
    known = _welcome(uow, person)
    uow.people.save(replace(known, ended_at=world.clock.now(), by_hand=True))
    count = sessions.end_all(world, uow, person)
    uow.journal.append(AccessEnded(person, count), by)


def give_access(world: World, by: Person, person: str, pin: str) -> ShownOnce:
    """Give access again: the badge counts as before, the PIN is a one-time PIN. Raises as ``step_up``."""
    with proved(world, by, pin, PowerfulAct.GIVE_ACCESS, person) as uow:
        known = _there(uow, person)
        if known.may_enter:
            raise DomainError(Reason.NOT_NOW)
        uow.journal.append(AccessGiven(person), by.id)
        return reset(world, uow, replace(known, ended_at=None), by.id)


def get(world: World, person: str) -> Person:
    """Return a person whose data was not removed. Raises NOT_NOW for anybody else."""
    with world.read() as uow:
        return _there(uow, person)


def _there(uow: UnitOfWork, person: str) -> Person:
    known = uow.people.maybe(person)
    if known is None or known.removed_at:
        raise DomainError(Reason.NOT_NOW)
    return known


def _welcome(uow: UnitOfWork, person: str) -> Person:
    known = _there(uow, person)
    if not known.may_enter:
        raise DomainError(Reason.NOT_NOW)
    return known


def _not_own(by: Person, person: str) -> None:
    if by.id == person:
        raise DomainError(Reason.OWN_ACCESS)


def _may_lower(uow: UnitOfWork, by: str, known: Person) -> None:
    if by == known.id:
        raise DomainError(Reason.OWN_ACCESS)
    if known.role is Role.MANAGER and known.may_enter:
        _need_another_manager(uow, known.id)


def _need_another_manager(uow: UnitOfWork, person: str) -> None:
    others = (p for p in uow.people.all() if p.id != person and p.may_enter)
    if not any(p.role is Role.MANAGER for p in others):
        raise DomainError(Reason.LAST_MANAGER)
