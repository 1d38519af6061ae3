"""routing.toml to the decision table. What its rows say together is checked in ``routing_checks``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from station.adapters.config.kinds import (
    COUNTRY,
    FLAG,
    ID,
    TEXT,
    VERSION,
    Kind,
    amount,
    member_of,
    name_in,
    whole,
)
from station.adapters.config.problems import Problems
from station.adapters.config.routing_checks import check_rows
from station.adapters.config.sections import Section, reading
from station.adapters.config.texts_file import read_texts
from station.domain.disposition import CHOICES, FACTS, Disposition, FactKind, Row, Table, Test
from station.domain.grading import Grade
from station.domain.money import Money
from station.domain.phrases import phrase

_FACT = name_in(FACTS)
_DISPOSITION = member_of(Disposition)
_GRADE = name_in(grade.value for grade in Grade)
# Names that have a form of their own; every other one is what the shop calls it.
_NAMES: Mapping[str, Kind[str]] = {
    "category": ID,
    "country": COUNTRY,
    **{fact: name_in(choices) for fact, choices in CHOICES.items()},
}


def read_table(path: Path, problems: Problems, currency: str = "") -> Table:
    """Read the routing table from a file, noting problems; ``currency`` is the station's."""
    with reading(path, problems) as top:
        return parse_table(top, currency)


def parse_table(top: Section, currency: str = "") -> Table:
    """Read the routing table from a document, noting problems. Amounts are in ``currency``."""
    sections = top.sections("row")
    table = Table(
        version=top.take("version", VERSION),
        rows=tuple(_row(each, _Tests(currency)) for each in sections),
    )
    check_rows(top, sections, table, currency)
    return table


def _row(section: Section, tests: "_Tests") -> Row:
    when = section.section("when")
    return Row(
        id=section.take("id", ID),
        text=read_texts(section),
        when={fact: tests.read(when, key, fact) for key, fact in when.keys(phrase("fact"), _FACT)},
        open=section.many("open", _DISPOSITION, required=True),
    )


@dataclass(frozen=True, slots=True)
class _Tests:
    """How a test is read, by what its fact holds."""

    currency: str

    def read(self, section: Section, key: str, fact: str) -> Test:
        return _READERS[FACTS[fact]](self, section, key, fact)

    def grades(self, section: Section, key: str, fact: str) -> Test:
        return Test(values=section.many(key, _GRADE))

    def flag(self, section: Section, key: str, fact: str) -> Test:
        return Test(values=(section.take(key, FLAG),))

    def names(self, section: Section, key: str, fact: str) -> Test:
        return Test(values=section.many(key, _NAMES.get(fact, TEXT)))

    def wholes(self, section: Section, key: str, fact: str) -> Test:
        return _reach(section, key, whole(0), str)

    def amounts(self, section: Section, key: str, fact: str) -> Test:
        return _reach(section, key, _minor(self.currency), lambda minor: str(_decimal(minor, self.currency)))


def _reach(section: Section, key: str, kind: Kind[int], say: Callable[[int], str]) -> Test:
    """Read numbers, or from where to where they reach."""
    if not isinstance(section.table[key], Mapping):
        return Test(values=section.many(key, kind))
    reach = section.section(key)
    least, most = reach.maybe("at_least", kind), reach.maybe("at_most", kind)
    if least is None and most is None:
        section.wrong(key, phrase("no limit is given"), phrase("at_least, at_most or both"))
    elif least is not None and most is not None and least > most:
        found = phrase("nothing is from %(least)s to %(most)s", least=say(least), most=say(most))
        section.wrong(key, found, phrase("at_least no more than at_most"))
    return Test(least=least, most=most)


_READERS: Mapping[FactKind, Callable[[_Tests, Section, str, str], Test]] = {
    FactKind.GRADE: _Tests.grades,
    FactKind.FLAG: _Tests.flag,
    FactKind.NAME: _Tests.names,
    FactKind.WHOLE: _Tests.wholes,
    FactKind.MONEY: _Tests.amounts,
}


def _minor(currency: str) -> Kind[int]:
    """Make the kind of an amount as a person writes it, such as 15.00, kept in whole minor units."""
    written = amount()

    def read(value: object) -> int | None:
        exact = written.read(value)
        minor = None if exact is None else Money(exact, currency).minor
        return minor if minor is not None and _decimal(minor, currency) == exact else None

    return Kind(written.expected, read, 0, hint=written.hint)


def _decimal(minor: int, currency: str) -> Decimal:
    return Money.of_minor(minor, currency).amount


def with_amounts(plain: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """Write the amounts of a table's plain data as a person does: minor units become decimals."""
    rows = [{**row, **_with_amounts(row, currency)} for row in plain.get("row", ())]
    return {**plain, **({"row": rows} if rows else {})}


def _with_amounts(row: Mapping[str, Any], currency: str) -> dict[str, Any]:
    when = {fact: _written(fact, test, currency) for fact, test in row.get("when", {}).items()}
    return {"when": when} if when else {}


def _written(fact: str, test: Any, currency: str) -> Any:
    if FACTS.get(fact) is not FactKind.MONEY:
        return test
    if isinstance(test, Mapping):
        return {limit: _decimal(minor, currency) for limit, minor in test.items()}
    return [_decimal(minor, currency) for minor in test]
