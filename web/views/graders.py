"""Graders: how far they agree beyond chance, on what they differ, and what each question is good for."""

from collections.abc import Mapping

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from station.domain.graders.agreement import AXES, GRADE, Subject
from station.domain.graders.pairs import PairKind
from station.services import signing_in
from station.services.grading import asking, calibrating, measuring
from station.services.grading.measuring import Chosen
from web.agreed import along, axis_word, choice_words, dot, number, shade, spoken
from web.context import token, world
from web.sent import whole

pages = Blueprint("graders", __name__)

PERIODS = (30, 90, 365)
USUAL = 90
LONGEST = 200
COUNTED = ("changed", "rerouted", "differ")
_SHOWN: Mapping[str, object] = {
    **{"along": along, "dot": dot, "number": number, "shade": shade},
    **{"axis_word": axis_word, "choice_words": choice_words, "spoken": spoken},
}


@pages.before_request
def seen() -> None:
    """Reading here is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


def _word(name: str) -> str:
    given = request.args.get(name, "")
    return given if len(given) <= LONGEST else ""


def _chosen() -> Chosen:
    """Read what is looked at; what is unknown is as usual."""
    kinds, days = set(PairKind), request.args.get("days", type=whole)
    kind = PairKind(_word("kind")) if _word("kind") in kinds else PairKind.SECOND
    return Chosen(days if days in PERIODS else USUAL, _word("category"), kind)


def _around(chosen: Chosen) -> dict[str, object]:
    """Name what the filters of each page need, and the address of the same choice elsewhere."""
    with world().read() as uow:
        categories = uow.catalog.categories()
    same = {"days": str(chosen.days), "category": chosen.category, "kind": chosen.kind.value}
    facts = {"chosen": chosen, "periods": PERIODS, "kinds": tuple(PairKind), "same": same}
    return {**_SHOWN, **facts, "categories": categories}


@pages.get("/graders")
def page() -> ResponseReturnValue:
    """Show everybody together and one line a grader."""
    chosen = _chosen()
    found, drifts = measuring.everybody(world(), chosen), calibrating.drift(world())
    names = measuring.names(world(), [drift.grader for drift in drifts])
    return render_template("graders/page.html", found=found, drifts=drifts, names=names, **_around(chosen))


@pages.get("/graders/questions")
def questions() -> ResponseReturnValue:
    """Show what each question costs and what it is good for."""
    return render_template("graders/questions.html", forms=asking.forms(world()), last=asking.LAST)


@pages.get("/graders/questions/<checklist>/<question>/<counted>")
def asked(checklist: str, question: str, counted: str) -> ResponseReturnValue:
    """List the items behind a number of a question."""
    if counted not in COUNTED:
        abort(404)
    try:
        form, found = asking.items(world(), checklist, question, counted)
    except KeyError:
        abort(404)
    facts = {"question": form.question(question), "counted": counted, "found": found}
    return render_template("graders/asked.html", form=form, **facts)


@pages.get("/graders/<grader>")
def one(grader: str) -> ResponseReturnValue:
    """Show one grader's tables."""
    chosen = _chosen()
    try:
        found = measuring.one(world(), chosen, grader)
    except KeyError:
        abort(404)
    return render_template("graders/one.html", found=found, **_around(chosen))


@pages.get("/graders/<grader>/items")
def items(grader: str) -> ResponseReturnValue:
    """List the items behind a cell of a table."""
    chosen, subject = _chosen(), _subject()
    try:
        name = measuring.names(world(), [grader])[grader]
        found = measuring.behind(world(), chosen, grader, subject, _word("own"), _word("other"))
    except KeyError:
        abort(404)
    facts = {"grader": grader, "name_of": name, "subject": subject, "found": found}
    return render_template("graders/items.html", **facts, **_around(chosen))


def _subject() -> Subject:
    """Read what the items are compared on: the grade, an axis, a question."""
    asked_for = _word("of") or GRADE.key
    checklist, _, question = asked_for.partition("/")
    if question:
        return Subject(asked_for, checklist, question)
    known = {subject.key: subject for subject in (GRADE, *AXES)}
    return known.get(asked_for) or abort(404)
