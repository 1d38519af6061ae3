"""What a page can edit of rules: the shapes that plain data takes, each with its words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Union

from station.domain.disposition import FactKind
from station.rule_ports import Plain
from web.words.lazy import Lazy


class Shape(StrEnum):
    """How one value is entered."""

    LINE = "line"
    CODE = "code"
    WHOLE = "whole"
    NUMBER = "number"
    AMOUNT = "amount"
    DAY = "day"
    FLAG = "flag"
    CHOICE = "choice"
    CHOICES = "choices"
    NAMES = "names"


class Unit(StrEnum):
    """What stands behind a number."""

    NONE = ""
    PERCENT = "percent"
    DAYS = "days"
    GRAMS = "grams"
    MINUTES = "minutes"
    TIMES = "times"
    RETURNS = "returns"
    MONEY = "money"


# A value with its words.
Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Around:
    """What choices are made from: the whole draft, the table that the field stands in, the known names."""

    plain: Plain
    table: Plain
    known: Mapping[str, Sequence[str]]


Options = Callable[[Around], Sequence[Option]]


@dataclass(frozen=True, slots=True)
class Field:
    """One value under a key. ``usual`` is what counts where it is left out; one without is required.

    Where it is ``free``, names that nobody knows yet may be added to the options. Several values are read
    as a list, or as "this or that" where it is ``any_of`` them.
    """

    key: str
    label: Lazy
    shape: Shape
    unit: Unit = Unit.NONE
    options: Options | None = None
    usual: str | None = None
    help: Lazy | None = None
    free: bool = False
    any_of: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A text in every language: keys en, he and ru, of the table itself or of one under ``key``."""

    label: Lazy
    key: str = ""
    usual: str | None = None
    help: Lazy | None = None


@dataclass(frozen=True, slots=True)
class Each:
    """One value for every name: of the grades, or of names that a person adds (``add``).

    Where names are ``spoken``, changes say them in their words; the value's options see the name as ``of``.
    """

    key: str
    label: Lazy
    value: Field
    names: Options
    add: Lazy | None = None
    free: bool = False
    help: Lazy | None = None
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A table inside: the same fields once."""

    key: str
    label: Lazy
    parts: tuple["Part", ...]
    help: Lazy | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of tables: each can be added, moved and removed. ``blank`` is a new one without its id."""

    key: str
    label: Lazy
    one: Lazy
    add: Lazy
    parts: tuple["Part", ...]
    blank: Mapping[str, Any] = field(default_factory=dict)
    help: Lazy | None = None
    gist: tuple[str, ...] = ()

    @property
    def gist_parts(self) -> list["Field | Each"]:
        """Return the parts that tell most of one while it is closed."""
        return [part for part in self.parts if isinstance(part, Field | Each) and part.key in self.gist]


@dataclass(frozen=True, slots=True)
class Heading:
    """Parts that belong together, under words of their own."""

    label: Lazy
    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of tables that reads as sentences: when every one of some ``facts`` is so, then ``parts``."""

    key: str
    one: Lazy
    add: Lazy
    facts: Mapping[str, FactKind]
    parts: tuple["Part", ...]
    blank: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """Tables by name: a category with its own terms."""

    key: str
    label: Lazy
    add: Lazy
    names: Options
    parts: tuple["Part", ...]
    blank: Mapping[str, Any] = field(default_factory=dict)
    help: Lazy | None = None


Part = Union[Field, Words, Each, Group, Heading, Listed, Rows, Named]  # noqa: UP007 - it is named above


def flat(parts: Sequence[Part]) -> Iterator[Part]:
    """List parts without the headings above them."""
    for part in parts:
        yield from flat(part.parts) if isinstance(part, Heading) else (part,)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of rules: what it is called, what it is for, and everything in it."""

    title: Lazy
    purpose: Lazy
    parts: tuple[Part, ...]
    icon: str = "desk"
