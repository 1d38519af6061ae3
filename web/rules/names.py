"""Names that a page offers: what the station's rules speak of already."""

from collections.abc import Iterator, Mapping, Sequence

from station.domain.disposition import FACTS, FactKind
from station.domain.policy import Policy
from station.domain.routing import Rulebook
from station.ports import World
from station.rule_ports import Plain
from web.rules.paths import many, table, tables

_NAMES = [fact for fact, kind in FACTS.items() if kind is FactKind.NAME]


def known_names(world: World, plain: Plain) -> Mapping[str, Sequence[str]]:
    """List the categories, channels, countries and other names in use, in the draft and in force."""
    with world.read() as uow:
        book, categories = uow.rules.in_force(), uow.catalog.categories()
    found = {
        fact: {*_tested(book, fact), *_asked(book.policy, fact), *_written(plain, fact)} for fact in _NAMES
    }
    found["category"] |= {*categories, *_categories(book)}
    found["row"] = {row.id for row in book.table.rows}
    return {fact: sorted(names) for fact, names in found.items()}


def _tested(book: Rulebook, fact: str) -> Iterator[str]:
    for row in book.table.rows:
        yield from (str(value) for value in (row.when[fact].values if fact in row.when else ()))


def _written(plain: Plain, fact: str) -> Iterator[str]:
    for row in (*tables(plain.get("row")), *tables(plain.get("terms"))):
        yield from (str(value) for value in many(table(row.get("when")).get(fact)) if isinstance(value, str))


def _categories(book: Rulebook) -> Iterator[str]:
    yield from (each for way in book.prices.ways for each in way.categories)
    yield from book.disposal.typical_grams
    yield from book.disposal.need_derogation
    yield from _asked(book.policy, "category")


def _asked(policy: Policy, fact: str) -> Iterator[str]:
    for terms in policy.terms:
        yield from terms.when.get(fact, ())
