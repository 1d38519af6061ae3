"""People as central set them: who may sign in here, and whose data is gone.

A decision comes with the person as they stand at central; each kind takes over what it is about, so that a
PIN that was chosen here is not undone by another name.
"""

import json
from dataclasses import replace
from functools import partial
from typing import Any

from station.domain.people import Attempts, Person
from station.domain.people_events import (
    AccessEnded,
    AccessGiven,
    BadgeRenewed,
    PersonAdded,
    PersonChanged,
    PersonUnlocked,
    PinChosen,
    PinReset,
    SessionsEnded,
)
from station.domain.sync.events import Took, Unfit
from station.services.people import drawing, managing, sessions
from station.services.people.removing import remove
from station.services.people.senders import forget, photos_of
from station.services.syncing.carrying import CannotTake, Carrying


def person(case: Carrying) -> Took:
    """Take over how a person stands; one who was removed at central since is not given any more."""
    known = case.uow.people.maybe(case.event.person)
    if "person" not in case.beside or (known is not None and known.removed_at):
        return Took.SAME
    given = case.uow.taken.person(case.beside["person"])
    if given.id != case.event.person:
        raise CannotTake(Unfit.UNREADABLE)
    given = _with_own_number(case, given, known)
    if known is None:
        return _added(case, given)
    return _changed(case, known, given)


def _with_own_number(case: Carrying, given: Person, known: Person | None) -> Person:
    """Keep central's sign-in number, unless somebody else has it here: then the one before, or another."""
    taken = {each.sign_in for each in case.uow.people.all() if each.id != given.id}
    if given.sign_in not in taken:
        return given
    own = known.sign_in if known else drawing.sign_in_number(case.world, case.uow)
    return replace(given, sign_in=own)


def _added(case: Carrying, given: Person) -> Took:
    uow = case.uow
    _need_own_badge(case, given)
    uow.people.save(replace(given, number=uow.people.next_number(), by_hand=True))
    uow.journal.append(PersonAdded(given.id, given.role.value), case.by)
    if not given.may_enter:
        uow.journal.append(AccessEnded(given.id, 0), case.by)
    return Took.APPLIED


def _need_own_badge(case: Carrying, given: Person) -> None:
    if case.uow.people.badge_of(given.badge_hash) not in (None, given.id):
        raise CannotTake(Unfit.BADGE_TAKEN)


# Somebody who is here already ---------------------------------------------------------------------

_SHOWN = ("name", "role", "language")


def _changed(case: Carrying, known: Person, given: Person) -> Took:
    """Take over what this kind of decision is about; nothing else of the person changes here."""
    what = set(_about(case))
    turns = "ended_at" in what and known.may_enter != given.may_enter
    wished = replace(known, **{field: getattr(given, field) for field in what - {"ended_at"}})
    if wished == known and not turns:
        return Took.SAME
    if wished.badge_hash != known.badge_hash:
        _need_own_badge(case, given)
    case.uow.people.save(replace(wished, by_hand=True))
    _tell(case, known, wished)
    if turns:
        (_ended if known.may_enter else _let_in)(case, wished)
    return Took.APPLIED


def _ended(case: Carrying, known: Person) -> None:
    managing.end_in(case.world, case.uow, known.id, case.by)


def _let_in(case: Carrying, known: Person) -> None:
    case.uow.people.save(replace(known, by_hand=True, ended_at=None))
    case.uow.journal.append(AccessGiven(known.id), case.by)


def _about(case: Carrying) -> tuple[str, ...]:
    """Name the fields that a kind of decision sets. Somebody who is added at central was here by a file."""
    by_file = tuple(getattr(case.event, "what", ()))
    return {
        "person_added": (*_SHOWN, "badge_hash", "sign_in", "ended_at"),
        "person_changed": (*_SHOWN, *(each for each in by_file if each in ("badge_hash", "pin_hash"))),
        "badge_renewed": ("badge_hash",),
        "pin_reset": ("pin_hash", "one_time_until"),
        "pin_chosen": ("pin_hash", "one_time_until"),
        "access_ended": ("ended_at",),
        "access_given": ("ended_at",),
    }[case.heard.kind]


def _tell(case: Carrying, known: Person, now: Person) -> None:
    """Have the journal say what is otherwise; who proves themselves in another way signs in again."""
    shown = tuple(field for field in _SHOWN if getattr(known, field) != getattr(now, field))
    journal = case.uow.journal
    if shown:
        journal.append(PersonChanged(known.id, shown, now.role.value, known.role.value), case.by)
    if now.badge_hash != known.badge_hash:
        journal.append(BadgeRenewed(known.id), case.by)
    if now.pin_hash != known.pin_hash:
        case.uow.people.save_attempts(known.id, Attempts())
        chosen = now.one_time_until is None
        journal.append(PinChosen(known.id) if chosen else PinReset(known.id), case.by)
    if (now.badge_hash, now.pin_hash, now.role) != (known.badge_hash, known.pin_hash, known.role):
        sessions.end_all(case.world, case.uow, known.id)


def unlocked(case: Carrying) -> Took:
    """Forget the wrong PINs that were tried here."""
    if not case.uow.people.attempts(case.event.person).failures:
        return Took.SAME
    case.uow.people.save_attempts(case.event.person, Attempts())
    case.uow.journal.append(PersonUnlocked(case.event.person), case.by)
    return Took.APPLIED


def signed_out(case: Carrying) -> Took:
    """End a person's sessions here, as they ended at central."""
    count = sessions.end_all(case.world, case.uow, case.event.person)
    if not count:
        return Took.SAME
    case.uow.journal.append(SessionsEnded(case.event.person, count), case.by)
    return Took.APPLIED


# Whose data goes -----------------------------------------------------------------------------------


def removed(case: Carrying) -> Took:
    """Remove a person here, too, and what stood beside decisions that wait."""
    id_ = case.event.person
    known = case.uow.people.maybe(id_)
    for kept in case.uow.taken.parked():
        if json.dumps(id_) in kept.entry:
            case.uow.taken.keep(replace(kept, beside={}))
    if known is None or known.removed_at:
        return Took.SAME
    if known.may_enter:
        managing.end_in(case.world, case.uow, id_, case.by)
    remove(case.world, case.uow, id_, case.by)
    return Took.APPLIED


def sender_removed(case: Carrying) -> Took:
    """Forget who sent returns that are expected here."""
    here = tuple(rma for rma in case.event.rmas if _expected(case, rma))
    if not here:
        return Took.SAME
    photos = photos_of(case.uow, here)
    forget(case.uow, here, case.by)
    case.after.extend(partial(case.world.vault.remove, photo) for photo in photos)
    return Took.APPLIED


def _expected(case: Carrying, rma: Any) -> bool:
    try:
        case.uow.catalog.expected(rma)
    except KeyError:
        return False
    return True
