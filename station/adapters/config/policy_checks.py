"""What must hold between the terms of a policy: one row always hits, and none is out of reach."""

from collections.abc import Iterator, Mapping, Sequence

from station.adapters.config.sections import Section
from station.adapters.config.unique import note_repeated
from station.domain.calendar import Holiday
from station.domain.phrases import phrase
from station.domain.policy import CONDITIONS, Policy, Terms

# The values that a case may have, by condition. What no row names is one value, which stands for all others.
Cases = Mapping[str, frozenset[str]]
_OTHERS = ""


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


# Rows out of reach -------------------------------------------------------------------------------


def _note_out_of_reach(sections: Sequence[Section], rows: Sequence[Terms]) -> None:
    """Rows with a mistake in them are not compared."""
    read = [(section, row) for section, row in zip(sections, rows, strict=True) if section.sound()]
    every = {name: _every([row for _, row in read], name) for name in CONDITIONS}
    boxes = [_cases(row, every) for _, row in read]
    for index, (section, _) in enumerate(read):
        if not _some_left(boxes[index], boxes[:index]):
            above = [read[i][0] for i in range(index) if _within(boxes[index], boxes[i])]
            _note(section, above)


def _note(section: Section, above: Sequence[Section]) -> None:
    found = phrase("it can never hit: the rows above it take all of it")
    if above:
        found = phrase("it can never hit, %(place)s takes all of it", place=above[0].place)
    section.wrong("", found, phrase("a place above that row, or other conditions"))


def _every(rows: Sequence[Terms], name: str) -> frozenset[str]:
    return frozenset({_OTHERS, *(value for row in rows for value in row.when.get(name, ()))})


def _cases(row: Terms, every: Cases) -> Cases:
    return {name: frozenset(row.when[name]) if name in row.when else all_ for name, all_ in every.items()}


def _within(inner: Cases, outer: Cases) -> bool:
    return all(inner[name] <= outer[name] for name in inner)


def _some_left(cases: Cases, above: Sequence[Cases]) -> bool:
    """Tell whether any case is left once each row above has taken its own."""
    if not above:
        return True
    first, *rest = above
    return any(_some_left(part, rest) for part in _without(cases, first))


def _without(cases: Cases, taken: Cases) -> Iterator[Cases]:
    """Cut out of a box of cases what another box takes, as boxes that do not overlap."""
    for name in cases:
        outside = cases[name] - taken[name]
        if outside:
            yield {**cases, name: outside}
        cases = {**cases, name: cases[name] & taken[name]}
        if not cases[name]:
            return
