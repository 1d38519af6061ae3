"""What a supervisor decides at the desk, as its page sends it."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from station.domain.auditing.decisions import Change, Decision
from station.domain.auditing.overrides import OverrideReason
from station.domain.auditing.queue import Queued, Standing, Why
from station.domain.bench import refusal
from station.domain.disposition import Disposition
from station.domain.errors import DomainError, Reason
from station.domain.grading import Grade
from station.domain.policy import Remedy
from station.domain.signals import Finding, SignalKind
from station.services import signing_in
from station.services.auditing import deciding, desk
from web import words
from web.context import me, token, world
from web.say import sentence
from web.sent import field, revision, sent

decisions = Blueprint("decisions", __name__)

LONGEST_NOTE = 500
MOST_TOGETHER = 500
MOST_SECONDS = 24 * 3600.0
# The item is not what the page shows any more: it has to be looked at again.
STALE = frozenset({Reason.AUDITED_MEANWHILE, Reason.CHANGED_MEANWHILE, Reason.NOT_NOW, Reason.OWN_WORK})
Member = TypeVar("Member", bound=StrEnum)


@decisions.before_request
def seen() -> None:
    signing_in.note_seen(world(), token())


@decisions.post("/audit/items/<inspection>/<decision>")
def decide(inspection: str, decision: str) -> ResponseReturnValue:
    """Do what was decided of one item, and say what became of it."""
    act = _ACTS[Decision(decision)] if decision in set(Decision) else abort(404)
    try:
        queued = act(inspection)
    except KeyError:
        abort(404)
    except DomainError as refused:
        return _refused(refused)
    return {"ok": True, "say": _said(queued), "counts": _counts()}


@decisions.post("/audit/confirm")
def together() -> ResponseReturnValue:
    """Confirm several clean samples at once."""
    asked = sent().get("items")
    wanted = [each for each in asked if isinstance(each, str)] if isinstance(asked, list) else []
    try:
        done = deciding.confirm_all(world(), me(), wanted[:MOST_TOGETHER])
    except DomainError as refused:
        return _refused(refused)
    return {"ok": True, "say": _together(done), "confirmed": done.confirmed, "counts": _counts()}


def _together(done: deciding.Together) -> str:
    confirmed, left = len(done.confirmed), len(done.left_out)
    said = ngettext("%(num)d item confirmed.", "%(num)d items confirmed.", confirmed)
    if not left:
        return str(said)
    rest = ngettext("%(num)d has to be looked at alone.", "%(num)d have to be looked at alone.", left)
    return f"{said} {rest}"


def _refused(refused: DomainError) -> dict[str, object]:
    said = sentence(refusal(refused)).striptags()
    return {"ok": False, "say": said, "reason": refused.reason.value, "stale": refused.reason in STALE}


def _said(queued: Queued) -> str:
    """Say what was decided, and what it asks of the bench: nothing where all stays as it is."""
    said = f"{queued.lpn}: {words.word(queued.standing)}"
    stays = queued.standing in (Standing.CONFIRMED, Standing.KEPT)
    opened = None if stays else desk.opened(world(), me(), queued.inspection)
    errand = opened.errand if opened else None
    return f"{said}. {words.word(errand.kind)}." if errand else f"{said}."


def _counts() -> dict[str, int]:
    counts = desk.counts(world())
    return {"all": counts.waiting, **{why.value: counts.whys.get(why, 0) for why in Why}}


# What each needs ------------------------------------------------------------------------------------


def _confirm(inspection: str) -> Queued:
    return deciding.confirm(world(), me(), inspection, _revision(), _seconds())


def _override(inspection: str) -> Queued:
    return deciding.override(
        world(), me(), inspection, _revision(), _change(inspection), _seconds(), _findings()
    )


def _send_back(inspection: str) -> Queued:
    return deciding.send_back(world(), me(), inspection, _revision(), _note(), _seconds())


def _release(inspection: str) -> Queued:
    return deciding.release(world(), me(), inspection, _revision(), _findings(), _seconds(), _note())


def _keep_hold(inspection: str) -> Queued:
    return deciding.keep_hold(world(), me(), inspection, _revision(), _seconds(), _note())


_ACTS: Mapping[Decision, Callable[[str], Queued]] = {
    Decision.CONFIRM: _confirm,
    Decision.OVERRIDE: _override,
    Decision.SEND_BACK: _send_back,
    Decision.RELEASE: _release,
    Decision.KEEP_HOLD: _keep_hold,
}


def _change(inspection: str) -> Change:
    """Read what an override changes. With another grade the item goes where the rules send that grade."""
    grade, disposition = _member(Grade, "grade"), _member(Disposition, "disposition")
    opened = desk.opened(world(), me(), inspection) if grade else None
    return Change(
        reason=_member(OverrideReason, "reason") or abort(400),
        grade=grade,
        remedy=_member(Remedy, "remedy"),
        disposition=opened.by_grade.get(grade) if opened and grade else disposition,
        note=_note(),
    )


def _findings() -> dict[SignalKind, Finding]:
    """Read what signals were found to be, each as ``signal-<kind>``."""
    found = {kind: _member(Finding, f"signal-{kind.value}") for kind in SignalKind}
    return {kind: finding for kind, finding in found.items() if finding}


def _member(kind: type[Member], name: str) -> Member | None:
    """Return a value that was chosen, None where none was; 400 for what is none."""
    value = field(name, 64)
    if value and value not in set(kind):
        abort(400)
    return kind(value) if value else None


def _note() -> str:
    """Return what was written. Longer than the page lets anyone write is refused, never cut."""
    note = sent().get("note", "")
    if not isinstance(note, str) or len(note) > LONGEST_NOTE:
        abort(400)
    return note.strip()


def _revision() -> int:
    return -1 if (shown := revision()) is None else shown


def _seconds() -> float:
    value = sent().get("seconds")
    known = isinstance(value, int | float) and not isinstance(value, bool)
    return min(max(0.0, float(value)), MOST_SECONDS) if known else 0.0  # type: ignore[arg-type]
