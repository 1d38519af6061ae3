"""Names that a page offers: what the station's rules speak of already."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from station.domain.disposition import FACTS, FactKind
from station.domain.routing import Rulebook
from station.ports import World
from station.rule_ports import Plain
from web.rule_paths import many, table, tables

_NAMES = [fact for fact, kind in FACTS.items() if kind is FactKind.NAME]


def known_names(world: World, plain: Plain) -> Mapping[str, Sequence[str]]:
    """List the categories, channels, countries and other names in use, in the draft and in force."""
    with world.read() as uow:
        book = uow.rules.in_force()
    found = {fact: set(_tested(book, fact)) | set(_written(plain, fact)) for fact in _NAMES}
    found["category"] |= set(_categories(book))
    return {fact: sorted(names) for fact, names in found.items()}


def _tested(book: Rulebook, fact: str) -> Iterator[str]:
    for row in book.table.rows:
        yield from (str(value) for value in (row.when[fact].values if fact in row.when else ()))


def _written(plain: Plain, fact: str) -> Iterator[str]:
    for row in tables(plain.get("row")):
        yield from (str(value) for value in many(table(row.get("when")).get(fact)) if isinstance(value, str))


def _categories(book: Rulebook) -> Iterator[str]:
    yield from (each for way in book.prices.ways for each in way.categories)
    yield from book.disposal.typical_grams
    yield from book.disposal.need_derogation
    yield from _of_policy(book.policy)


def _of_policy(policy: Any) -> Iterator[str]:
    yield from table(getattr(policy, "categories", {}))
