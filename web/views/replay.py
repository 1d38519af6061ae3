"""Rules tried on past items: choose what to try, watch it being done, look at what would change."""

import json
from collections.abc import Iterator
from contextlib import closing

from flask import Blueprint, Response, abort, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from station.domain.bench import refusal
from station.domain.disposition import Disposition
from station.domain.errors import DomainError
from station.domain.people import Person
from station.ports import World
from station.services import replaying, signing_in
from station.store_ports import Progress
from web.context import me, token, world
from web.rules import replay_page, replays
from web.rules.page import may_edit
from web.rules.replay_asked import NotOffered, attempt, earlier, under_way
from web.rules.replays import MOVED, Attempt, Shelf, shelf
from web.say import sentence
from web.sent import sent, whole

pages = Blueprint("replay", __name__)

LINES = "application/x-ndjson"


@pages.before_request
def seen() -> None:
    """Work on rules is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


@pages.get("/rules/replay")
def page() -> ResponseReturnValue:
    """Offer what can be tried, and what was tried lately."""
    may = may_edit(me())
    return render_template(
        "rules/replay.html",
        may=may,
        drafts=under_way(world()) if may else (),
        earlier=earlier(world()) if may else (),
        chosen={name: request.args.get(name, "") for name in ("kind", "id", "version")},
        results=shelf().all(),
        title=replay_page.title,
        count=replay_page.count,
    )


@pages.post("/rules/replay/run")
def run() -> ResponseReturnValue:
    """Do a replay: how far it is line by line, and in the last one where its result stands."""
    if not may_edit(me()):
        abort(403)
    try:
        asked = attempt(world(), sent())
    except NotOffered:
        abort(400)
    except DomainError as refused:
        return {"say": sentence(refusal(refused)).striptags()}
    lines = stream_with_context(_lines(world(), shelf(), asked, me()))
    return Response(lines, mimetype=LINES, headers={"X-Accel-Buffering": "no"})


def _lines(station: World, kept: Shelf, asked: Attempt, person: Person) -> Iterator[str]:
    """Tell a replay. A browser that is gone closes this, and so ends the work."""
    try:
        with closing(replaying.beside(station, asked.rules, asked.since)) as told:
            for each in told:
                if isinstance(each, Progress):
                    yield _line(done=each.done, of=each.of)
                    continue
                done = replays.result(station.ids.new(), asked, each, station.clock.now(), person.name)
                kept.put(done)
                yield _line(to=f"/rules/replay/{done.id}")
    except DomainError as refused:
        yield _line(say=sentence(refusal(refused)).striptags())


def _line(**told: object) -> str:
    return json.dumps(told, ensure_ascii=False) + "\n"


@pages.get("/rules/replay/<result>")
def outcome(result: str) -> ResponseReturnValue:
    """Show what a replay came to, and one page of the items behind one of its numbers."""
    done = shelf().get(result)
    if done is None:
        return render_template("rules/replay_gone.html"), 404
    of = request.args.get("of", MOVED)
    loads = replay_page.loads(world(), done.tally)
    return render_template(
        "rules/replay_result.html",
        done=done,
        tally=done.tally,
        moved=len(done.behind.get(MOVED, ())),
        grid=replay_page.grid(done.tally),
        totals=done.tally.by_disposition("new"),
        dispositions=tuple(Disposition),
        loads=loads,
        loads_changed=replay_page.bins_changed(loads),
        listed=replay_page.listed(world(), done, of, request.args.get("page", 1, type=whole)),
        moved_on=replay_page.moved_on(world(), done.attempt),
        may=may_edit(me()),
        title=replay_page.title,
        count=replay_page.count,
        share=replay_page.share,
        signed=replay_page.signed,
    )
