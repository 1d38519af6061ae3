"""Remove what is kept of a person where the law asks; the journal knows ids and stays as it is."""

from collections.abc import Iterable
from dataclasses import replace

from station.domain.errors import DomainError, Reason
from station.domain.people import Attempts, Neutral, Person
from station.domain.people_events import PersonRemoved, PowerfulAct
from station.ports import UnitOfWork, World
from station.services.people import sessions
from station.services.people.notes_of import Entry, entries_about, entries_of_station, notes_in
from station.services.people.stepping_up import proved


def remove_person(world: World, by: Person, person: str, pin: str) -> None:
    """Remove a person's name, hashes, sessions and notes; only of one whose access was ended.

    Raises STILL_HAS_ACCESS, NOT_NOW and as ``step_up``.
    """
    with proved(world, by, pin, PowerfulAct.REMOVE_PERSON, person) as uow:
        remove(world, uow, person, by.id)


def remove(world: World, uow: UnitOfWork, person: str, by: str) -> int:
    """Remove in the open transaction, and return how many notes went. Raises as ``remove_person``."""
    known = uow.people.maybe(person)
    if known is None or known.removed_at:
        raise DomainError(Reason.NOT_NOW)
    if known.may_enter:
        raise DomainError(Reason.STILL_HAS_ACCESS, name=known.name)
    sessions.end_all(world, uow, person)
    uow.people.drop_sessions(person, before=world.clock.now())
    uow.people.save_attempts(person, Attempts())
    uow.people.save(_nobody(world, known))
    _forget_what_the_bench_said(uow, known.name)
    notes = _remove_notes(uow, entries_about(uow, person))
    uow.journal.append(PersonRemoved(person, notes), by)
    return notes


def _nobody(world: World, known: Person) -> Person:
    """Return what stays: the id, the count by which screens name the person, and when."""
    return Person(
        id=known.id,
        name=f"{world.words.word(Neutral.GRADER)} {known.number}",
        role=known.role,
        language=world.house.language,
        badge_hash=f"removed:{known.id}",
        pin_hash="",
        number=known.number,
        ended_at=known.ended_at,
        removed_at=world.clock.now(),
        by_hand=True,
    )


def _forget_what_the_bench_said(uow: UnitOfWork, name: str) -> None:
    """Drop a greeting or refusal that names the person: it stands there until the next thing is said."""
    bench = uow.bench.load()
    if bench.notice and name in bench.notice.facts.values():
        uow.bench.save(replace(bench, notice=None, revision=bench.revision + 1))


def remove_late_notes(uow: UnitOfWork, station: str, person: str) -> None:
    """Remove at central what a station sent by or about a person before it knew that they are gone."""
    known = uow.people.maybe(person)
    if known and known.removed_at:
        _remove_notes(uow, entries_of_station(uow, station, person))


def _remove_notes(uow: UnitOfWork, about: Iterable[Entry]) -> int:
    found = {note for entry in list(about) for note in notes_in(entry)}
    kept = [note for note in sorted(found) if uow.notes.text(note) is not None]
    for note in kept:
        uow.notes.remove(note)
    return len(kept)
