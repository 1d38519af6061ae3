"""Rules as plain data, that never were a file: the same readers, and places as paths."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from station.adapters.config.checklist_file import parse_checklist
from station.adapters.config.files import toml_table
from station.adapters.config.kinds import amount, number, number_in, whole
from station.adapters.config.policy_file import parse_policy
from station.adapters.config.problems import Problems
from station.adapters.config.routing_file import parse_table
from station.adapters.config.sections import checking, reading
from station.domain.disposition import Disposition
from station.domain.grading import Grade
from station.domain.problems import KeyPath
from station.domain.texts import Texts

TEXTS = {"en": "a", "he": "b", "ru": "c"}


def wrong_at(problems: Problems) -> list[KeyPath]:
    return [problem.path for problem in problems.found]


def test_a_policy_from_a_form() -> None:
    problems = Problems()
    row = {"id": "all", **TEXTS, "window_days": 30, "fee_percent": {"C": 25}}
    plain = {"version": 2, "terms": [row]}
    with checking(plain, "policy", problems) as top:
        policy = parse_policy(top)
    assert problems.found == []
    assert policy.version == 2
    assert policy.terms[0].fee_percent == {Grade.C: 25}


def test_every_mistake_of_a_form_has_its_path_and_no_line() -> None:
    problems = Problems()
    plain = {
        "version": 0,
        "terms": [{"id": "all", **TEXTS, "window_days": "30", "fee_percent": {"F": 1}}],
        "term": [],
    }
    with checking(plain, "policy", problems) as top:
        parse_policy(top)
    assert set(wrong_at(problems)) == {
        ("version",),
        ("terms", 1, "window_days"),
        ("terms", 1, "fee_percent", "F"),
        ("term",),
    }
    assert {(problem.file, problem.line) for problem in problems.found} == {("policy", None)}
    assert [p.nearest for p in problems.found if p.path == ("term",)] == ["terms"]


def test_a_row_and_a_choice_are_found_by_their_positions() -> None:
    problems = Problems()
    rows = [
        {"id": "worn", **TEXTS, "when": {"grade": "F"}, "open": ["resale"]},
        {"id": "rest", **TEXTS, "open": "restok"},
        "no row at all",
    ]
    with checking({"version": 1, "row": rows}, "table", problems) as top:
        table = parse_table(top)
    assert ("row", 1, "when", "grade") in wrong_at(problems)
    assert ("row", 2, "open") in wrong_at(problems)
    assert ("row", 3) in wrong_at(problems)
    assert 'table: row 1 "worn", when.grade: found "F"' in "\n".join(map(str, problems.found))
    assert table.rows[0].open == (Disposition.RESALE,)

    problems = Problems()
    question = {"id": "seal", **TEXTS, "choice": [{"id": "yes", **TEXTS}, {"id": "no", "he": "b", "ru": "c"}]}
    plain = {"id": "x", "version": 1, "title": TEXTS, "question": [question]}
    with checking(plain, "x", problems) as top:
        parse_checklist(top, ("overhead",))
    assert wrong_at(problems) == [("question", 1, "choice", 2, "en")]


def test_a_file_has_lines_and_paths(tmp_path: Path) -> None:
    path, problems = tmp_path / "policy.toml", Problems()
    path.write_text('version = 1\n[[terms]]\nid = "all"\nen = "All"\nwindow_days = -1\n')
    with reading(path, problems) as top:
        parse_policy(top)
    assert [(p.path, p.line) for p in problems.found] == [(("terms", 1, "window_days"), 5)]


def test_decimals_are_read_as_they_are_written() -> None:
    table = toml_table("a = 0.1\nb = 1e9999999999999999999\nc = nan", "x", Problems())
    assert table is not None
    assert table["a"] == Decimal("0.1")
    assert number(0.1, 1).read(table["a"]) == 0.1
    assert [number(0, 1e9).read(table[key]) for key in ("b", "c")] == [None, None]
    assert number(0, 1).read(10**400) is None
    assert number_in(1, 1.5, 2).read(Decimal("1.5")) == 1.5
    assert whole(0).read(Decimal("1.0")) is None


def test_what_is_no_toml_is_one_problem_with_its_line() -> None:
    problems = Problems()
    assert toml_table("a = 1\nb = = 2\n", "import", problems) is None
    (problem,) = problems.found
    assert (problem.file, problem.line) == ("import", 2)
    assert "the syntax is wrong: Invalid value" in str(problem)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (0, "0.00"),
        (12, "12.00"),
        (Decimal("12.5"), "12.50"),
        (Decimal("-0.0"), "0.00"),
        ("12.50", "12.50"),
        (" 7 ", "7.00"),
        ("999999999.99", "999999999.99"),
    ],
)
def test_an_amount(written: object, read: str) -> None:
    assert str(amount().read(written)) == read


NO_AMOUNTS: list[Any] = [
    *(-1, "-1", Decimal("-0.01"), 1_000_000_000, 10**40, Decimal("1e999999"), "1e3", "12,50", "", "EUR"),
    *(Decimal("nan"), Decimal("inf"), Decimal("12.505"), "12.505", 12.5, True, None, [1], "١٢"),
]


@pytest.mark.parametrize("written", NO_AMOUNTS, ids=repr)
def test_what_is_no_amount(written: object) -> None:
    kind = amount()
    assert kind.read(written) is None
    assert kind.instead_of(written) == kind.expected


@pytest.mark.parametrize("written", ["12.50 EUR", "12.50EUR", "€12.50", "₪ 12.50", "12.50 шек."])
def test_an_amount_carries_no_currency(written: str) -> None:
    plain: Mapping[str, object] = {"cost": written}
    problems = Problems()
    with checking(plain, "prices", problems) as top:
        top.take("cost", amount())
    assert [str(problem) for problem in problems.found] == [
        f'prices: cost: found "{written}"; expected 12.50 alone: amounts are in the currency of the file'
    ]


def test_a_list_is_said_as_it_is_written() -> None:
    problems = Problems()
    plain = {"a": [Decimal("1.50"), {"b": True}], "c": {"d": 1}}
    with checking(plain, "x", problems) as top:
        top.take("a", whole(1))
        top.take("c", whole(1))
    assert [str(p.found) for p in problems.found] == ["found [1.50, { b = true }]", "found a table"]


def test_a_phrase_needs_english_and_no_other_language() -> None:
    problems = Problems()
    row = {"id": "rest", "en": "All the rest", "open": ["resale"]}
    with checking({"version": 1, "row": [row]}, "table", problems) as top:
        table = parse_table(top)
    assert problems.found == []
    assert table.rows[0].text == Texts("All the rest")
    assert table.rows[0].text.in_language("he") == "All the rest"
