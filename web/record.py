"""An item's record as a story: each answer with the photos that prove it, then what happened when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext
from markupsafe import Markup

from station.domain.checklist import Choice, Question
from station.domain.evidence import Photo
from station.domain.grading import Grade
from station.domain.inspection import Answer, Hold, Inspection, State
from station.services.queries import Record
from web import words
from web.formats import shown, weight
from web.say import code, name


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer with its question, who gave it, and the photos that prove it."""

    question: Question
    choice: Choice
    answer: Answer
    by: str
    photos: tuple[Photo, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to the item."""

    at: datetime
    what: Markup
    by: str


def findings(record: Record) -> list[Finding]:
    """List the answers in the order of the checklist."""
    given = {a.question: a for a in record.inspection.answers}
    asked = [q for q in record.checklist.questions if q.id in given]
    return [_finding(record, question, given[question.id]) for question in asked]


def _finding(record: Record, question: Question, answer: Answer) -> Finding:
    choice = question.choice(answer.choice) or question.choices[0]
    return Finding(question, choice, answer, _who(record, answer.by), _proof(record, question.id))


def _proof(record: Record, question: str) -> tuple[Photo, ...]:
    return tuple(p for p in record.inspection.photos if question in _proves(record, p))


def _proves(record: Record, photo: Photo) -> tuple[str, ...]:
    return next((s.proves for s in record.checklist.slots if s.id == photo.slot), ())


def unproving(record: Record) -> list[Photo]:
    """List photos that belong to no answer given."""
    given = set(record.inspection.chosen)
    return [p for p in record.inspection.photos if not given.intersection(_proves(record, p))]


def _who(record: Record, person: str | None) -> str:
    return record.people.get(person or "", person or "")


def history(record: Record) -> list[Moment]:
    """List what happened, earliest first."""
    known = record.inspection
    moments = [_moment(record, known.opened_at, gettext("Opened"), known.opened_by)]
    moments += [_moment(record, f.answer.at, _answered(f), f.answer.by) for f in findings(record)]
    moments += [_moment(record, p.taken_at, _photographed(record, p), p.taken_by) for p in known.photos]
    moments += _weighed(record) + _overridden(record) + _ended(record)
    return sorted(moments, key=lambda moment: moment.at)


def _moment(record: Record, at: datetime, what: str, by: str | None) -> Moment:
    return Moment(at, Markup(what), _who(record, by))  # noqa: S704 - ours, facts escaped


def _answered(finding: Finding) -> str:
    facts = {"question": name(shown(finding.question.text)), "answer": name(shown(finding.choice.text))}
    return str(gettext("%(question)s %(answer)s", **facts))


def _photographed(record: Record, photo: Photo) -> str:
    return str(gettext("Photo: %(slot)s", slot=name(slot_name(record, photo))))


def slot_name(record: Record, photo: Photo) -> str:
    """Name the slot of a photo; its id where a newer checklist has dropped it."""
    found = (shown(s.text) for s in record.checklist.slots if s.id == photo.slot)
    return next(found, photo.slot)


def _weighed(record: Record) -> list[Moment]:
    known = record.inspection.weight
    if known is None:
        return []
    facts = {"grams": name(weight(known.grams)), "device": code(known.device)}
    return [_moment(record, known.at, gettext("Weighed: %(grams)s, on %(device)s", **facts), known.by)]


def _overridden(record: Record) -> list[Moment]:
    word = record.inspection.override
    if word is None:
        return []
    pairs = [(word.was_grade, word.grade), (word.was_remedy, word.remedy), (word.was, word.to)]
    changed = [(was, to) for was, to in pairs if was and to and was is not to] or [(word.was, word.to)]
    was, to = (_listed(side) for side in zip(*changed, strict=True))
    facts = {"was": was, "to": to, "reason": name(words.word(word.reason))}
    return [_moment(record, word.at, gettext("Changed from %(was)s to %(to)s: %(reason)s", **facts), word.by)]


def _listed(values: Iterable[StrEnum]) -> Markup:
    """Say values in one list; a grade by its letter."""
    return Markup(", ").join(code(v) if isinstance(v, Grade) else name(words.word(v)) for v in values)


def _ended(record: Record) -> list[Moment]:
    known = record.inspection
    if known.closed_at is None:
        return []
    return [_moment(record, known.closed_at, _ENDS[known.state](known), known.closed_by)]


def _binned(known: Inspection) -> str:
    return str(gettext("Bin scanned: %(bin)s", bin=code(known.route.bin if known.route else "")))


def _held(known: Inspection) -> str:
    hold: Hold | None = known.hold
    reason = name(words.word(hold.reason)) if hold else ""
    return str(gettext("Put on hold: %(reason)s", reason=reason))


def _other(known: Inspection) -> str:
    return str(words.word(known.state))


_ENDS = {
    State.OPEN: _other,
    State.ROUTED: _other,
    State.BINNED: _binned,
    State.HELD: _held,
    State.VOIDED: _other,
}
