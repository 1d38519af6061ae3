"""Claims by their deadlines, one claim, and the form that begins one."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.claims import NEXT, ClaimKind, ClaimReason, ClaimState
from station.domain.problems import Problem
from station.services import claims, signing_in
from web.context import me, token, world
from web.forms import answer, typed
from web.sent import field, revision
from web.words.packs import MOVES

pages = Blueprint("claims", __name__)

SIZE = 50
LONGEST_ID = 64
LONGEST_NOTE = 2000


@pages.before_request
def seen() -> None:
    """Reading here is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


def claims_about(subject: str) -> tuple[claims.Known, ...]:
    """List the claims about an item or a return, for the page of that."""
    return claims.about(world(), subject)


@pages.get("/claims")
def page() -> ResponseReturnValue:
    """List the claims under way, what is due first on top; or those that are over."""
    over, after = request.args.get("over") == "1", request.args.get("after", "")
    found = claims.page(world(), over, after if len(after) <= LONGEST_ID else "", SIZE)
    return render_template("claims/page.html", found=found, over=over, first=not after)


@pages.get("/claims/new")
def new() -> ResponseReturnValue:
    """Ask what is needed to begin a claim about an item or a return."""
    lpn, rma = request.args.get("item", "")[:LONGEST_ID], request.args.get("return", "")[:LONGEST_ID]
    with world().read() as uow:
        subject = claims.subject_of(uow, lpn, rma) if lpn or rma else None
    if subject is None:
        abort(404)
    return render_template(
        "claims/new.html",
        subject=subject,
        kinds=[(kind, world().house.claims.of(kind)) for kind in ClaimKind],
        reasons=tuple(ClaimReason),
        today=world().today,
    )


@pages.get("/claims/<claim>")
def one(claim: str) -> ResponseReturnValue:
    """Show one claim, what can become of it, and its pack."""
    known = claims.one(world(), claim) if len(claim) <= LONGEST_ID else None
    if known is None:
        abort(404)
    moves = NEXT.get(known.claim.state, ())
    return render_template("claims/claim.html", known=known, claim=known.claim, moves=moves, said=MOVES)


@pages.post("/claims/begin")
def begin() -> ResponseReturnValue:
    """Begin a claim, and say where it stands now."""
    begun: list[str] = []

    def act() -> tuple[Problem, ...]:
        problems, claim = claims.begin_typed(world(), me(), typed(LONGEST_NOTE))
        begun.append(claim)
        return problems

    said = answer(act)
    return {**said, "to": f"/claims/{begun[0]}"} if said["ok"] else said


@pages.post("/claims/move")
def move() -> ResponseReturnValue:
    """Let a claim stand otherwise."""
    to, shown = field("to", LONGEST_ID), revision()
    if to not in set(ClaimState) or shown is None:
        abort(400)

    def act() -> tuple[Problem, ...]:
        reference = field("reference", LONGEST_ID)
        claims.move(world(), me(), field("claim", LONGEST_ID), ClaimState(to), shown, reference)
        return ()

    return answer(act, gettext("Written down."))
