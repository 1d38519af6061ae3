"""The ledger of disposals: a period's lines and totals, on screen and as files."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from station.domain.periods import Period, last_month, this_month
from station.ports import World
from station.services import ledger, signing_in
from web.context import token, world
from web.i18n import language
from web.sent import key

pages = Blueprint("disposals", __name__)

SIZE = 50
_FILES: dict[str, tuple[Callable[[World, Period, str], str], str]] = {
    "csv": (ledger.as_csv, "text/csv; charset=utf-8"),
    "json": (ledger.as_json, "application/json"),
}


@pages.before_request
def seen() -> None:
    """Reading here is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


@pages.get("/disposals")
def page() -> ResponseReturnValue:
    """Show a period, this month where none is named; one that cannot be is said to be wrong."""
    today = world().today
    asked = _asked(today)
    period = asked or this_month(today)
    after = key("after")
    with world().read() as uow:
        rules = uow.rules.in_force().disposal
    return render_template(
        "disposals/page.html",
        found=ledger.page(world(), period, after, SIZE),
        period=period,
        wrong=asked is None,
        months=(this_month(today), last_month(today)),
        rules=rules,
        first=not after,
    ), (200 if asked else 400)


@pages.get("/disposals/ledger.<kind>")
def export(kind: str) -> ResponseReturnValue:
    """Give out a period as a file."""
    period = _asked(world().today)
    if kind not in _FILES or period is None:
        abort(404)
    write, mimetype = _FILES[kind]
    name = f"disposals-{period.first}-{period.last}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(write(world(), period, language()), content_type=mimetype, headers=headers)


def _asked(today: date) -> Period | None:
    """Read the period that is asked for; None for no days, or an end before its start."""
    usual = this_month(today)
    try:
        first = date.fromisoformat(request.args.get("from") or usual.first.isoformat())
        last = date.fromisoformat(request.args.get("to") or max(usual.last, first).isoformat())
    except ValueError:
        return None
    period = Period(first, last)
    return period if period.real else None
