"""Other systems: who is told of what, how that goes, and what can be saved as files."""

from collections.abc import Callable, Iterator
from datetime import date

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.bench import refusal
from station.domain.errors import DomainError
from station.domain.outbound.destinations import SIGNED, DestinationKind, Failed
from station.domain.outbound.messages import MessageType
from station.domain.periods import Period, this_month
from station.domain.problems import Problem
from station.ports import World
from station.services import signing_in
from station.services.outbound import downloads, listing, managing
from web.context import me, token, world
from web.forms import answer, typed
from web.say import sentence
from web.sent import field
from web.words import message_type, word

pages = Blueprint("destinations", __name__)

LONGEST_ID = 120
# Longer periods are fetched in parts.
MOST_DAYS = 366
_FILES: dict[str, tuple[str, Callable[[World, Period], Iterator[str]], str]] = {
    "stock.csv": ("stock", downloads.stock_csv, "text/csv; charset=utf-8"),
    "stock.json": ("stock", downloads.stock_json, "application/json"),
    "epcis.jsonld": ("epcis", downloads.epcis_document, "application/ld+json"),
    "epcis.ndjson": ("epcis", downloads.epcis_lines, "application/x-ndjson"),
}


@pages.before_request
def seen() -> None:
    """Looking after other systems is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


@pages.get("/destinations")
def page() -> ResponseReturnValue:
    """List every system with how it is."""
    rules = world().outside.rules
    return render_template(
        "destinations/page.html",
        listed=listing.listed(world()),
        kinds=list(DestinationKind),
        types=list(MessageType),
        signed=SIGNED,
        message_type=message_type,
        allowed=rules.allowed,
        period=this_month(world().today),
    )


@pages.post("/destinations/add")
def add() -> dict[str, object]:
    """Add a system; the secret that signs for it is in the answer and never again."""
    shown: list[str] = []

    def act() -> tuple[Problem, ...]:
        problems, made = managing.add(world(), me().id, typed())
        shown.extend([made.secret] if made and made.secret else [])
        return problems

    said = answer(act, gettext("It is told of everything from now on."))
    return {**said, "once": {"secret": shown[0]}} if shown else said


@pages.post("/destinations/test")
def test() -> dict[str, object]:
    """Send a test message and say what came of it."""
    try:
        failed = managing.test(world(), _destination())
    except DomainError as refused:
        return _refused(refused)
    if failed is None:
        return {"ok": True, "say": gettext("The test message arrived.")}
    return {"ok": False, "say": _said(failed)}


def _said(failed: Failed) -> str:
    """Say how a message failed, with what was answered."""
    why = str(word(failed.why))
    status = f" {failed.status}" if failed.status else ""
    return f"{why}{status} {failed.said}".strip() if failed.said else f"{why}{status}"


@pages.post("/destinations/off")
def off() -> dict[str, object]:
    return _done(
        lambda: managing.turn_off(world(), me().id, _destination()),
        gettext("It is told nothing now. What it misses waits."),
    )


@pages.post("/destinations/on")
def on() -> dict[str, object]:
    return _done(
        lambda: managing.turn_on(world(), me().id, _destination()),
        gettext("It is told again, from where it was left."),
    )


@pages.post("/destinations/now")
def now() -> dict[str, object]:
    return _done(lambda: managing.try_now(world(), _destination()), gettext("It is tried at once."))


@pages.post("/destinations/secret")
def secret() -> dict[str, object]:
    """Renew the secret; the new one is in the answer and never again."""
    try:
        made = managing.renew_secret(world(), me().id, _destination())
    except DomainError as refused:
        return _refused(refused)
    words = gettext("Until this time tomorrow both secrets sign.")
    return {"ok": True, "say": words, "once": {"secret": made.secret}}


@pages.post("/destinations/retry")
def retry() -> dict[str, object]:
    """Try one message that was set aside again, or all of them."""
    message = field("message", LONGEST_ID)
    return _done(
        lambda: managing.retry(world(), _destination(), message), gettext("It is tried again at once.")
    )


@pages.post("/destinations/drop")
def drop() -> dict[str, object]:
    return _done(
        lambda: managing.drop(world(), _destination(), field("message", LONGEST_ID)),
        gettext("This message is given up."),
    )


@pages.post("/destinations/replay")
def replay() -> dict[str, object]:
    """Tell the days of a period again."""
    given = typed()
    period = _period(given.get("from", ""), given.get("to", ""))
    if period is None:
        return {"ok": False, "say": gettext("That is no period: it takes two days, the earlier one first.")}
    return _done(
        lambda: managing.replay(world(), me().id, _destination(), period=period),
        gettext("These days are told again, under the same ids."),
    )


@pages.get("/destinations/<name>")
def export(name: str) -> ResponseReturnValue:
    """Give a period out as a file, piece by piece."""
    usual = this_month(world().today)
    period = _period(
        request.args.get("from") or usual.first.isoformat(), request.args.get("to") or usual.last.isoformat()
    )
    if name not in _FILES or period is None or (period.last - period.first).days > MOST_DAYS:
        abort(404)
    what, write, mimetype = _FILES[name]
    named = f"{what}-{period.first}-{period.last}.{name.rsplit('.', 1)[1]}"
    headers = {"Content-Disposition": f'attachment; filename="{named}"'}
    return Response(write(world(), period), content_type=mimetype, headers=headers)


def _period(first: str, last: str) -> Period | None:
    try:
        period = Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None
    return period if period.real and period.last < date.max else None


def _destination() -> str:
    return field("destination", LONGEST_ID)


def _done(act: Callable[[], object], say: str) -> dict[str, object]:
    try:
        act()
    except DomainError as refused:
        return _refused(refused)
    return {"ok": True, "say": say}


def _refused(refused: DomainError) -> dict[str, object]:
    return {"ok": False, "say": sentence(refusal(refused)).striptags(), "reason": refused.reason.value}
