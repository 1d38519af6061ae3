"""What is wrong with rules is said in the reader's language, and what was written there spoils no page."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from markupsafe import Markup

from station.adapters.config.problems import Problems
from station.adapters.config.routing_file import parse_table
from station.adapters.config.sections import checking
from station.domain.phrases import Phrase, as_is, phrase
from station.domain.problems import Problem
from web.i18n import TRANSLATIONS, compile_stale
from web.problems import Said, said, sentence

TEXTS = {"en": "a", "he": "b", "ru": "c"}


@pytest.fixture(autouse=True)
def pages() -> Iterator[None]:
    """A page in English, until another language is forced."""
    compile_stale(TRANSLATIONS)
    app = Flask("web", root_path=str(TRANSLATIONS.parent))
    Babel(app, default_locale="en")
    with app.test_request_context("/"):
        yield


def first_wrong(grade: object) -> Problem:
    problems = Problems()
    row = {"id": "worn", **TEXTS, "when": {"grade": grade}, "open": "resale"}
    with checking(
        {"version": 1, "row": [row, {"id": "rest", **TEXTS, "open": "resale"}]}, "t", problems
    ) as top:
        parse_table(top)
    return next(problem for problem in problems.found if problem.path[-1] == "grade")


def isolated(*texts: str) -> list[str]:
    return [f"<bdi>{text}</bdi>" for text in texts]


@pytest.mark.parametrize(
    ("language", "where", "found", "expected"),
    [
        ("en", "row {}, {}", "found {}", "one of {}, or a list of these"),
        ("he", "שורה {}, {}", "נמצא: {}", "אחד מאלה: {}, או רשימה של כאלה"),
        ("ru", "строка {}, {}", "указано: {}", "одно из: {} или список таких значений"),
    ],
)
def test_a_problem_in_the_readers_language(language: str, where: str, found: str, expected: str) -> None:
    with force_locale(language):
        empty, wrong = said(first_wrong([])), said(first_wrong("eligble"))
    assert empty.where == wrong.where == where.format(*isolated("1", "when.grade"))
    assert wrong.found == found.format(*isolated("&#34;eligble&#34;"))
    assert empty.expected == expected.format(*isolated("A, B, C, D, E"))


def test_what_was_written_is_never_markup() -> None:
    problem = first_wrong("<script>alert(1)</script> %(x)s")
    shown = said(problem)
    assert "<script>" not in shown.found
    assert "&lt;script&gt;" in shown.found
    assert "%(x)s" in shown.found


def test_the_nearest_name_is_set_apart() -> None:
    near = Problem("t", "open", as_is("x"), as_is("y"), "restock", path=("open",))
    assert said(near).nearest == "<bdi>restock</bdi>"
    whole = said(Problem("t", "", as_is("x"), as_is("y")))
    assert whole == Said(Markup(""), Markup("<bdi>x</bdi>"), Markup("<bdi>y</bdi>"), None)


@pytest.mark.parametrize("language", ["en", "he", "ru"])
def test_a_phrase_that_nobody_translated_is_said_in_english(language: str) -> None:
    untranslated = Phrase("a fact of %(kind)s", {"kind": phrase("row")})
    with force_locale(language):
        assert sentence(untranslated).startswith("a fact of ")
