"""TOML that nobody means well: each is one problem that says so, never a crash and never a wait."""

from pathlib import Path

import pytest

from station.adapters.config.problems import Problems
from station.adapters.config.rule_forms import RuleForms
from station.adapters.config.rules_dir import read_rule_file
from station.app.paths import STATION_TOML
from station.services.rules import PRICES, TABLE

FORMS = RuleForms(None, "ILS")
GOOD = (STATION_TOML.parent / "rules" / "prices.toml").read_text(encoding="utf-8")

TOO_MUCH = {
    "lists in lists": "a = " + "[" * 3000 + "]" * 3000,
    "lists that only just parse": "a = " + "[" * 60 + "]" * 60,
    "tables in tables": "a = " + "{a = " * 3000 + "1" + "}" * 3000,
    "dotted keys": ".".join("a" * 3000) + " = 1",
    "more digits than Python reads": "version = " + "9" * 5000,
    "hexadecimal digits, which it reads": "version = 0x" + "f" * 10000,
    "a version that no store can keep": GOOD.replace("\nversion = 1", "\nversion = 99999999999999999999"),
}


@pytest.mark.parametrize("text", TOO_MUCH.values(), ids=TOO_MUCH.keys())
def test_what_is_too_much_is_one_problem(text: str) -> None:
    (problem,) = FORMS.parse(text)[1]
    assert "the syntax is wrong" in str(problem)


@pytest.mark.parametrize("number", ["9" * 18, "1_000_000_000", "0", "-1"])
def test_a_version_fits_into_every_store(number: str) -> None:
    plain, _ = FORMS.parse(GOOD.replace("\nversion = 1", f"\nversion = {number}"))
    (problem,) = FORMS.read(PRICES, plain)[1]
    assert problem.path == ("version",)


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert FORMS.parse("\ufeff" + GOOD)[1] == ()


def test_a_long_text_is_not_repeated_in_full() -> None:
    plain, _ = FORMS.parse(GOOD)
    (problem,) = FORMS.read(PRICES, {**plain, "currency": "x" * 100_000})[1]
    assert len(str(problem)) < 1000


def test_lines_of_blanks_are_read_at_once_and_counted(tmp_path: Path) -> None:
    """White space matched in two ways side by side took minutes for a line such as this."""
    file = tmp_path / "prices.toml"
    blanks = " " * 100_000
    file.write_text(f"{blanks}\n# \u2028 is no end of a line\n{GOOD}\n[ {blanks}\n", encoding="utf-8")
    problems = Problems()
    read_rule_file("prices", file, problems)
    assert [problem.line for problem in problems.found] == [GOOD.count("\n") + 4]

    file.write_text(f"{blanks}\n# \u2028\n{GOOD}\ntypo = 1\n", encoding="utf-8")
    problems = Problems()
    read_rule_file("prices", file, problems)
    assert [problem.line for problem in problems.found] == [GOOD.count("\n") + 4]


def test_a_file_with_thousands_of_mistakes_is_told_and_not_waited_for() -> None:
    """Comparing each problem with all others took minutes; a file of this size fits into one request."""
    plain, _ = FORMS.parse(GOOD + "".join(f"\n[[way]]\ntypo_{number} = 1" for number in range(2000)))
    problems = FORMS.read(PRICES, plain)[1]
    assert ("way",) in [problem.path for problem in problems]
    assert len({(str(problem), problem.path) for problem in problems}) == len(problems)


def test_a_list_that_nobody_reads_is_cut_and_told() -> None:
    rows = "".join(f'[[row]]\nid = "r{number}"\nen = "x"\nopen = "resale"\n' for number in range(501))
    plain, _ = FORMS.parse(f"version = 1\n{rows}")
    told = [str(problem) for problem in FORMS.read(TABLE, plain)[1]]
    assert "routing: row: found 501; expected at most 500" in told
