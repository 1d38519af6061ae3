"""The demo's hardware: put items on the desk, scan their codes, pull cables."""

from typing import cast

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from station.demo_ports import Simulator, Trouble
from station.domain.scanning import Command
from web.sent import field, sent

pages = Blueprint("simulator", __name__)

LONGEST = 10_000
MOST_GRAMS = 100_000


def simulator() -> Simulator:
    return cast(Simulator, current_app.extensions["simulator"])


@pages.get("/simulator")
def page() -> ResponseReturnValue:
    return render_template(
        "simulator/page.html", simulator=simulator(), commands=list(Command), troubles=list(Trouble)
    )


@pages.post("/simulator/present")
def present() -> ResponseReturnValue:
    """Put an item in front of the camera."""
    try:
        simulator().present(field("key", 200))
    except KeyError:
        abort(404)
    return _state()


@pages.post("/simulator/scan")
def scan() -> ResponseReturnValue:
    """Scan any text, as long and as odd as anyone likes."""
    simulator().scan(field("text", LONGEST), sent().get("second") is True)
    return _state()


@pages.post("/simulator/put")
def put() -> ResponseReturnValue:
    """Lay so many grams on the scale."""
    grams = sent().get("grams")
    if not isinstance(grams, int | float) or not abs(grams) <= MOST_GRAMS:
        abort(400)
    simulator().put(float(grams))
    return _state()


@pages.post("/simulator/trouble")
def trouble() -> ResponseReturnValue:
    """Make or undo one trouble."""
    named = field("trouble", 40)
    if named not in set(Trouble):
        abort(404)
    simulator().make(Trouble(named), sent().get("on") is True)
    return _state()


def _state() -> dict[str, object]:
    presented = simulator().presented()
    return {
        "presented": presented.key if presented else None,
        "lies": simulator().lies(),
        "troubles": sorted(t.value for t in simulator().troubles()),
    }
