"""Say in the reader's language what is wrong with rules, each fact set in its own direction."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext
from markupsafe import Markup

from station.domain.phrases import Phrase
from station.domain.problems import Problem, place
from web.say import code, name


@dataclass(frozen=True, slots=True)
class Said:
    """A problem in the reader's language. ``where`` is empty for the whole document."""

    where: Markup
    found: Markup
    expected: Markup
    nearest: Markup | None


def said(problem: Problem) -> Said:
    """Say where something is wrong, what was found, what is expected, and the nearest valid name."""
    return Said(
        where=marked(place(problem.path)) if problem.path else code(problem.key) if problem.key else Markup(),
        found=marked(problem.found),
        expected=marked(problem.expected),
        nearest=name(problem.nearest) if problem.nearest else None,
    )


def sentence(phrase: Phrase) -> str:
    """Say a phrase in the reader's language, as plain text; English where it is not translated."""
    text: str = gettext(phrase.text)
    return text % {key: _filled(fact, sentence, str) for key, fact in phrase.facts.items()}


def marked(phrase: Phrase) -> Markup:
    """Say a phrase as markup: facts are escaped, and their direction spoils nothing around them."""
    text = Markup(gettext(phrase.text))  # noqa: S704 - ours
    return text % {key: _filled(fact, marked, name) for key, fact in phrase.facts.items()}


def _filled(fact: str | int | Phrase, say: Callable[[Phrase], str], set_: Callable[[object], str]) -> str:
    return say(fact) if isinstance(fact, Phrase) else set_(fact)
