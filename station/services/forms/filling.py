"""What a customer does on the form: see the lines, bring photos, send, change it until the parcel is here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from station.domain.catalog import ExpectedReturn, RmaLine
from station.domain.errors import DomainError, Reason
from station.domain.forms.events import FormSent
from station.domain.forms.form import (
    LONGEST_NOTE,
    PHOTOS_OF_A_LINE,
    UPLOADS,
    CustomerReason,
    Form,
    FormLine,
    Link,
)
from station.domain.identifiers import Rma
from station.domain.texts import Texts
from station.ports import UnitOfWork, World
from station.services.notes import kept
from station.services.vaulted import photo_if_there

# What documents of central are called that are photos of customers.
DOCUMENT = "forms"
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """One line as the form shows it: what is expected, and what the customer said of it before."""

    line: RmaLine
    name: Texts
    said: FormLine | None
    note: str
    photos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A form as its link shows it. ``received`` says that it can be changed no more; ``sent`` when it was."""

    rma: Rma
    order: str
    lines: tuple[Asked, ...]
    received: bool
    sent: datetime | None
    until: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """What was filled in for one line, as it came."""

    line: int
    count: int
    reason: str
    note: str


def shown(world: World, link: Link) -> Shown:
    """Read the form that a link opens."""
    with world.read() as uow:
        expected, form = uow.catalog.expected(link.rma), uow.forms.get(link.rma)
        lines = tuple(_asked(uow, link, form, line) for line in expected.lines)
        received = is_received(uow, expected)
    sent = form.at if form else None
    return Shown(link.rma, expected.order, lines, received, sent, link.expires_at)


def _asked(uow: UnitOfWork, link: Link, form: Form | None, line: RmaLine) -> Asked:
    said = form.line(line.number) if form else None
    note = (uow.notes.text(said.note) if said and said.note else None) or ""
    return Asked(line, uow.catalog.product(line.sku).name, said, note, link.of_line(line.number))


def is_received(uow: UnitOfWork, expected: ExpectedReturn) -> bool:
    """Tell whether anything of a return came here, or its parcel was opened."""
    return any(line.received for line in expected.lines) or uow.parcels.get(expected.rma) is not None


# Photos --------------------------------------------------------------------------------------------


def photo(world: World, link: Link, sha256: str) -> bytes | None:
    """Return a photo that this link brought, no other."""
    mine = any(each.sha256 == sha256 for each in link.photos)
    return photo_if_there(world, sha256) if mine else None


def add_photo(world: World, link: Link, line: int, picture: bytes) -> str:
    """Keep a photo of a line, drawn anew with nothing but the picture in it, and return its name.

    Each try counts before anything is looked at or kept, so that a link fills no disk. Raises NO_PICTURE,
    PICTURE_TOO_LARGE, NOT_NOW where there is no room or it is too late, and DISK_FULL.
    """
    with world.begin() as uow:
        now = _with_room(world, uow, link, line)
        uow.forms.save_link(replace(now, uploads=now.uploads + 1))
    sha256 = world.vault.put(world.eyes.rewritten(picture))
    with world.begin() as uow:
        now = _with_room(world, uow, link, line, counted=True)
        if sha256 not in now.of_line(line):
            uow.forms.save_link(now.with_photo(line, sha256))
    return sha256


def _with_room(world: World, uow: UnitOfWork, link: Link, line: int, counted: bool = False) -> Link:
    """Read the link once more, for a line that has room. Raises NOT_NOW."""
    now = _still(world, uow, link)
    expected = _open(uow, now)
    spent = now.uploads >= UPLOADS and not counted
    full = len(now.of_line(line)) >= PHOTOS_OF_A_LINE
    if spent or full or line not in [each.number for each in expected.lines]:
        raise DomainError(Reason.NOT_NOW)
    return now


def drop_photo(world: World, link: Link, line: int, sha256: str) -> None:
    """Take a photo back that was brought for a line. Raises NOT_NOW."""
    with world.begin() as uow:
        now = _still(world, uow, link)
        _open(uow, now)
        uow.forms.save_link(now.without_photo(line, sha256))


def _still(world: World, uow: UnitOfWork, link: Link) -> Link:
    """Read the link once more. Raises NOT_NOW where it was ended meanwhile."""
    now = uow.forms.link(link.hash)
    if now is None or not now.opens(world.clock.now()):
        raise DomainError(Reason.NOT_NOW)
    return now


def _open(uow: UnitOfWork, link: Link) -> ExpectedReturn:
    """Read the return. Raises NOT_NOW where its parcel is here already."""
    expected = uow.catalog.expected(link.rma)
    if is_received(uow, expected):
        raise DomainError(Reason.NOT_NOW)
    return expected


