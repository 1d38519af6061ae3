"""One item at the desk as a page shows it: why it is here, photos, answers, and its time line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext
from markupsafe import Markup

from station.domain.auditing.decisions import Audited, Course
from station.domain.auditing.overrides import Override
from station.domain.bench import refusal
from station.domain.checklist import Question
from station.domain.evidence import PoorBecause
from station.domain.grading import Grade
from station.domain.inspection import HoldReason
from station.domain.signals import Finding, SignalKind
from station.services.auditing.desk import Opened, Step
from web import words
from web.formats import shown, weight
from web.record import Finding as Answered
from web.record import findings
from web.say import code, name, sentence


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the time line. ``seconds`` is None where nothing was measured."""

    at: datetime
    what: str | Markup
    about: Markup
    by: str
    seconds: float | None
    note: str


def answers(opened: Opened) -> list[Answered]:
    return findings(opened.record)


def refused(opened: Opened, reader: str) -> str:
    """Say why the reader can decide nothing, empty where something can be."""
    if opened.decisions:
        return ""
    queued = opened.queued
    if queued and queued.standing.over and queued.by == reader:
        return str(gettext("You have decided this: %(standing)s.", standing=words.word(queued.standing)))
    if opened.refused is not None:
        return sentence(refusal(opened.refused)).striptags()
    return str(gettext("There is nothing to decide here."))


# The time line --------------------------------------------------------------------------------------


def moments(opened: Opened) -> list[Moment]:
    """Say what happened, the earliest first."""
    return [_moment(opened, step) for step in opened.steps]


def _moment(opened: Opened, step: Step) -> Moment:
    measured = step.seconds if step.seconds and not isinstance(step.what, Audited) else None
    note = gettext("What was written here was removed.") if step.note is None else step.note
    return Moment(step.at, str(words.word(step.what)), _about(opened, step), step.by, measured, note)


def _about(opened: Opened, step: Step) -> Markup:
    if step.override:
        return _changed(step.override)
    if step.what is Course.ANSWERED:
        return _answered(opened, step.about)
    parts = [said(opened, value) for key, value in step.about.items() if (said := _FACTS.get(key)) and value]
    return Markup(" · ").join(parts)


def _answered(opened: Opened, about: Mapping[str, str]) -> Markup:
    question = _question(opened, about.get("question", ""))
    choice = question.choice(about.get("choice")) if question else None
    if question is None or choice is None:
        return Markup("")
    said = Markup("{} {}").format(name(shown(question.text)), name(shown(choice.text)))
    before = question.choice(about.get("before"))
    if before is None:
        return said
    was = gettext("before: %(choice)s", choice=name(shown(before.text)))
    return Markup("{} ({})").format(said, Markup(was))  # noqa: S704 - ours, facts escaped


def _question(opened: Opened, wanted: str) -> Question | None:
    return next((each for each in opened.record.checklist.questions if each.id == wanted), None)


def _changed(word: Override) -> Markup:
    """Say all that an override changes."""
    pairs = ((word.was_grade, word.grade), (word.was_remedy, word.remedy), (word.was, word.to))
    said = [_pair(was, to) for was, to in pairs if was is not None and to is not None and was is not to]
    return Markup("{}: {}").format(Markup(", ").join(said), name(words.word(word.reason)))


def _pair(was: StrEnum, to: StrEnum) -> Markup:
    facts = {"was": _value(was), "to": _value(to)}
    return Markup(gettext("from %(was)s to %(to)s", **facts))  # noqa: S704 - ours, facts escaped


def _value(value: StrEnum) -> Markup:
    return code(value) if isinstance(value, Grade) else name(words.word(value))


def _slot(opened: Opened, value: str) -> Markup:
    found = (shown(slot.text) for slot in opened.record.checklist.slots if slot.id == value)
    return name(next(found, value))


_FACTS: Mapping[str, Callable[[Opened, str], Markup]] = {
    "slot": _slot,
    "bin": lambda _, value: code(value),
    "was": lambda _, value: code(value),
    "to": lambda _, value: code(value),
    "grams": lambda _, value: name(weight(float(value))),
    "reason": lambda _, value: name(words.words_of(HoldReason, value)),
    "hold_reason": lambda _, value: name(words.words_of(HoldReason, value)),
    "because": lambda _, value: name(words.words_of(PoorBecause, value)),
    "signal": lambda _, value: name(words.words_of(SignalKind, value)),
    "finding": lambda _, value: name(words.words_of(Finding, value)),
}
