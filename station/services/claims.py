"""Claims against carrier, vendor or marketplace: begin one, move it on, list them by their deadlines."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from station.domain.claim_events import ClaimBegun, ClaimMoved
from station.domain.claims import Claim, ClaimKind, ClaimReason, ClaimState, Urgency, deadline, moved
from station.domain.entries import Entries
from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Lpn, Rma
from station.domain.inspection import Inspection, State
from station.domain.people import Person, Role
from station.domain.phrases import phrase
from station.domain.problems import Problem
from station.domain.texts import Texts
from station.ports import UnitOfWork, World
from station.services.named import name_of
from station.services.notes import kept

MAY_CLAIM = Role.SUPERVISOR
LONGEST_NOTE = 1000
# Nobody pursues what was known longer ago.
OLDEST = timedelta(days=366)
# A number of theirs or ours. No spaces: names of people do not belong into the journal.
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/#-]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a claim is about: an item or a return, what it is called, and since when it is known here."""

    lpn: Lpn | None
    rma: Rma | None
    name: Texts
    known_on: date


@dataclass(frozen=True, slots=True)
class Known:
    """A claim as a page shows it. ``days`` are left to send it, negative when it is overdue."""

    claim: Claim
    urgency: Urgency | None
    days: int
    name: Texts
    by: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Page:
    claims: tuple[Known, ...]
    next: str | None


def subject_of(uow: UnitOfWork, lpn: str = "", rma: str = "") -> Subject | None:
    """Find what a claim is to be about; None where nothing of it came here."""
    visits = uow.inspections.visits(Lpn(lpn)) if lpn else uow.inspections.of_return(Rma(rma))
    came = [each for each in visits if each.state is not State.VOIDED]
    if not came:
        return None
    day = min(each.opened_at for each in came).date()
    return Subject(Lpn(lpn) if lpn else None, Rma(rma) if rma and not lpn else None, _name(came), day)


def _name(came: list[Inspection]) -> Texts:
    first, *others = {each.item.sku: each.item.name for each in came}.values()
    return Texts(*(f"{text} +{len(others)}" if text else "" for text in _each(first))) if others else first


def _each(texts: Texts) -> tuple[str, str, str]:
    return texts.en, texts.he, texts.ru


def begin_typed(world: World, by: Person, typed: Mapping[str, str]) -> tuple[tuple[Problem, ...], str]:
    """Begin a claim from what was typed, and return its id; or everything that is wrong with it.

    Raises NOT_ALLOWED, and UNKNOWN_CODE where there is nothing that it could be about.
    """
    _may(by)
    entries = Entries({**typed, "note": " ".join(typed.get("note", "").split())})
    now = world.clock.now()
    with world.begin() as uow:
        subject = subject_of(uow, entries["lpn"], entries["rma"])
        if subject is None:
            raise DomainError(Reason.UNKNOWN_CODE, code=entries["lpn"] or entries["rma"])
        kind, reason = entries.member("kind", ClaimKind), entries.member("reason", ClaimReason)
        reference, known_on = _reference(entries), _known_on(entries, world.today)
        note = entries.text("note", LONGEST_NOTE)
        if entries.problems or kind is None or reason is None or known_on is None:
            return tuple(entries.problems), ""
        claim = Claim(
            id=world.ids.new(),
            kind=kind,
            reason=reason,
            reference=reference,
            lpn=subject.lpn,
            rma=subject.rma,
            known_on=known_on,
            due=deadline(kind, known_on, world.house.claims),
            begun_at=now,
            begun_by=by.id,
            note=kept(uow, note),
        )
        uow.claims.put(claim)
        uow.journal.append(ClaimBegun(claim), by.id)
    return (), claim.id


def _reference(entries: Entries) -> str:
    text = entries["reference"]
    if text and not _REFERENCE.fullmatch(text):
        expected = phrase("a number or code of at most 64 letters A-Z, digits and . _ / # -, without spaces")
        entries.wrong("reference", phrase('found "%(value)s"', value=text[:40]), expected)
    return text


def _known_on(entries: Entries, today: date) -> date | None:
    try:
        day = date.fromisoformat(entries["known_on"])
    except ValueError:
        day = None
    if day is None or not today - OLDEST <= day <= today:
        found = phrase('found "%(value)s"', value=entries["known_on"][:40])
        entries.wrong("known_on", found, phrase("a day of the last year, today at the latest"))
        return None
    return day


def move(world: World, by: Person, claim: str, to: ClaimState, revision: int, reference: str = "") -> Claim:
    """Let a claim stand otherwise; ``reference`` takes the place of its number, if there is one.

    Raises NOT_ALLOWED, UNKNOWN_CODE, CHANGED_MEANWHILE, NOT_NOW, and MALFORMED_CODE for a wrong reference.
    """
    _may(by)
    if reference and not _REFERENCE.fullmatch(reference):
        raise DomainError(Reason.MALFORMED_CODE, code=reference[:40])
    with world.begin() as uow:
        known = uow.claims.get(claim)
        if known is None:
            raise DomainError(Reason.UNKNOWN_CODE, code=claim)
        now = moved(known, to, revision, world.clock.now(), by.id)
        now = replace(now, reference=reference or now.reference)
        uow.claims.put(now)
        uow.journal.append(ClaimMoved(now, known.state), by.id)
    return now


def _may(by: Person) -> None:
    if not by.role.at_least(MAY_CLAIM):
        raise DomainError(Reason.NOT_ALLOWED, name=by.name)


# What pages show ---------------------------------------------------------------------------------


def page(world: World, over: bool = False, after: str = "", size: int = 50) -> Page:
    """Page through claims: under way by their deadlines, or those that are over, the latest first."""
    with world.read() as uow:
        found = uow.claims.page(over, size + 1, after)
        shown = tuple(_known(world, uow, claim) for claim in found[:size])
    return Page(shown, found[size - 1].id if len(found) > size else None)


def one(world: World, claim: str) -> Known | None:
    with world.read() as uow:
        known = uow.claims.get(claim)
        return _known(world, uow, known) if known else None


def about(world: World, subject: str) -> tuple[Known, ...]:
    """List the claims about an item or a return."""
    with world.read() as uow:
        return tuple(_known(world, uow, claim) for claim in uow.claims.of(subject))


def urgent(world: World) -> int:
    """Count the claims that are overdue or due soon."""
    with world.read() as uow:
        return uow.claims.due_by(world.today + timedelta(days=world.house.claims.soon))


def _known(world: World, uow: UnitOfWork, claim: Claim) -> Known:
    subject = subject_of(uow, claim.lpn or "", claim.rma or "")
    return Known(
        claim=claim,
        urgency=claim.urgency(world.today, world.house.claims),
        days=(claim.due - world.today).days,
        name=subject.name if subject else Texts(claim.subject),
        by=name_of(uow, claim.begun_by),
        note=uow.notes.text(claim.note) if claim.note else None,
    )
