"""Set up bins and work centers on screen: what is typed is checked whole, then kept whole."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from station.domain.allowed import need
from station.domain.catalog import Bin, BinUse, WorkCenter
from station.domain.entries import Entries
from station.domain.errors import DomainError, Reason
from station.domain.events import BinSet, WorkCenterSet
from station.domain.identifiers import BinCode, parse_bin
from station.domain.people import Person, Role
from station.domain.phrases import Phrase, phrase
from station.domain.problems import Problem
from station.domain.texts import LANGUAGES, Texts
from station.ports import UnitOfWork, World
from station.services.stock import known_bin

MOST_ITEMS = 100_000
LONGEST_TEXT = 80
_CODE = phrase('a code of at most %(longest)s characters that does not start with "$"', longest=20)
Problems = tuple[Problem, ...]


def stamp(known: Bin | WorkCenter) -> str:
    """Return a mark of how something stands, by which a form that was opened before is told."""
    return hashlib.sha256(repr(known).encode()).hexdigest()[:16]


def change_bin(world: World, person: Person, code: str, seen: str, given: Mapping[str, str]) -> Problems:
    """Change a bin's place, categories, work center and capacity. Its code and use stay.

    Raises NOT_ALLOWED, UNKNOWN_BIN, and CHANGED_MEANWHILE where it is not as ``seen`` any more.
    """
    need(person, Role.SUPERVISOR)
    with world.begin() as uow:
        known = known_bin(uow, code)
        if stamp(known) != seen:
            raise DomainError(Reason.CHANGED_MEANWHILE)
        entries = Entries(given)
        changed = _filled(uow, entries, known, known.use)
        if not entries.problems and changed != known:
            uow.catalog.save_bin(changed)
            uow.journal.append(BinSet(changed), person.id)
        return tuple(entries.problems)


def add_bin(world: World, person: Person, given: Mapping[str, str]) -> Problems:
    """Add a bin. Raises MANAGER_NEEDED."""
    need(person, Role.MANAGER)
    entries = Entries(given)
    code = entries.parsed("code", parse_bin, _CODE)
    use = entries.member("use", BinUse)
    with world.begin() as uow:
        _refuse_taken(uow, entries, code)
        blank = Bin(code or BinCode("?"), use or BinUse.HOLD, Texts(""))
        made = _filled(uow, entries, blank, use)
        if not entries.problems:
            uow.catalog.save_bin(made)
            uow.journal.append(BinSet(made), person.id)
    return tuple(entries.problems)


def add_center(world: World, person: Person, given: Mapping[str, str]) -> Problems:
    """Add a work center. Raises MANAGER_NEEDED."""
    need(person, Role.MANAGER)
    entries = Entries(given)
    code = entries.parsed("code", parse_bin, _CODE)
    kind = entries.member("use", BinUse)
    name = _texts(entries)
    with world.begin() as uow:
        if code in {center.code for center in uow.catalog.centers()}:
            entries.wrong("code", _named_already(code or ""), phrase("a code of its own"))
        if not entries.problems and code and kind:
            made = WorkCenter(code, name, kind)
            uow.catalog.save_center(made)
            uow.journal.append(WorkCenterSet(made), person.id)
    return tuple(entries.problems)


def _filled(uow: UnitOfWork, entries: Entries, bin_: Bin, use: BinUse | None) -> Bin:
    """Take over what may be changed of a bin, noting problems. Its work center is for the same use."""
    centers = [center.code for center in uow.catalog.centers() if use in (None, center.kind)]
    return replace(
        bin_,
        place=_texts(entries),
        categories=entries.words("categories", uow.catalog.categories()),
        center=entries.one_of("center", centers),
        capacity=entries.whole("capacity", 1, MOST_ITEMS),
    )


def _texts(entries: Entries) -> Texts:
    return Texts(**{x: entries.text(x, LONGEST_TEXT, needed=x == "en") for x in LANGUAGES})


def _refuse_taken(uow: UnitOfWork, entries: Entries, code: BinCode | None) -> None:
    """A code means one thing when it is scanned: a bin's is that of nothing else."""
    if code and uow.catalog.find((code, code.upper())):
        entries.wrong("code", _named_already(code), phrase("a code of its own"))


def _named_already(code: str) -> Phrase:
    return phrase("%(code)s names something already", code=code)
