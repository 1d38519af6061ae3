"""What taking over files needs: readers of files, what is known already, a folder in which files arrive."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from station.domain.catalog import Bin, ExpectedReturn, Product, WorkCenter
from station.domain.identifiers import Rma, Sku
from station.domain.importing.kinds import Encoding, Import, ImportKind
from station.domain.parts import Component
from station.domain.people import NewPerson
from station.domain.problems import Problem
from station.domain.recalls import Recall
from station.domain.scanning import Hit


@dataclass(frozen=True, slots=True)
class Around:
    """What a file is read against: the day, the site's zone and language, and what is known here.

    ``choices`` are what each checklist answers its question on parts with. ``products`` are there only for
    components, ``skus`` for returns. Without ``encoding`` the letters have to tell it.
    """

    today: date
    zone: str = ""
    language: str = "en"
    encoding: Encoding | None = None
    checklists: frozenset[str] = frozenset()
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    skus: Collection[Sku] = ()
    products: Mapping[Sku, Product] = field(default_factory=dict)
    categories: frozenset[str] = frozenset()
    centers: tuple[WorkCenter, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """A code in a cell, and whose it is: names of one ``family`` and ``key`` may be equal."""

    code: str
    family: str
    key: str
    column: str
    line: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file says, as far as it could be read. ``components`` are by product,
    ``lines`` those of people by their id.

    ``problems`` are the first ones, ``more`` counts those after them; ``unclear`` says that the code page
    has to be named. ``rows`` counts the things or lines in the file.
    """

    rows: int = 0
    products: tuple[Product, ...] = ()
    components: Mapping[Sku, tuple[Component, ...]] = field(default_factory=dict)
    returns: tuple[ExpectedReturn, ...] = ()
    bins: tuple[Bin, ...] = ()
    centers: tuple[WorkCenter, ...] = ()
    people: tuple[NewPerson, ...] = ()
    recalls: tuple[Recall, ...] = ()
    codes: tuple[Code, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    more: int = 0
    unclear: bool = False
    encoding: Encoding | None = None


class SiteForms(Protocol):
    """Reads files of a site. Never raises for what stands in them."""

    def read(self, kind: ImportKind, data: bytes, around: Around) -> Contents: ...


class Imports(Protocol):
    """Files that were taken over, the latest first, and what is known of what a file names.

    ``with_mark`` finds the one that came by a mark; ``skus`` and ``catalogue`` have every product;
    ``codes`` what these codes name.
    """

    def add(self, taken: Import) -> None: ...
    def page(self, limit: int, before: str = "") -> tuple[Import, ...]: ...
    def with_mark(self, mark: str) -> Import | None: ...
    def skus(self) -> frozenset[Sku]: ...
    def catalogue(self) -> Mapping[Sku, Product]: ...
    def products(self, skus: Iterable[Sku]) -> Mapping[Sku, Product]: ...
    def expected(self, rmas: Iterable[Rma]) -> Mapping[Rma, ExpectedReturn]: ...
    def codes(self, codes: Iterable[str]) -> Mapping[str, tuple[Hit, ...]]: ...


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that lies in the folder and changes no more. ``mark`` tells this arrival from any other."""

    name: str
    data: bytes
    mark: str


class Inbox(Protocol):
    """A folder into which others put files.

    ``look`` sees what is there; ``arrived`` are those that did not change since the look before it,
    ``too_large`` the names of those over the limit, which are not read. ``done`` and ``refuse`` put one
    away, with a text beside it.
    """

    def look(self) -> None: ...
    def arrived(self) -> tuple[Arrived, ...]: ...
    def too_large(self) -> tuple[str, ...]: ...
    def done(self, name: str, said: str) -> None: ...
    def refuse(self, name: str, said: str) -> None: ...
