"""Signals: how often each kind is right, and the items behind every number."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from station.domain.signals import ENOUGH, Finding, SignalKind
from station.services import signalled, signing_in
from web.context import token, world

pages = Blueprint("signals", __name__)

SIZE = 50
LONGEST_ID = 64
# What a number counts: a finding, or what nobody has settled yet.
OPEN = "open"
_COUNTED: dict[str, Finding | None] = {**{finding.value: finding for finding in Finding}, OPEN: None}


@pages.before_request
def seen() -> None:
    """Reading here is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


@pages.get("/signals")
def page() -> ResponseReturnValue:
    """Show how often each kind of signal is right."""
    with world().read() as uow:
        precision, rules = uow.signals.precision(), uow.rules.in_force().signals
    return render_template("signals/page.html", precision=precision, off=rules.off, enough=ENOUGH)


@pages.get("/signals/<kind>/<counted>")
def items(kind: str, counted: str) -> ResponseReturnValue:
    """List the items behind a number, the newest first."""
    if kind not in set(SignalKind) or counted not in _COUNTED:
        abort(404)
    before = request.args.get("before", "")
    found = signalled.items(
        world(), SignalKind(kind), _COUNTED[counted], before if len(before) <= LONGEST_ID else "", SIZE
    )
    return render_template(
        "signals/items.html", kind=SignalKind(kind), counted=counted, found=found, first=not request.args
    )
