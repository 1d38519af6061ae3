"""What a face of the bench shows beside the view itself: choices, slots, window, differences."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext
from markupsafe import Markup

from station.domain.auditing.overrides import OverrideReason
from station.domain.bench import Ask, AskKind, Tone
from station.domain.calendar import Window
from station.domain.checklist import Choice, Slot
from station.domain.disposition import Disposition
from station.domain.evidence import Photo, PoorBecause
from station.domain.grading import Grade
from station.domain.inspection import HoldReason, Inspection
from station.domain.item import Item, Unannounced
from station.domain.labels import MARKS
from station.domain.signals import Finding
from station.services.queries import BenchView
from web import words
from web.formats import day, shown
from web.say import code, name
from web.seen import BY_THE_RULES, ledger_word
from web.words.asks import EXTRA, NOT_HERE, PLAIN

# A disposition's letter and corner: the same on screen, label and bin, in every language.
LETTERS = {use: letter for use, (letter, _) in MARKS.items()}

TONE_ICONS = {
    Tone.QUIET: "info",
    Tone.GOOD: "ok",
    Tone.ATTENTION: "attention",
    Tone.UNKNOWN: "unknown",
    Tone.STOP: "stop",
}

_KINDS: dict[AskKind, type[StrEnum]] = {
    AskKind.WHY_UNANNOUNCED: Unannounced,
    AskKind.POOR_PHOTO: PoorBecause,
    AskKind.WHY_HOLD: HoldReason,
    AskKind.OVERRIDE_TO: Disposition,
    AskKind.WHY_OVERRIDE: OverrideReason,
    AskKind.FINDING: Finding,
}


@dataclass(frozen=True, slots=True)
class Option:
    """One numbered choice: what it says, what comes of it, and a disposition's mark."""

    number: int
    text: str
    hint: str | Markup = ""
    mark: str = ""


def options(view: BenchView) -> list[Option]:
    """List what can be chosen now: of a question or of the checklist."""
    if view.bench.ask:
        return [_option(view, view.bench.ask, n, o) for n, o in enumerate(view.bench.ask.options, 1)]
    choices = view.question.choices if view.question else ()
    return [Option(n, shown(choice.text), caps(choice)) for n, choice in enumerate(choices, 1)]


def _option(view: BenchView, ask: Ask, number: int, value: str) -> Option:
    if value in view.lines:
        return _line(view, number, value)
    if ask.kind in BY_THE_RULES:
        return Option(number, ledger_word(value))
    if ask.kind is AskKind.LINE_DIFFERS:
        return Option(number, str(NOT_HERE[value]))
    kind = _KINDS.get(ask.kind)
    said = words.words_of(kind, value) if kind else PLAIN.get(value, value)
    return Option(number, str(said), _parcel(view, value), mark=value if kind is Disposition else "")


def _parcel(view: BenchView, value: str) -> Markup | str:
    """Name the parcel that an extra item would be noted with."""
    of_parcel = value in (EXTRA, Unannounced.EXTRA_IN_PARCEL) and view.parcel
    return code(view.parcel.rma) if of_parcel and view.parcel else ""


def _line(view: BenchView, number: int, value: str) -> Option:
    expected, product = view.lines[value]
    when = day(expected.delivered) if expected.delivered else gettext("not known")
    hint = Markup(gettext("order %(order)s, delivered %(day)s", order=code(expected.order), day=name(when)))  # noqa: S704
    return Option(number, shown(product.name), hint)


def caps(choice: Choice) -> Markup:
    """Say what an answer does to the grade, nothing where it does nothing."""
    said = [
        gettext("%(axis)s at most %(grade)s", axis=words.word(axis), grade=code(grade))
        for axis, grade in choice.caps.items()
        if grade is not Grade.A
    ]
    ends = [gettext("ends the questions")] if choice.finish else []
    return Markup(gettext(", ")).join(Markup(s) for s in said + ends)  # noqa: S704 - ours


@dataclass(frozen=True, slots=True)
class SlotState:
    """A slot with its photo: kept, asked for now, or still to come."""

    slot: Slot
    photo: Photo | None
    now: bool

    @property
    def state(self) -> str:
        return "kept" if self.photo else "now" if self.now else "later"


def slots(view: BenchView) -> list[SlotState]:
    if not (view.inspection and view.checklist):
        return []
    held, asked = view.inspection, view.checklist.slots_asked(view.inspection.chosen)
    return [SlotState(s, held.photo(s.id), view.slot is not None and s.id == view.slot.id) for s in asked]


@dataclass(frozen=True, slots=True)
class Given:
    """A question already answered, and the answer."""

    question: str
    answer: str


def given(view: BenchView) -> list[Given]:
    """List the answers so far, in the order of the checklist, without the one gone back to."""
    if not (view.inspection and view.checklist):
        return []
    chosen, here = view.inspection.chosen, view.question.id if view.question else None
    asked = [q for q in view.checklist.asked(chosen) if q.id in chosen and q.id != here]
    return [Given(shown(q.text), shown(c.text)) for q in asked if (c := q.choice(chosen[q.id]))]


def window(inspection: Inspection, known: Window | None) -> str:
    """Say how far into its return window the item was when it was taken in hand."""
    item, on = inspection.item, inspection.opened_at.date()
    if item.unannounced:
        return str(gettext("not announced"))
    if known is None:
        no_day = item.delivered is None
        return str(gettext("delivery date not known") if no_day else gettext("return window not known"))
    facts = {"day": known.day(on), "most": known.days}
    if on > known.last:
        return str(gettext("after the window: day %(day)s of %(most)s", **facts))
    return str(gettext("in the window: day %(day)s of %(most)s", **facts))


def differences(item: Item) -> list[Markup]:
    """Say how the item differs from what its return announced."""
    told = (
        (item.wrong_item, gettext("expected product %(code)s", code=code(item.expected_sku))),
        (item.wrong_serial, gettext("expected serial %(code)s", code=code(item.expected_serial))),
    )
    return [Markup(phrase) for true, phrase in told if true]  # noqa: S704 - ours, facts escaped


def mark(inspection: Inspection) -> str:
    """Return the disposition that a closed item went to, or hold; empty where it went nowhere."""
    if inspection.hold:
        return "hold"
    return inspection.route.disposition.value if inspection.route and inspection.closed_at else ""


def bin_of(inspection: Inspection) -> str:
    return (inspection.route and inspection.route.bin) or ""
