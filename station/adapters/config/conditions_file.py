"""conditions.toml to Conditions: what marketplaces call our grades."""

from collections.abc import Mapping
from pathlib import Path

from station.adapters.config.kinds import ID, TEXT, VERSION, name_in, pattern
from station.adapters.config.policy_file import GRADE
from station.adapters.config.problems import Problems
from station.adapters.config.sections import Section, reading
from station.adapters.config.unique import note_repeated
from station.domain.conditions import Conditions, Market
from station.domain.grading import Axis, Grade
from station.domain.phrases import phrase

_BY = name_in(("grade", *(axis.value for axis in Axis)))
_CODE = pattern(r"[A-Za-z0-9_\-]{1,40}", phrase("a code of letters, digits, - and _"))


def read_conditions(path: Path, problems: Problems) -> Conditions:
    """Read the marketplaces from a file, noting problems."""
    with reading(path, problems) as top:
        return parse_conditions(top)


def parse_conditions(top: Section) -> Conditions:
    """Read the marketplaces from a document, noting problems."""
    sections = top.sections("market")
    markets = tuple(_market(each) for each in sections)
    note_repeated(sections, markets)
    return Conditions(top.take("version", VERSION), markets)


def _market(section: Section) -> Market:
    listed = section.section("codes", required=True)
    codes = {code: listed.take(key, TEXT) for key, code in listed.keys(phrase("code"), _CODE)}
    categories = section.section("category")
    named = categories.keys(phrase("category"), ID)
    return Market(
        id=section.take("id", ID),
        name=section.take("name", TEXT),
        by=section.take("by", _BY, "grade"),
        codes=codes,
        default=_by_grade(section.section("default", required=True), codes),
        categories={name: _by_grade(categories.section(key), codes) for key, name in named},
        refurbished=_by_grade(section.section("refurbished"), codes),
    )


def _by_grade(section: Section, codes: Mapping[str, str]) -> dict[Grade, str]:
    code = name_in(codes)
    return {grade: section.take(key, code) for key, grade in section.keys(phrase("grade"), GRADE)}
