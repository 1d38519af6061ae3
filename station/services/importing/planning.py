"""What a file would change, compared with what is known here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from station.domain.catalog import Bin, ExpectedReturn, Product, WorkCenter
from station.domain.importing.kinds import Counts, ImportKind
from station.domain.people import NewPerson, Person
from station.domain.phrases import phrase
from station.domain.problems import Problem
from station.domain.recalls import Recall
from station.domain.scanning import Names
from station.importing_ports import Code, Contents
from station.ports import UnitOfWork, World

T = TypeVar("T")

# What stands in place of a code that could not be read; that is told already.
_BLANK = ("", "?")

_FAMILIES: Mapping[Names, str] = {
    Names.GTIN: "product",
    Names.SKU: "product",
    Names.RMA: "return",
    Names.ORDER: "return",
    Names.TRACKING: "return",
    Names.SERIAL: "serial",
    Names.BIN: "bin",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """The things that are new or different, each whole; and what clashes with what is known.

    ``left`` are people whom a file does not change: set on screen since, or without access.
    """

    counts: Counts
    products: tuple[Product, ...] = ()
    returns: tuple[ExpectedReturn, ...] = ()
    bins: tuple[Bin, ...] = ()
    centers: tuple[WorkCenter, ...] = ()
    people: tuple[NewPerson, ...] = ()
    recalls: tuple[Recall, ...] = ()
    problems: tuple[Problem, ...] = ()
    left: tuple[str, ...] = ()


def planned(world: World, uow: UnitOfWork, kind: ImportKind, said: Contents) -> Plan:
    """Compare what a file says with what is known in this transaction."""
    plan = _PLANNERS[kind](world, uow, said)
    return replace(plan, problems=(*plan.problems, *_clashes(uow, kind, said.codes)))


def _sorted(things: Iterable[tuple[T, T | None]]) -> tuple[Counts, tuple[T, ...]]:
    """Count things beside what is known of each, and return those that differ from it."""
    new = changed = unchanged = 0
    differing: list[T] = []
    for thing, known in things:
        if thing == known:
            unchanged += 1
            continue
        differing.append(thing)
        new, changed = (new + 1, changed) if known is None else (new, changed + 1)
    return Counts(new, changed, unchanged), tuple(differing)


def _products(_: World, uow: UnitOfWork, said: Contents) -> Plan:
    known = uow.imports.products(product.sku for product in said.products)
    told = ((_with_parts(each, known.get(each.sku), said), known.get(each.sku)) for each in said.products)
    counts, products = _sorted(told)
    return Plan(counts, products=products)


def _with_parts(product: Product, known: Product | None, said: Contents) -> Product:
    """Keep the components that are known where the file says nothing of them."""
    before = known.components if known else ()
    return replace(product, components=said.components.get(product.sku, before))


def _components(_: World, uow: UnitOfWork, said: Contents) -> Plan:
    known = uow.imports.products(said.components)
    named = ((known[sku], parts) for sku, parts in said.components.items() if sku in known)
    counts, products = _sorted((replace(product, components=parts), product) for product, parts in named)
    return Plan(counts, products=products)


def _returns(_: World, uow: UnitOfWork, said: Contents) -> Plan:
    known = uow.imports.expected(each.rma for each in said.returns)
    told = (
        (each.carrying(known[each.rma]), known[each.rma]) if each.rma in known else (each, None)
        for each in said.returns
    )
    counts, returns = _sorted(told)
    return Plan(counts, returns=returns)


def _bins(_: World, uow: UnitOfWork, said: Contents) -> Plan:
    known = {each.code: each for each in uow.catalog.bins()}
    counts, bins = _sorted((each, known.get(each.code)) for each in said.bins)
    return Plan(counts, bins=bins)


def _centers(_: World, uow: UnitOfWork, said: Contents) -> Plan:
    known = {each.code: each for each in uow.catalog.centers()}
    counts, centers = _sorted((each, known.get(each.code)) for each in said.centers)
    return Plan(counts, centers=centers)


def _recalls(_: World, uow: UnitOfWork, said: Contents) -> Plan:
    known = {each.id: each for each in uow.recalls.all()}
    told = ((_as_known(each, known.get(each.id)), known.get(each.id)) for each in said.recalls)
    counts, recalls = _sorted(told)
    return Plan(counts, recalls=recalls)


def _as_known(recall: Recall, known: Recall | None) -> Recall:
    """Since when and by whom is no matter of the file."""
    return replace(recall, since=known.since, by=known.by) if known else recall


# People --------------------------------------------------------------------------------------------


def _people(world: World, uow: UnitOfWork, said: Contents) -> Plan:
    known = {each.id: each for each in uow.people.all()}
    left = tuple(each.id for each in said.people if each.id in known and _left_alone(known[each.id]))
    coming = [each for each in said.people if each.id not in left]
    differing = tuple(each for each in coming if not _same(world, known.get(each.id), each))
    new = sum(each.id not in known for each in differing)
    counts = Counts(new, len(differing) - new, len(said.people) - len(differing))
    problems = tuple(_badges(world, uow, said, coming))
    return Plan(counts, people=differing, left=left, problems=problems)


def _left_alone(known: Person) -> bool:
    return known.by_hand or not known.may_enter or known.removed_at is not None


def _same(world: World, known: Person | None, given: NewPerson) -> bool:
    """Tell whether a person stands here as given; the PIN last, for that takes a while."""
    if known is None or (known.name, known.role, known.language) != (given.name, given.role, given.language):
        return False
    badge = known.badge_hash == world.secrets.digest(given.badge)
    return badge and world.secrets.pin_matches(known.pin_hash, given.pin)


def _badges(world: World, uow: UnitOfWork, said: Contents, coming: Sequence[NewPerson]) -> Iterator[Problem]:
    """A badge may change hands in one file, but not be that of somebody who keeps it."""
    ids = {person.id for person in coming}
    for person in coming:
        owner = uow.people.badge_of(world.secrets.digest(person.badge))
        if owner is not None and owner not in ids:
            line = said.lines.get(person.id, 0)
            found, expected = phrase("the badge is somebody's here"), phrase("a badge of their own")
            yield Problem("people", "column badge", found, expected, line=line, path=("line", line, "badge"))


# Codes ---------------------------------------------------------------------------------------------


def _clashes(uow: UnitOfWork, kind: ImportKind, codes: Sequence[Code]) -> Iterator[Problem]:
    """Find every code that would mean two things when it is scanned, here or within the file."""
    known = uow.imports.codes(form for code in codes for form in (code.code, code.code.upper()))
    within: dict[str, Code] = {}
    for code in codes:
        if code.code in _BLANK:
            continue
        first = within.setdefault(code.code.upper(), code)
        others = [(first.family, first.key)] if first is not code else []
        hits = {hit for form in (code.code, code.code.upper()) for hit in known.get(form, ())}
        others += [(_FAMILIES.get(hit.names, hit.names.value), hit.key) for hit in hits]
        if any(_differ(code, family, key) for family, key in others):
            found = phrase('"%(code)s" names something else already', code=code.code)
            expected = phrase("a code that means one thing when it is scanned")
            path = ("line", code.line, code.column)
            yield Problem(kind.value, f"column {code.column}", found, expected, line=code.line, path=path)


def _differ(code: Code, family: str, key: str) -> bool:
    """Codes of returns may be shared, as an order has several; a component may be a product by itself."""
    if {code.family, family} == {"component", "product"}:
        return False
    if code.family != family:
        return True
    return family == "product" and code.key != key


_PLANNERS = {
    ImportKind.PRODUCTS: _products,
    ImportKind.COMPONENTS: _components,
    ImportKind.RETURNS: _returns,
    ImportKind.PEOPLE: _people,
    ImportKind.BINS: _bins,
    ImportKind.CENTERS: _centers,
    ImportKind.RECALLS: _recalls,
}