# Sending -------------------------------------------------------------------------------------------


def send(world: World, link: Link, language: str, given: Sequence[Given]) -> Form | None:
    """Keep what the customer says; None where a line is not right. The same again changes nothing.

    What they wrote goes beside the journal, which knows a commitment. Raises NOT_NOW.
    """
    with world.begin() as uow:
        now = _still(world, uow, link)
        expected, before = _open(uow, now), uow.forms.get(link.rma)
        by_line = {each.line: each for each in given}
        if not _right(expected, by_line):
            return None
        if before and _same(uow, before, expected, by_line, now):
            return before
        lines = tuple(_line(uow, line, by_line[line.number], now) for line in expected.lines)
        revision = before.revision + 1 if before else 1
        form = Form(link.rma, revision, language, world.clock.now(), lines)
        _forget_notes(uow, before)
        uow.forms.put(form)
        if world.house.is_central:
            for sha256 in form.photos:
                uow.feed.add_document(sha256, DOCUMENT)
        uow.journal.append(FormSent(form.rma, revision, language, lines), world.house.station)
    return form


def _right(expected: ExpectedReturn, given: Mapping[int, Given]) -> bool:
    """Tell whether every line is answered, and something is sent at all."""
    if set(given) != {line.number for line in expected.lines}:
        return False
    counts = [given[line.number].count for line in expected.lines]
    fits = all(0 <= count <= line.quantity for count, line in zip(counts, expected.lines, strict=True))
    return fits and any(counts) and all(map(_answered, given.values()))


def _answered(given: Given) -> bool:
    reasoned = given.count == 0 or given.reason in set(CustomerReason)
    return reasoned and len(_plain(given.note)) <= LONGEST_NOTE


def _plain(note: str) -> str:
    """Return what was written as one line without control characters."""
    return _SPACE.sub(" ", note).strip()


def _line(uow: UnitOfWork, line: RmaLine, given: Given, link: Link) -> FormLine:
    if not given.count:
        return FormLine(line.number, line.sku, 0)
    note = kept(uow, _plain(given.note))
    photos = link.of_line(line.number)
    return FormLine(line.number, line.sku, given.count, CustomerReason(given.reason), note, photos)


def _same(
    uow: UnitOfWork, before: Form, expected: ExpectedReturn, given: Mapping[int, Given], link: Link
) -> bool:
    """Tell whether nothing is different from what was sent last."""

    def as_before(line: RmaLine) -> bool:
        said, now = before.line(line.number), given[line.number]
        if said is None or said.count != now.count:
            return False
        note = (uow.notes.text(said.note) or "") if said.note else ""
        told = (said.reason, note, said.photos)
        return not now.count or told == (now.reason, _plain(now.note), link.of_line(line.number))

    return len(before.lines) == len(expected.lines) and all(map(as_before, expected.lines))


def _forget_notes(uow: UnitOfWork, before: Form | None) -> None:
    """What was written before and no longer holds is kept nowhere."""
    for line in before.lines if before else ():
        if line.note:
            uow.notes.remove(line.note)


# At a station that takes it from central -------------------------------------------------------------


def take(uow: UnitOfWork, sent: FormSent, at: datetime) -> None:
    """Keep a form that a customer sent at central; its texts and photos came beside it."""
    known = uow.forms.get(sent.rma)
    if known is None or known.revision < sent.revision:
        _forget_notes(uow, known)
        uow.forms.put(Form(sent.rma, sent.revision, sent.language, at, sent.lines))


def photos_of(uow: UnitOfWork, rma: Rma) -> tuple[str, ...]:
    """Name all photos that a customer brought for a return: sent, not sent yet, and taken back."""
    form = uow.forms.get(rma)
    brought = (photo for link in uow.forms.links(rma) for photo in link.brought)
    return tuple(dict.fromkeys((*(form.photos if form else ()), *brought)))


def forget(uow: UnitOfWork, rma: Rma) -> None:
    """Forget what the customer wrote and showed; the bytes of ``photos_of`` are to leave the vault then."""
    for sha256 in photos_of(uow, rma):
        uow.feed.drop_document(sha256)
    for link in uow.forms.links(rma):
        ended = link.ended(link.made_at)  # what came after this, nobody could find to remove it
        uow.forms.save_link(replace(ended, photos=(), taken_back=()))
    form = uow.forms.get(rma)
    if form:
        _forget_notes(uow, form)
        uow.forms.put(replace(form, lines=tuple(replace(line, note="", photos=()) for line in form.lines)))
