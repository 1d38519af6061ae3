"""Fill the facts of a notice into its sentence, each set in its own direction."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from flask_babel import gettext
from markupsafe import Markup

from station.domain.auditing.queue import Standing
from station.domain.bench import Notice
from station.domain.disposition import Disposition
from station.domain.evidence import Fault
from station.domain.inspection import HoldReason
from station.domain.printing import PrinterState
from station.domain.refurbishing import WorkState
from station.domain.signals import SignalKind
from web.formats import weight
from web.words import words_of
from web.words.lazy import Lazy
from web.words.notices import NOTICES

# Facts that are prose or a person's name; every other one is a code and runs left to right.
_PROSE = frozenset({"name", "place", "by", "note"})


def code(text: object) -> Markup:
    """Set a code or number: it runs left to right in every language."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)


def name(text: object) -> Markup:
    """Set a name or a phrase of unknown direction."""
    return Markup("<bdi>{}</bdi>").format(text)


def sentence(notice: Notice) -> Markup:
    """Say a notice in the reader's language."""
    phrase = NOTICES.get(notice.say)
    return filled(phrase, notice.facts) if phrase else name(notice.say)


def filled(phrase: Lazy, facts: Mapping[str, str]) -> Markup:
    """Fill facts into a sentence, each in its own words and direction."""
    return Markup(str(phrase)) % _Facts(facts)  # noqa: S704 - ours


class _Facts:
    """Facts as markup by name; one that is missing shows as a dash, never as an error."""

    def __init__(self, facts: Mapping[str, str]) -> None:
        self._facts = facts

    def __getitem__(self, key: str) -> Markup:
        value = self._facts.get(key) or "–"
        return _SPOKEN[key](value) if key in _SPOKEN else name(value) if key in _PROSE else code(value)


def _value_of(kind: type[StrEnum]) -> Callable[[str], Markup]:
    return lambda value: name(words_of(kind, value))


def faults(values: str) -> Markup:
    """Say what is wrong with a photo, several things in one list."""
    phrases = [str(words_of(Fault, value)) for value in values.split()]
    return name(gettext(", ").join(phrases))


def _signals(values: str) -> Markup:
    """Say several signals in one list."""
    phrases = [str(words_of(SignalKind, value)) for value in values.split()]
    return name(gettext(", ").join(phrases))


def _weight(grams: str) -> Markup:
    return name(weight(float(grams)))


_SPOKEN: Mapping[str, Callable[[str], Markup]] = {
    "reason": _value_of(HoldReason),
    "disposition": _value_of(Disposition),
    "faults": faults,
    "printer": _value_of(PrinterState),
    "work": _value_of(WorkState),
    "standing": _value_of(Standing),
    "signals": _signals,
    **dict.fromkeys(("grams", "measured", "known"), _weight),
}
