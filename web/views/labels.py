"""Labels: look at them, print them, save them as PDF; and see to those that the printer holds up."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from station.domain.bench import refusal
from station.domain.errors import DomainError, Reason
from station.domain.labels import Label, LabelKind
from station.domain.people import Person
from station.domain.printing import JobState, Outcome
from station.domain.scanning import badge_in
from station.ports import UnitOfWork
from station.services import labels, printing
from station.services.named import names_of
from web.context import me, world
from web.say import sentence
from web.sent import field
from web.words import word

pages = Blueprint("labels", __name__)
badges = Blueprint("badges", __name__)

RECENT = 5
LONGEST_CODE = 64
LONGEST_JOB = 64
PNG, PDF = "image/png", "application/pdf"
# Which labels may be asked for by name here; items are printed at the bench and from their records.
_SETS: dict[str, Callable[[str], tuple[Label, ...]]] = {
    LabelKind.BIN: lambda code: labels.bin_labels(world(), code),
    LabelKind.MOVE: lambda code: labels.move_labels(world(), code),
    LabelKind.COMMAND: lambda code: tuple(x for x in labels.command_labels(world()) if code in ("", x.code)),
}


@pages.get("/labels")
def page() -> ResponseReturnValue:
    """Show what can be printed, and what waits."""
    return render_template("labels/page.html", queue=_queue(), sets=[(k, _SETS[k]("")) for k in _SETS])


@pages.get("/labels/queue")
def queue() -> ResponseReturnValue:
    return _queue()


@pages.get("/labels/preview.png")
def preview() -> ResponseReturnValue:
    """Show one label as it will be printed, the first where all were asked for."""
    return Response(world().label_files.png(_asked(request.args.get)[0]), mimetype=PNG)


@pages.get("/labels/print.pdf")
def pdf() -> ResponseReturnValue:
    """Save labels as PDF, a page of the label's own size each."""
    return as_pdf(_asked(request.args.get))


@pages.post("/labels/print")
def send() -> ResponseReturnValue:
    """Queue one label or a set of them."""
    asked = _asked(_sent)
    return told(lambda: _queued(printing.queue_all(world(), asked, me().id)))


@pages.post("/labels/retry")
def retry() -> ResponseReturnValue:
    return _decided(printing.retry)


@pages.post("/labels/cancel")
def cancel() -> ResponseReturnValue:
    return _decided(printing.cancel)


def as_pdf(made: tuple[Label, ...]) -> Response:
    """Answer with a file, so that the browser's own viewer and printer take it from there."""
    headers = {"Content-Disposition": f'attachment; filename="{made[0].kind.value}-labels.pdf"'}
    return Response(world().label_files.pdf(made), mimetype=PDF, headers=headers)


def told(act: Callable[[], str]) -> dict[str, object]:
    """Do something and say how it went, in words for the page."""
    try:
        return {"ok": True, "say": act()}
    except DomainError as refused:
        return {"ok": False, "say": sentence(refusal(refused)).striptags()}


def _queued(count: int) -> str:
    return str(ngettext("%(num)d label goes to the printer.", "%(num)d labels go to the printer.", count))


def _asked(get: Callable[[str, str], str]) -> tuple[Label, ...]:
    kind, code = get("kind", ""), get("code", "")
    return (_SETS[kind](code) if kind in _SETS else ()) or abort(404)


def _sent(name: str, _: str) -> str:
    return field(name, LONGEST_CODE)


def _decided(decide: Callable[..., None]) -> dict[str, object]:
    def act() -> str:
        decide(world(), field("job", LONGEST_JOB))
        return ""

    try:
        return told(act)
    except KeyError:
        abort(404)


def _queue() -> str:
    waiting = printing.unfinished(world())
    done = [job for job in printing.recent(world(), RECENT) if job.state.over]
    names = _names({job.asked_by for job in (*waiting, *done)})
    return render_template(
        "labels/queue.html",
        printer=world().printer.state(),
        waiting=waiting,
        done=done,
        names=names,
        states=JobState,
    )


def _names(people: set[str]) -> dict[str, str]:
    with world().read() as uow:
        return names_of(uow, people)


# Badges ------------------------------------------------------------------------------------------


@badges.post("/labels/badge.png")
def badge_preview() -> ResponseReturnValue:
    return Response(world().label_files.png(_badge()[1]), mimetype=PNG)


@badges.post("/labels/badge.pdf")
def badge_pdf() -> ResponseReturnValue:
    return as_pdf((_badge()[1],))


@badges.post("/labels/badge")
def badge_print() -> ResponseReturnValue:
    """Print a copy of a badge at once. It is a secret, so it is never kept for later."""
    person, _ = _badge()
    outcome, state = printing.print_badge(world(), person, _secret(), me().id)
    sent = outcome in (Outcome.PRINTED, Outcome.INSIDE)
    facts = {"name": person.name, "printer": word(state)}
    said = gettext("The badge of %(name)s was sent to the printer.", **facts)
    held = gettext("Not printed, and not kept for later: the printer: %(printer)s.", **facts)
    return {"ok": sent, "say": str(said if sent else held)}


def _secret() -> str:
    text = field("badge", LONGEST_CODE).strip()
    return badge_in(text) or text


def _badge() -> tuple[Person, Label]:
    """Find whose badge was scanned. A code that nobody has is answered as one that is not there."""
    secret = _secret()
    with world().read() as uow:
        person = _owner(uow, secret)
    return person, labels.badge_label(world(), person.name, person.role, secret, person.sign_in)


def _owner(uow: UnitOfWork, secret: str) -> Person:
    known = uow.people.by_badge(world().secrets.digest(secret)) if secret else None
    return known or abort(404, Reason.UNKNOWN_BADGE.value)
