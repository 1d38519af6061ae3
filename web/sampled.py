"""Sampling in plain sentences: why an item was drawn, why inspection is as hard as it is, what comes next."""

from collections.abc import Mapping

from markupsafe import Markup

from station.domain.sampling.lots import Lot
from station.domain.sampling.plans import Severity
from station.domain.sampling.streams import Stream
from web import words
from web.say import filled, name
from web.words import sampling as said


def why_drawn(told: Mapping[str, str]) -> Markup:
    """Say why an item of the queue is in a sample; ``told`` is what ``queue.Queued.told`` has of it."""
    if told.get("sample_rejected"):
        return filled(said.REJECTED, told)
    if told.get("severity") == Severity.DISCONTINUED:
        return filled(said.WHOLE, told)
    severity = words.words_of(Severity, told.get("severity", "")) if told.get("severity") else "–"
    facts: dict[str, object] = {key: name(value) for key, value in told.items()}
    return Markup(str(said.DRAWN)) % {**_BLANK, **facts, "severity": name(str(severity).lower())}  # noqa: S704


_BLANK = dict.fromkeys(("sample_size", "sample_of", "sample_lot", "sample_plan"), "–")


def because(stream: Stream) -> Markup:
    """Say why inspection of a stream is as it is, and what would change it."""
    counts = {
        "bad": stream.last.count(False),
        "count": len(stream.last),
        "run": stream.run,
        "rejected": stream.rejected,
    }
    return filled(said.BECAUSE[stream.severity], _texts(counts))


def score(stream: Stream) -> Markup:
    """Say how far a normal stream is from reduced inspection, nothing for others."""
    if stream.severity is not Severity.NORMAL or not stream.score:
        return Markup("")
    return filled(said.SCORE, _texts({"score": stream.score}))


def coming(lot: Lot | None) -> Markup:
    """Say what is drawn next."""
    if lot is None:
        return filled(said.BEGINS, {})
    left, more = lot.size - lot.seen, lot.plan.size - lot.drawn
    phrase = said.NEXT_NONE if not more else said.NEXT_ALL if more == left else said.NEXT
    return filled(phrase, _texts({"left": left, "more": more}))


def waiting(lot: Lot) -> Markup:
    """Say how many drawn items nobody has audited yet."""
    return filled(said.WAITING, _texts({"waits": lot.waits}))


def _texts(counts: Mapping[str, int]) -> dict[str, str]:
    return {name: str(count) for name, count in counts.items()}
