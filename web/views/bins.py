"""Bins: what lies where, which are full, and where what is in them goes next."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.bench import Notice, Say, Tone
from station.domain.catalog import BinUse
from station.domain.errors import DomainError
from station.domain.labels import Label
from station.domain.people import Role
from station.domain.problems import Problem
from station.services import labels, moving, printing, shelving, signing_in, stock
from web.context import me, token, world
from web.forms import answer, typed
from web.i18n import language
from web.say import sentence
from web.sent import LONGEST_KEY, field, key, sent

pages = Blueprint("bins", __name__)

SIZE = 50
LONGEST_CODE = 64


@pages.before_request
def seen() -> None:
    """Looking after bins is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


@pages.get("/bins")
def page() -> ResponseReturnValue:
    """Show every work center with its bins."""
    with world().read() as uow:
        categories, centers = uow.catalog.categories(), uow.catalog.centers()
    return render_template(
        "bins/page.html",
        sections=stock.sections(world()),
        categories=categories,
        centers=centers,
        uses=list(BinUse),
        may=stock.may_change(me()),
        may_add=me().role.at_least(Role.MANAGER),
        stamp=shelving.stamp,
    )


@pages.get("/bins/<path:code>")
def contents(code: str) -> ResponseReturnValue:
    """Show what lies in a bin, newest first."""
    try:
        found = stock.contents(world(), code, key("before"), SIZE)
    except DomainError:
        abort(404)
    return render_template("bins/contents.html", found=found, first=not request.args)


@pages.post("/bins/empty")
def empty() -> ResponseReturnValue:
    """Move a bin's items on."""
    return moved(_code())


def moved(code: str) -> dict[str, object]:
    """Move a bin's items on, and say how many went where."""
    told: list[str] = []

    def act() -> tuple[Problem, ...]:
        done = stock.empty(world(), me(), code)
        facts = moving.facts(done, language())
        told.append(sentence(Notice(Say.BIN_MOVED_ON.value, Tone.GOOD, facts)).striptags())
        return ()

    said = answer(act)
    return {**said, "say": told[0]} if told else said


@pages.post("/bins/mark")
def mark() -> ResponseReturnValue:
    """Say that a bin is full, or is not any more."""
    full = sent().get("full") is True

    def act() -> tuple[Problem, ...]:
        stock.mark(world(), me(), _code(), full)
        return ()

    return answer(act, gettext("Marked full.") if full else gettext("Not full any more."))


@pages.post("/bins/change")
def change() -> ResponseReturnValue:
    """Change what a bin takes, holds and belongs to."""
    code, was = _code(), field("seen", LONGEST_KEY)
    return answer(lambda: shelving.change_bin(world(), me(), code, was, typed()), gettext("Kept."))


@pages.post("/bins/add")
def add() -> ResponseReturnValue:
    return answer(lambda: shelving.add_bin(world(), me(), typed()), gettext("The bin is there."))


@pages.post("/bins/add-center")
def add_center() -> ResponseReturnValue:
    return answer(lambda: shelving.add_center(world(), me(), typed()), gettext("The work center is there."))


@pages.post("/bins/print")
def print_labels() -> ResponseReturnValue:
    """Queue a bin's label and the one that moves its items on."""
    code = _code()

    def act() -> tuple[Problem, ...]:
        printing.queue_all(world(), _labels(code), me().id)
        return ()

    return answer(act, gettext("Two labels go to the printer."))


def _labels(code: str) -> tuple[Label, ...]:
    made = (*labels.bin_labels(world(), code), *labels.move_labels(world(), code)) if code else ()
    return made or abort(404)


def _code() -> str:
    return field("bin", LONGEST_CODE)
