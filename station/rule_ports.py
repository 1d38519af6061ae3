"""What editing rules needs of the world: what is in force, drafts, and how rules are read and written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from station.domain.checklist import Checklist
from station.domain.problems import Problem
from station.domain.routing import Rulebook

# Rules as they stand in a TOML file: tables, lists, texts, numbers, true and false.
Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RuleKey:
    """Which rules: a kind such as "checklist" or "table", and an id such as "electronics"."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class InForce:
    """A version that counts or counted: since when, and who put it there."""

    key: RuleKey
    version: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Rules under way. ``revision`` counts the edits; ``base`` is the version it began from, 0 for none."""

    key: RuleKey
    revision: int
    base: int
    plain: Plain
    by: str
    at: datetime


class Rules(Protocol):
    """Published rules. A version never changes; which one counts does.

    ``publish`` returns True for a new version, None for one that is kept already, and False where the
    same version was kept with other content: then nothing is written. ``content`` raises KeyError.

    ``at`` are the rules as they are read for what happened at a station: a version that only it has, or has
    with other content, is its own (``keep_of``, at central) and never comes into force here.
    """

    def in_force(self) -> Rulebook: ...
    def at(self, station: str) -> "Rules": ...
    def keep_of(self, station: str, kind: str, id_: str, version: int, content: object) -> None: ...
    def checklist(self, id_: str, version: int) -> Checklist: ...
    def content(self, key: RuleKey, version: int) -> Any: ...
    def versions(self, key: RuleKey) -> tuple[int, ...]: ...
    def publish(self, kind: str, id_: str, version: int, content: object) -> bool | None: ...
    def put_in_force(self, now: InForce) -> None: ...
    def current(self) -> tuple[InForce, ...]: ...
    def history(self, key: RuleKey) -> tuple[InForce, ...]: ...


class Drafts(Protocol):
    """Drafts, one for each rule. ``get`` returns None without one."""

    def all(self) -> tuple[Draft, ...]: ...
    def get(self, key: RuleKey) -> Draft | None: ...
    def save(self, draft: Draft) -> None: ...
    def drop(self, key: RuleKey) -> None: ...


class RuleForms(Protocol):
    """Rules as values, as plain data and as TOML, one and the same.

    ``read`` returns the value and everything that is wrong with it; the value is to be used only where
    nothing is. ``parse`` reads TOML text and returns plain data, empty where it is not TOML at all.
    """

    def read(self, key: RuleKey, plain: Plain) -> tuple[Any, Sequence[Problem]]: ...
    def plain(self, key: RuleKey, value: object) -> Plain: ...
    def toml(self, key: RuleKey, plain: Plain) -> str: ...
    def parse(self, text: str) -> tuple[Plain, Sequence[Problem]]: ...
