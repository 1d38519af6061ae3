"""What is worth a second look in rules without being wrong: unknown categories, rows that overlap."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from station.domain import table_checks
from station.domain.disposition import Table
from station.domain.phrases import phrase
from station.domain.problems import KeyPath, Problem, nearest, place
from station.ports import UnitOfWork
from station.rule_ports import Plain, RuleKey

# The keys under which rules name categories: as a value, a list of them, or the keys of a table.
_NAMING = frozenset({"category", "categories", "need_derogation", "typical_grams"})
# Its conditions name questions, and a question may be called anything.
_WITHOUT = "checklist"


def hints_for(uow: UnitOfWork, key: RuleKey, value: Any, plain: Plain) -> tuple[Problem, ...]:
    """Return what is worth a second look. A station without products knows of no categories."""
    known = uow.catalog.categories() if key.kind != _WITHOUT else ()
    unknown = tuple(_unknown_categories(key, plain, known)) if known else ()
    return (
        (*unknown, *_overlaps(key, value, uow.rules.in_force().table))
        if isinstance(value, Table)
        else unknown
    )


def _overlaps(key: RuleKey, table: Table, before: Table) -> Iterator[Problem]:
    """Name pairs of rows that decide otherwise, where cases that fit both hang on the order of the rows.

    Tables are made of such pairs: those that count already were looked at, and only new ones are named.
    """
    looked_at = set(_pairs(before))
    ids: dict[KeyPath, str] = {("row", number): row.id for number, row in enumerate(table.rows, start=1)}
    for pair, (row, other) in _pairs(table).items():
        if pair not in looked_at:
            path, first = ("row", row), place(("row", other), ids)
            found = phrase("some cases fit %(place)s too, and that decides them", place=first)
            yield Problem(key.id, str(place(path, ids)), found, phrase("the order that is meant"), path=path)


def _pairs(table: Table) -> dict[tuple[str, str], tuple[int, int]]:
    """Return overlapping rows, the later first, by their ids and their numbers."""
    rows = [(flaw.row, other) for flaw in table_checks.hints(table) for other in flaw.others]
    return {(table.rows[row - 1].id, table.rows[other - 1].id): (row, other) for row, other in rows}


def _unknown_categories(key: RuleKey, plain: Plain, known: Sequence[str]) -> Iterator[Problem]:
    for path, name in _named((), plain):
        if name not in known:
            found = phrase('no product has the category "%(name)s"', name=name)
            expected = phrase("one of %(names)s", names=", ".join(known))
            where = ".".join(map(str, path))
            yield Problem(key.id, where, found, expected, nearest(name, known), path=path)


def _named(path: KeyPath, value: Any) -> Iterator[tuple[KeyPath, str]]:
    """Find the categories that are named anywhere below."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            here = (*path, str(key))
            yield from _names_in(here, inner) if key in _NAMING else _named(here, inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield from _named((*path, number), inner)


def _names_in(path: KeyPath, value: Any) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, Mapping):
        yield from (((*path, str(name)), str(name)) for name in value)
    else:
        yield from ((path, str(name)) for name in (value if isinstance(value, list) else [value]))
