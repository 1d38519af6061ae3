"""Tables and terms of sampling: every mistake is said with its file, line and cell."""

import shutil
from pathlib import Path

import pytest

from station.adapters.config.problems import Problems
from station.adapters.config.sampling_file import read_sampling
from station.domain.sampling.rules import Sampling, Terms

SHIPPED = Path(__file__).parents[2] / "config/rules"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED / "sampling", tmp_path / "sampling")
    return Path(shutil.copy(SHIPPED / "sampling.toml", tmp_path / "sampling.toml"))


def changed(rules: Path, file: str, old: str, new: str) -> str:
    """Change one place of a file and return what is wrong then."""
    path = rules.parent / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    problems = Problems()
    read_sampling(rules, problems)
    return "\n".join(map(str, problems.found)).replace(str(rules.parent) + "/", "")


TOML, LETTERS, NORMAL = "sampling.toml", "sampling/letters.csv", "sampling/normal.csv"
MISTAKES = [
    (
        NORMAL,
        "G,32,v,v,v,v,0 1",
        "G,32,v,v,v,v,1 1",
        'normal.csv:11: column 0.40: found "1 1"; expected an acc',
    ),
    (NORMAL, "G,32,v,v,v,v,0 1", "G,32,v,v,v,v,0", 'normal.csv:11: column 0.40: found "0"; expected'),
    (NORMAL, "G,32,v,v,v,v,0 1", "G,32,v,v,v,v,", "normal.csv:11: column 0.40: is empty"),
    (NORMAL, "G,32,v", "G,32,^", "normal.csv:5: column 0.065: the arrow leads to no plan"),
    (NORMAL, "A,2,v", "A,2,^", "normal.csv:5: column 0.065: the arrow leads to no plan"),
    (NORMAL, "G,32", "G,-32", 'normal.csv:11: column size: found "-32"'),
    (NORMAL, "G,32", "G,12", "normal.csv:11: column size: found 12; expected 20 or more, as above"),
    (NORMAL, "G,32", "F,32", 'normal.csv:11: column letter: "F" is there twice'),
    (NORMAL, "0.10,0.15", "0.15,0.10", "normal.csv: found letter, size, 0.065, 0.15, 0.10"),
    (NORMAL, "G,32,v,", "G,32,v,v,", "normal.csv:11: found 14 cells; expected 13 cells"),
    ("sampling/reduced.csv", "0.40", "0.45", 'reduced.csv:4: the column "0.45" is unknown'),
    (LETTERS, "91,B", "91,Z", 'letters.csv:9: column S-1: found "Z"; expected one of A, B'),
    (LETTERS, "91,B", "51,B", "letters.csv:9: column from: found 51; expected more than 51, as above"),
    (TOML, 'tables = "sampling"', 'tables = "smpling"', "smpling/normal.csv: there is no such file"),
    (TOML, "aql = 6.5", "aql = 6.6", "sampling.toml:28: aql: found 6.6; expected one of 0.065, 0.1"),
    (TOML, 'level = "I"', 'level = "IV"', 'level: found "IV"; expected one of S-1'),
    (TOML, "lot = 50", "lot = 1", "lot: found 1; expected a whole number, from 2 to 1200"),
    (
        TOML,
        '["grader", "category"]',
        '"graders"',
        'streams: found "graders"; expected one of grader, category',
    ),
    (TOML, '["grader", "category"]', '"grader"', "stream 1, category: fits no stream; expected streams"),
    (TOML, 'category = "electronics"\naql = 4.0', "aql = 4.0", "stream 1: names nobody; expected a grader"),
    (TOML, "reduced = true", "reducd = true", 'did you mean "reduced"?'),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), MISTAKES)
def test_a_mistake_is_said_with_its_cell(rules: Path, file: str, old: str, new: str, said: str) -> None:
    assert said in changed(rules, file, old, new)


def read(rules: Path) -> Sampling | None:
    problems = Problems()
    found = read_sampling(rules, problems)
    assert problems.found == []
    return found


def test_terms_are_as_usual_but_for_what_a_stream_says(rules: Path) -> None:
    found = read(rules)
    assert found is not None
    assert found.terms("dana", "kitchen") == Terms(50, "I", 6.5)
    assert found.terms("dana", "electronics") == Terms(50, "II", 4.0)


def test_it_can_be_switched_off_and_lots_need_not_be_kept_apart(rules: Path) -> None:
    usual = rules.read_text().rpartition("[[stream]]")[0]
    rules.write_text(usual.replace('["grader", "category"]', '"all"'))
    found = read(rules)
    assert found is not None
    assert found.key("dana", "kitchen") == ("", "")
    problems = Problems()
    rules.write_text(rules.read_text().replace("on = true", "on = false"))
    assert read_sampling(rules, problems) is None
    assert problems.found == []
