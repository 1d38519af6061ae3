"""Forms that scripts send field by field: what was typed, and what is wrong with it, said field by field."""

from collections.abc import Callable, Iterable

from flask_babel import gettext

from station.domain.bench import refusal
from station.domain.errors import DomainError
from station.domain.problems import Problem
from web.problems import sentence as words
from web.say import sentence
from web.sent import sent

LONGEST_FIELD = 1000
MOST_FIELDS = 40
# Stands in no text of one line and in no code.
CUT = "\x00"


def typed(longest: int = LONGEST_FIELD) -> dict[str, str]:
    """Return the texts of the form that was sent; what is no text counts as left out.

    What is too long is cut and marked as cut, so that no reader takes it; left out it would count as empty.
    """
    fields = sent().get("fields")
    given = fields if isinstance(fields, dict) else {}
    texts = {k: v for k, v in list(given.items())[:MOST_FIELDS] if isinstance(v, str)}
    return {name: text if len(text) <= longest else text[:longest] + CUT for name, text in texts.items()}


def answer(act: Callable[[], tuple[Problem, ...]], done: str = "") -> dict[str, object]:
    """Do something with a form and say how it went; ``wrong`` is by field, empty where nothing is."""
    try:
        problems = act()
    except DomainError as refused:
        return {"ok": False, "say": sentence(refusal(refused)).striptags(), "reason": refused.reason.value}
    if problems:
        return {"ok": False, "say": gettext("Something is not right yet."), "wrong": _by_field(problems)}
    return {"ok": True, "say": done}


def _by_field(problems: Iterable[Problem]) -> dict[str, str]:
    """Say what is wrong, the first thing of each field."""
    found: dict[str, str] = {}
    for problem in problems:
        found.setdefault(problem.key, _sentence(problem))
    return found


def _sentence(problem: Problem) -> str:
    expected = gettext("Expected: %(what)s.", what=words(problem.expected))
    near = gettext("Did you mean %(name)s?", name=problem.nearest) if problem.nearest else ""
    found = words(problem.found)
    return f"{found[:1].upper()}{found[1:]}. {expected} {near}".strip()
