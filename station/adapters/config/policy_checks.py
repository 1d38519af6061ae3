"""What must hold between the terms of a policy: one row always hits, and none is out of reach."""

from collections.abc import Sequence
from functools import reduce

from station.adapters.config.sections import Section
from station.adapters.config.unique import note_repeated
from station.domain.calendar import Holiday
from station.domain.disposition import Disposition, Row, Table, Test
from station.domain.phrases import Phrase, phrase
from station.domain.policy import Policy, Remedy, Terms
from station.domain.table_checks import FlawKind, flaws


def check_terms(top: Section, sections: Sequence[Section], policy: Policy) -> None:
    """Note a policy without a last word, rows that never fire, and amounts of no currency."""
    if not sections:
        top.wrong("terms", phrase("there is none"), phrase("at least one [[terms]]"))
        return
    if policy.terms[-1].when:
        expected = phrase("a last row without, for all the rest")
        sections[-1].wrong("", phrase("the last row has conditions"), expected)
    note_repeated(sections, policy.terms)
    _note_out_of_reach(sections, policy.terms)
    for section, terms in zip(sections, policy.terms, strict=True):
        _check_alone(section, terms, policy.currency)


def _check_alone(section: Section, terms: Terms, currency: str) -> None:
    if terms.fee_most is not None and not currency:
        expected = phrase('currency = "ILS" or another, at the top of the file')
        section.wrong("fee_most", phrase("it is an amount in no currency"), expected)
    if terms.late_days is not None and terms.late_remedy is Remedy.REFUSAL:
        found = phrase("what is late is refused at once")
        section.wrong("late_days", found, phrase("another late_remedy, or no late_days"))
    if terms.carrier_days and not terms.carrier_most:
        found = phrase("without carrier_most nothing is ever lengthened")
        section.wrong("carrier_days", found, phrase("carrier_most too, or neither"))


def check_holiday(section: Section, holiday: Holiday) -> None:
    """Note days that stand in no order; those that could not be read are not compared."""
    if not section.sound():
        return
    if holiday.until < holiday.from_:
        found = phrase("it ends before it starts, on %(day)s", day=str(holiday.from_))
        section.wrong("until", found, phrase("a day that is not before from"))
    if holiday.accepted_until < holiday.until:
        found = phrase("it is before the last sale, on %(day)s", day=str(holiday.until))
        section.wrong("accepted_until", found, phrase("a day that is not before until"))


def _note_out_of_reach(sections: Sequence[Section], rows: Sequence[Terms]) -> None:
    """Note rows whose cases earlier ones take. Rows with a mistake in them are not compared."""
    read = [(section, row) for section, row in zip(sections, rows, strict=True) if section.sound()]
    table = Table(1, tuple(_as_row(row) for _, row in read))
    for flaw in (each for each in flaws(table) if each.kind is FlawKind.NEVER):
        section = read[flaw.row - 1][0]
        above = [read[number - 1][0].place for number in flaw.others]
        section.wrong("", _never(above), phrase("a place above that row, or other conditions"))


def _as_row(terms: Terms) -> Row:
    """Take terms for a row of a decision table: they hit alike, and all that counts here is when."""
    when = {name: Test(values=allowed) for name, allowed in terms.when.items()}
    return Row(terms.id, terms.text, (Disposition.RESTOCK,), when)


def _never(above: Sequence[Phrase]) -> Phrase:
    if len(above) == 1:
        return phrase("it can never hit, %(place)s takes all of it", place=above[0])
    places = reduce(lambda said, each: phrase("%(outer)s, %(inner)s", outer=said, inner=each), above)
    return phrase("it can never hit, %(places)s take all of it", places=places)
