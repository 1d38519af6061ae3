"""Rules as values, as plain data and as TOML: one and the same, whichever way one goes."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.adapters.config.rule_forms import RuleForms
from station.adapters.config.rulebook import load_station
from station.adapters.config.toml_text import toml_text
from station.app.paths import STATION_TOML
from station.domain import disposition
from station.domain.checklist import Checklist, Choice, Example, Question, Slot
from station.domain.conditions import Conditions, Market
from station.domain.disposal import DisposalReason, DisposalRules
from station.domain.disposition import Disposition, Row, Table
from station.domain.grading import Axis, Grade
from station.domain.prices import Prices, Way
from station.domain.routing import Rulebook
from station.domain.signals import SignalKind, SignalRules
from station.domain.texts import Texts
from station.rule_ports import RuleKey
from station.services.starting import published

FORMS = RuleForms(None, "ILS")


@cache
def shipped() -> Rulebook:
    return load_station(STATION_TOML)[1]


def there_and_back(key: RuleKey, value: object) -> Any:
    """Write a rule as a file, and read that file."""
    plain, problems = FORMS.parse(FORMS.toml(key, FORMS.plain(key, value)))
    assert problems == ()
    return FORMS.read(key, plain)


@pytest.mark.parametrize("rules", list(published(shipped())), ids=lambda rules: rules.id)
def test_what_ships_is_written_and_read_as_the_same(rules: Any) -> None:
    assert there_and_back(RuleKey(rules.kind, rules.id), rules.content) == (rules.content, ())


def test_a_file_reads_like_one_written_by_hand() -> None:
    text = FORMS.toml(RuleKey("checklist", "general"), FORMS.plain(RuleKey("checklist", ""), tiny()))
    assert text == (
        "# What is asked about an item, what the answers do to its grade, and which photos are taken.\n"
        "\n"
        'id = "tiny"\n'
        "version = 3\n"
        'title = { en = "Tiny", ru = "Мало" }\n'
        "\n"
        "[[question]]\n"
        'id = "used"\n'
        'en = "Used \\"hard\\"?"\n'
        "choice = [\n"
        '  { id = "no", en = "No", finish = true },\n'
        '  { id = "yes", en = "Yes", caps = { cosmetic = "C" } },\n'
        "]\n"
        "\n"
        "[[slot]]\n"
        'id = "front"\n'
        'en = "Front"\n'
        'when = { used = ["yes"] }\n'
        "required = true\n"
    )


def tiny() -> Checklist:
    choices = (
        Choice("no", Texts("No"), finish=True),
        Choice("yes", Texts("Yes"), {Axis.COSMETIC: Grade.C}),
    )
    question = Question("used", Texts('Used "hard"?'), choices)
    slot = Slot("front", Texts("Front"), when={"used": ("yes",)})
    return Checklist("tiny", 3, Texts("Tiny", ru="Мало"), (question,), (slot,))


def test_what_is_no_toml_is_one_problem_with_its_line() -> None:
    plain, problems = FORMS.parse("version = 1\nrow = [\n")
    assert plain == {}
    assert [problem.line for problem in problems] == [3]


def test_every_shipped_word_is_there_in_every_language() -> None:
    """A site may leave languages out; the rules that come with the station do not."""
    words = [(rules.id, text) for rules in published(shipped()) for text in texts_in(rules.content)]
    assert len(words) > 100
    assert [each for each in words if not (each[1].en and each[1].he and each[1].ru)] == []


def texts_in(value: object) -> Iterator[Texts]:
    if isinstance(value, Texts):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_in(each)


# Made up ------------------------------------------------------------------------------------------

LINES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12).filter(str.strip)
NAMES = st.text("abcz_019", min_size=1, max_size=8)
TEXTS = st.builds(Texts, LINES, st.just("") | LINES, st.just("") | LINES)
GRADES = st.sampled_from(Grade)
AMOUNTS = st.decimals(0, 9999, places=2)
SHARES = st.decimals(0, 100, places=1)
VERSIONS = st.integers(1, 9999)


def listed(make: st.SearchStrategy[Any], least: int = 0, most: int = 4) -> st.SearchStrategy[tuple[Any, ...]]:
    """Some of these, each with an id of its own."""
    return st.lists(make, min_size=least, max_size=most, unique_by=lambda each: each.id).map(tuple)


CAPS = st.dictionaries(st.sampled_from(Axis), GRADES)
CHOICES = st.builds(Choice, NAMES, TEXTS, CAPS, st.booleans(), st.none() | TEXTS)
PHOTOS = st.text("0123456789abcdef", min_size=64, max_size=64)
EXAMPLES = st.lists(st.builds(Example, PHOTOS, TEXTS), max_size=2).map(tuple)
QUESTIONS = st.builds(
    Question, NAMES, TEXTS, listed(CHOICES, 2), st.none() | TEXTS, st.just({}), st.booleans(), EXAMPLES
)
REASONS = listed(st.builds(DisposalReason, NAMES, TEXTS), 1)
CODES = st.dictionaries(st.text("aZ9-_", min_size=1, max_size=6), LINES, min_size=1, max_size=4)
WAYS = st.builds(
    Way,
    NAMES,
    TEXTS,
    st.sampled_from(Disposition),
    st.lists(NAMES, max_size=2).map(tuple),
    st.dictionaries(GRADES, SHARES),
    SHARES,
    st.integers(0, 3650),
    SHARES,
    *([AMOUNTS] * 5),
)
TESTS: Mapping[str, st.SearchStrategy[disposition.Test]] = {
    "grade": st.sets(GRADES, min_size=1).map(
        lambda some: disposition.Test(tuple(grade.value for grade in some))
    ),
    "category": st.sets(NAMES, min_size=1).map(lambda some: disposition.Test(tuple(some))),
    "sealed": st.booleans().map(lambda yes: disposition.Test((yes,))),
    "value": st.integers(0, 10**8).map(lambda most: disposition.Test(most=most)),
    "stock": st.integers(0, 10**6).map(lambda least: disposition.Test(least=least, most=least + 1)),
}


@st.composite
def markets(draw: st.DrawFn) -> Market:
    codes = draw(CODES)
    chosen = st.dictionaries(GRADES, st.sampled_from(sorted(codes)))
    by = st.sampled_from(["grade", *(axis.value for axis in Axis)])
    categories = st.dictionaries(NAMES, chosen.filter(bool), max_size=2)
    return Market(draw(NAMES), draw(LINES), draw(by), codes, draw(chosen), draw(categories))


@st.composite
def checklists(draw: st.DrawFn) -> Checklist:
    """A checklist whose later questions and slots depend on the first question."""
    first, *others = draw(listed(QUESTIONS, 1))
    when = {first.id: (first.choices[0].id,)}
    asked = (first, *(replace(each, when=when if draw(st.booleans()) else {}) for each in others))
    slots = listed(st.builds(Slot, NAMES, TEXTS, st.booleans(), st.booleans(), st.just((first.id,))))
    return Checklist(draw(NAMES), draw(VERSIONS), draw(TEXTS), asked, draw(slots))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    some = st.fixed_dictionaries({}, optional=TESTS)
    opened = st.lists(st.sampled_from(Disposition), min_size=1, unique=True).map(tuple)
    return Table(draw(VERSIONS), draw(listed(st.builds(Row, NAMES, TEXTS, opened, some), 1)))


@given(checklists())
def test_a_checklist_is_the_same_again(value: Checklist) -> None:
    assert there_and_back(RuleKey("checklist", value.id), value)[0] == value


@given(tables())
def test_a_table_is_the_same_again(value: Table) -> None:
    assert there_and_back(RuleKey("table", "routing"), value)[0] == value


@given(st.builds(Prices, VERSIONS, st.just("ILS"), AMOUNTS, listed(WAYS)))
def test_prices_are_the_same_again(value: Prices) -> None:
    assert there_and_back(RuleKey("prices", "prices"), value)[0] == value


@given(st.builds(Conditions, VERSIONS, listed(markets(), most=2)))
def test_conditions_are_the_same_again(value: Conditions) -> None:
    assert there_and_back(RuleKey("conditions", "conditions"), value) == (value, ())


SIGNALS = st.builds(
    SignalRules,
    VERSIONS,
    SHARES,
    st.integers(0, 10**6),
    st.integers(1, 3650),
    st.decimals(1, 1000, places=2),
    st.integers(1, 10**4),
    st.lists(st.sampled_from(SignalKind), unique=True).map(tuple),
)


@given(SIGNALS)
def test_signals_are_the_same_again(value: SignalRules) -> None:
    assert there_and_back(RuleKey("signals", "signals"), value) == (value, ())


@given(
    st.builds(
        DisposalRules,
        VERSIONS,
        REASONS,
        REASONS,
        st.lists(NAMES, unique=True).map(tuple),
        st.dictionaries(NAMES, st.integers(1, 10**6)),
    )
)
def test_disposal_rules_are_the_same_again(value: DisposalRules) -> None:
    assert there_and_back(RuleKey("disposal", "disposal"), value) == (value, ())


SCALARS = st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=60) | st.decimals(-99, 99, places=3)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1, max_size=9), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text(min_size=1, max_size=9), VALUES, max_size=5))
def test_whatever_stands_in_a_draft_can_be_written(plain: dict[str, Any]) -> None:
    read, problems = FORMS.parse(toml_text(plain, "A comment\n\nof lines"))
    assert problems == ()
    assert {**read} == plain


def test_a_decimal_stays_exact() -> None:
    assert toml_text({"a": Decimal("12.50"), "b": Decimal("1E+3")}) == "a = 12.50\nb = 1000\n"
