"""policy.toml to Policy: terms by category, and those for every other."""

from pathlib import Path

from station.adapters.config.kinds import FLAG, ID, PERCENT, VERSION, member_of, whole
from station.adapters.config.problems import Problems
from station.adapters.config.sections import Section, reading
from station.domain.grading import Grade
from station.domain.phrases import phrase
from station.domain.policy import Policy, Terms

_DAYS = whole(0, 3650)
GRADE = member_of(Grade)


def read_policy(path: Path, problems: Problems) -> Policy:
    """Read the return policy from a file, noting problems."""
    with reading(path, problems) as top:
        return parse_policy(top)


def parse_policy(top: Section) -> Policy:
    """Read the return policy from a document, noting problems."""
    categories = top.section("category")
    named = categories.keys(phrase("category"), ID)
    return Policy(
        version=top.take("version", VERSION),
        default=_terms(top.section("default", required=True)),
        categories={name: _terms(categories.section(key)) for key, name in named},
    )


def _terms(section: Section) -> Terms:
    return Terms(
        window_days=section.take("window_days", _DAYS),
        invoice_required=section.take("invoice_required", FLAG, False),
        fee_percent=read_percents(section.section("fee_percent")),
    )


def read_percents(section: Section) -> dict[Grade, int]:
    """Read a table from grade to percent."""
    return {grade: section.take(key, PERCENT) for key, grade in section.keys(phrase("grade"), GRADE)}
