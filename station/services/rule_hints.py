"""What rules ought to be looked at for, without being wrong: categories that no product has."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from station.domain.phrases import phrase
from station.domain.problems import KeyPath, Problem, nearest
from station.ports import UnitOfWork
from station.rule_ports import Plain, RuleKey

# The keys under which rules name categories: as a value, a list of them, or the keys of a table.
_NAMING = frozenset({"category", "categories", "need_derogation", "typical_grams"})
# Its conditions name questions, and a question may be called anything.
_WITHOUT = "checklist"


def hints_for(uow: UnitOfWork, key: RuleKey, plain: Plain) -> tuple[Problem, ...]:
    """Return what is worth a second look. A station without products has nothing to compare with."""
    known = uow.catalog.categories() if key.kind != _WITHOUT else ()
    return tuple(_unknown_categories(key, plain, known)) if known else ()


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
