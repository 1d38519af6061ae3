"""What must hold between the rows of a routing table, said by row: one always hits, none is out of reach."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from station.adapters.config.sections import Section
from station.adapters.config.unique import note_repeated
from station.domain.disposition import FACTS, Fact, FactKind, Table
from station.domain.money import Money
from station.domain.phrases import Phrase, as_is, phrase
from station.domain.table_checks import Flaw, FlawKind, flaws

# A flaw to what was found and what is expected instead.
Complaint = tuple[Phrase, Phrase]


def check_rows(top: Section, sections: Sequence[Section], table: Table, currency: str = "") -> None:
    """Note every flaw of the table. Rows with a mistake in them are not compared with others."""
    if not table.rows:
        top.wrong("row", phrase("there is none"), phrase("at least one [[row]]"))
        return
    note_repeated(sections, table.rows)
    read = [(section, row) for section, row in zip(sections, table.rows, strict=True) if section.sound()]
    say = _Complaints([section for section, _ in read], currency)
    found = flaws(replace(table, rows=tuple(row for _, row in read)))
    whole = len(read) == len(table.rows)
    for flaw in (each for each in found if whole or each.kind is not FlawKind.GAP):
        say.sections[flaw.row - 1].wrong("", *_SAY[flaw.kind](say, flaw))
    if not whole and table.rows[-1].when:
        sections[-1].wrong("", *_OPEN_END)


@dataclass(frozen=True, slots=True)
class _Complaints:
    """What is said of a flaw between rows that were read from ``sections``."""

    sections: Sequence[Section]
    currency: str

    def never(self, flaw: Flaw) -> Complaint:
        found = phrase("it can never hit, %(place)s takes all of it", place=self._rows(flaw))
        if len(flaw.others) > 1:
            found = phrase("it can never hit, %(places)s take all of it", places=self._rows(flaw))
        return found, phrase("a place above that row, or other conditions")

    def impossible(self, flaw: Flaw) -> Complaint:
        found = phrase("its conditions exclude each other: the grade is that of the worst axis")
        return found, phrase("conditions that one item can meet")

    def contradicts(self, flaw: Flaw) -> Complaint:
        found = phrase("%(place)s has the same conditions and decides otherwise", place=self._rows(flaw))
        return found, phrase("one of the two, or other conditions")

    def gap(self, flaw: Flaw) -> Complaint:
        if not flaw.example:
            return _OPEN_END
        case = self._case(flaw.example)
        return phrase("the last row has conditions, and no row takes %(case)s", case=case), _OPEN_END[1]

    def _rows(self, flaw: Flaw) -> Phrase:
        places = [self.sections[number - 1].place for number in flaw.others]
        return reduce(lambda said, place: phrase("%(outer)s, %(inner)s", outer=said, inner=place), places)

    def _case(self, example: Mapping[str, Fact | None]) -> Phrase:
        """Write a case as conditions are written: grade = "D", sealed = false."""
        return as_is(", ".join(f"{fact} = {self._fact(fact, value)}" for fact, value in example.items()))

    def _fact(self, fact: str, value: Fact | None) -> str:
        if value is None or isinstance(value, bool):
            return "?" if value is None else str(value).lower()
        if isinstance(value, str):
            return f'"{value}"'
        money = FACTS[fact] is FactKind.MONEY
        return str(Money.of_minor(value, self.currency).amount) if money else str(value)


_OPEN_END: Complaint = (phrase("the last row has conditions"), phrase("a last row without, for all the rest"))
_SAY: Mapping[FlawKind, Callable[[_Complaints, Flaw], Complaint]] = {
    FlawKind.NEVER: _Complaints.never,
    FlawKind.IMPOSSIBLE: _Complaints.impossible,
    FlawKind.CONTRADICTS: _Complaints.contradicts,
    FlawKind.GAP: _Complaints.gap,
}
