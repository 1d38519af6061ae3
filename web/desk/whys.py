"""Why an item is in the queue, said in full: the reason and the facts behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import gettext
from markupsafe import Markup

from station.domain.auditing.overrides import OverrideReason
from station.domain.auditing.queue import Why
from station.domain.disposition import Disposition
from station.domain.evidence import Photo
from station.domain.grading import Axis
from station.domain.inspection import Inspection
from station.domain.signals import Signal
from station.services.auditing.desk import Opened
from web import seen, words
from web.record import slot_name
from web.sampled import why_drawn
from web.say import code, faults, name

ICONS: Mapping[Why, str] = {
    Why.HOLD: "hold",
    Why.SIGNAL: "attention",
    Why.OVERRIDE: "arrow",
    Why.DIFFERS: "unknown",
    Why.QUALITY: "camera",
    Why.SAMPLE: "records",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One reason, and what is known of it."""

    why: Why
    icon: str
    detail: Markup


def said(opened: Opened) -> list[Said]:
    """Say every reason for which an item waits or waited, the most urgent first."""
    whys = opened.queued.whys if opened.queued else ()
    return [Said(why, ICONS[why], _DETAILS[why](opened, why)) for why in whys]


def _joined(phrases: list[Markup]) -> Markup:
    return Markup(" · ").join(phrases)


def _held(opened: Opened, _: Why) -> Markup:
    hold = opened.inspection.hold
    return name(words.word(hold.reason)) if hold else Markup("")


def _signals(opened: Opened, _: Why) -> Markup:
    return _joined(
        [Markup("{}: {}").format(words.word(s.kind), seen.what(s)) for s in _open(opened.inspection)]
    )


def _open(known: Inspection) -> list[Signal]:
    return [signal for signal in known.signals if signal.finding is None] or list(known.signals)


def _overridden(opened: Opened, _: Why) -> Markup:
    told = opened.queued.told if opened.queued else {}
    kinds = {"was": Disposition, "to": Disposition, "reason": OverrideReason}
    facts = {key: name(words.words_of(kind, told.get(f"override_{key}", "–"))) for key, kind in kinds.items()}
    return Markup(gettext("from %(was)s to %(to)s: %(reason)s", **facts))  # noqa: S704 - ours, facts escaped


def _quality(opened: Opened, _: Why) -> Markup:
    poor = [photo for photo in opened.inspection.photos if photo.faults or photo.poor_because]
    return _joined([_fault(opened, photo) for photo in poor])


def _fault(opened: Opened, photo: Photo) -> Markup:
    told = faults(" ".join(photo.faults)) if photo.faults else name(words.word(photo.poor_because))  # type: ignore[arg-type]
    return Markup("{}: {}").format(name(slot_name(opened.record, photo)), told)


def _told(opened: Opened, why: Why) -> Markup:
    """Show the facts that came with the reason as they are."""
    told = opened.queued.told if opened.queued else {}
    return _joined(
        [code(value) for fact, value in sorted(told.items()) if fact.startswith(why.value) and value]
    )


def _sample(opened: Opened, why: Why) -> Markup:
    told = opened.queued.told if opened.queued else {}
    return why_drawn(told) if "severity" in told else _told(opened, why)


def _differ(opened: Opened, _: Why) -> Markup:
    """Say both grades, and on which axes they differ."""
    told = opened.queued.told if opened.queued else {}
    grades = {key: code(told.get(f"differs_{key}") or "–") for key in ("first", "second")}
    said = Markup(gettext("%(first)s first, %(second)s again", **grades))  # noqa: S704 - ours, facts escaped
    return _joined([said, *(_axis(axis) for axis in told.get("differs_axes", "").split())])


def _axis(told: str) -> Markup:
    axis, first, second = [*told.split(":"), "", ""][:3]
    return Markup("{} {}").format(name(words.words_of(Axis, axis)), code(f"{first} / {second}"))


_DETAILS: Mapping[Why, Callable[[Opened, Why], Markup]] = {
    Why.HOLD: _held,
    Why.SIGNAL: _signals,
    Why.OVERRIDE: _overridden,
    Why.DIFFERS: _differ,
    Why.QUALITY: _quality,
    Why.SAMPLE: _sample,
}
