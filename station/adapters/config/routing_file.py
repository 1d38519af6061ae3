"""routing.toml to the decision table. Order is checked in ``routing_checks``."""

from collections.abc import Callable
from pathlib import Path

from station.adapters.config.kinds import FLAG, ID, VERSION, Kind, member_of, name_in, whole
from station.adapters.config.problems import Problems
from station.adapters.config.routing_checks import check_rows
from station.adapters.config.sections import Section, reading
from station.adapters.config.texts_file import read_texts
from station.domain.disposition import FACTS, Disposition, Fact, Row, Table, Test
from station.domain.grading import Axis, Grade
from station.domain.phrases import phrase
from station.domain.policy import Verdict

_FACT = name_in(FACTS)
_DISPOSITION = member_of(Disposition)
_GRADE = name_in(grade.value for grade in Grade)
_AMOUNT = whole(0)


def read_table(path: Path, problems: Problems) -> Table:
    """Read the routing table from a file, noting problems."""
    with reading(path, problems) as top:
        return parse_table(top)


def parse_table(top: Section) -> Table:
    """Read the routing table from a document, noting problems."""
    sections = top.sections("row")
    rows = tuple(_row(each) for each in sections)
    check_rows(top, sections, rows)
    return Table(
        version=top.take("version", VERSION),
        rows=rows,
    )


def _row(section: Section) -> Row:
    return Row(
        id=section.take("id", ID),
        text=read_texts(section),
        when=_tests(section.section("when")),
        open=section.many("open", _DISPOSITION, required=True),
    )


def _tests(section: Section) -> dict[str, Test]:
    return {
        fact: _READERS.get(fact, _by_type(fact))(section, key)
        for key, fact in section.keys(phrase("fact"), _FACT)
    }


def _one_of(kind: Kind[str]) -> Callable[[Section, str], Test]:
    return lambda section, key: Test(values=tuple(section.many(key, kind)))


def _flag(section: Section, key: str) -> Test:
    return Test(values=(section.take(key, FLAG),))


def _amount(section: Section, key: str) -> Test:
    if not isinstance(section.table[key], dict):
        values: tuple[Fact, ...] = section.many(key, _AMOUNT)
        return Test(values=values)
    reach = section.section(key)
    least, most = reach.maybe("at_least", _AMOUNT), reach.maybe("at_most", _AMOUNT)
    if least is None and most is None:
        section.wrong(key, phrase("no limit is given"), phrase("at_least, at_most or both"))
    elif least is not None and most is not None and least > most:
        found = phrase("nothing is from %(least)s to %(most)s", least=least, most=most)
        section.wrong(key, found, phrase("at_least no more than at_most"))
    return Test(least=least, most=most)


_READERS: dict[str, Callable[[Section, str], Test]] = {
    "grade": _one_of(_GRADE),
    **{axis.value: _one_of(_GRADE) for axis in Axis},
    "policy": _one_of(name_in(verdict.value for verdict in Verdict)),
}
_READERS_BY_TYPE: dict[type, Callable[[Section, str], Test]] = {bool: _flag, int: _amount, str: _one_of(ID)}


def _by_type(fact: str) -> Callable[[Section, str], Test]:
    return _READERS_BY_TYPE[FACTS[fact]]
