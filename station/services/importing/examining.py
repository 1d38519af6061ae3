"""Look at a file without taking it over: what it would change, and everything that is wrong with it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from station.domain.importing.kinds import Counts, Encoding, ImportKind
from station.domain.parts import choices_by_parts
from station.domain.phrases import phrase
from station.domain.problems import Problem
from station.importing_ports import Around, Contents
from station.ports import UnitOfWork, World
from station.services.importing.planning import Plan, planned
from station.services.starting import coming_checklists

# As many problems as anybody reads before mending the file; those after them are counted.
MOST_SHOWN = 300
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file would change here, or what is wrong with it: ``problems``, and ``more`` only counted.

    ``unclear`` says that its code page has to be named. ``left`` are ids of people whom files do not change.
    """

    kind: ImportKind
    sha256: str
    rows: int
    counts: Counts
    problems: tuple[Problem, ...] = ()
    more: int = 0
    unclear: bool = False
    encoding: Encoding | None = None
    left: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Tell whether nothing is wrong: it can be taken over."""
        return not self.problems

    @property
    def wrong(self) -> int:
        return len(self.problems) + self.more


def examine(world: World, kind: ImportKind, data: bytes, encoding: Encoding | None = None) -> Examined:
    """Read a file and compare it with what is known. Nothing is changed; what is wrong is in the answer."""
    said = contents(world, kind, data, encoding)
    with world.read() as uow:
        return told(kind, data, said, planned(world, uow, kind, said))


def contents(world: World, kind: ImportKind, data: bytes, encoding: Encoding | None) -> Contents:
    """Read a file against what is known. One that is too large is not looked at."""
    if len(data) > world.house.import_limit:
        return Contents(problems=(too_large(world, kind, len(data)),))
    return world.site_forms.read(kind, data, _around(world, kind, encoding))


def too_large(world: World, kind: ImportKind, size: int) -> Problem:
    """Say that a file is over the limit, from its size alone."""
    found = phrase("found %(size)s MB", size=-(-size // MEGABYTE))
    most = phrase("at most %(most)s MB in one file", most=world.house.import_limit // MEGABYTE)
    return Problem(kind.value, "", found, most)


def _around(world: World, kind: ImportKind, encoding: Encoding | None) -> Around:
    checklists = coming_checklists(world)
    around = Around(
        today=world.today,
        zone=world.house.zone,
        language=world.house.language,
        encoding=encoding,
        checklists=frozenset(checklists),
        choices=choices_by_parts(checklists.values()),
    )
    with world.read() as uow:
        return _NEEDED[kind](uow, around) if kind in _NEEDED else around


def _for_components(uow: UnitOfWork, around: Around) -> Around:
    return replace(around, products=uow.imports.catalogue())


def _for_returns(uow: UnitOfWork, around: Around) -> Around:
    return replace(around, skus=uow.imports.skus())


def _for_bins(uow: UnitOfWork, around: Around) -> Around:
    return replace(around, categories=frozenset(uow.catalog.categories()), centers=uow.catalog.centers())


_NEEDED = {
    ImportKind.COMPONENTS: _for_components,
    ImportKind.RETURNS: _for_returns,
    ImportKind.BINS: _for_bins,
}


def told(kind: ImportKind, data: bytes, said: Contents, plan: Plan) -> Examined:
    """Join what a file says with what it would change."""
    problems = _by_line((*said.problems, *plan.problems))
    return Examined(
        kind=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        rows=said.rows,
        counts=plan.counts,
        problems=problems[:MOST_SHOWN],
        more=said.more + max(0, len(problems) - MOST_SHOWN),
        unclear=said.unclear,
        encoding=said.encoding,
        left=plan.left,
    )


def _by_line(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))
