"""What must hold between the rows of a routing table: one always hits, and none is out of reach."""

from collections.abc import Sequence

from station.adapters.config.sections import Section
from station.adapters.config.unique import note_repeated
from station.domain.disposition import Row, Test
from station.domain.phrases import phrase

# A row beside the section it was read from. Rows with a mistake in them are not compared.
Read = tuple[Section, Row]


def check_rows(top: Section, sections: Sequence[Section], rows: Sequence[Row]) -> None:
    """Note a table without a last word, and rows that an earlier row never lets through."""
    if not rows:
        top.wrong("row", phrase("there is none"), phrase("at least one [[row]]"))
        return
    if rows[-1].when:
        expected = phrase("a last row without, for all the rest")
        sections[-1].wrong("", phrase("the last row has conditions"), expected)
    note_repeated(sections, rows)
    read = [(section, row) for section, row in zip(sections, rows, strict=True) if section.sound()]
    for index in range(1, len(read)):
        _within_reach(read[index], read[:index])


def _within_reach(this: Read, before: Sequence[Read]) -> None:
    section, row = this
    above = next((other for other in before if _covers(other[1], row)), None)
    if above:
        found = phrase("it can never hit, %(place)s takes all of it", place=above[0].place)
        section.wrong("", found, phrase("a place above that row, or other conditions"))


def _covers(above: Row, below: Row) -> bool:
    return all(name in below.when and _implied(below.when[name], test) for name, test in above.when.items())


def _implied(narrow: Test, wide: Test) -> bool:
    if narrow.values:
        return all(wide.passes(value) for value in narrow.values)
    if wide.values:
        return False
    low = wide.least is None or (narrow.least is not None and narrow.least >= wide.least)
    high = wide.most is None or (narrow.most is not None and narrow.most <= wide.most)
    return low and high
