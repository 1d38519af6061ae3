"""What a replay's result shows: the sums, who goes where, the load of bins, and items with both reasons."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal, format_percent
from flask_babel import get_locale
from markupsafe import Markup

from station.domain.checklist import Checklist
from station.domain.disposition import Decision, Disposition
from station.domain.grading import Graded
from station.domain.inspection import Inspection, Route
from station.domain.policy import Ruling
from station.domain.tallying import Tally
from station.ports import World
from station.rule_ports import RuleKey
from station.services import replaying, rules
from station.services.replaying import Explained
from web.formats import money, shown
from web.rules.page import title_of
from web.rules.replays import Attempt, Result, cell
from web.say import code, name

SIZE = 50
MINUS, PLUS = "\u2212", "+"


@dataclass(frozen=True, slots=True)
class Cell:
    """Items by old and new disposition; ``behind`` names them, empty where they stay."""

    new: Disposition
    items: int
    behind: str


@dataclass(frozen=True, slots=True)
class Load:
    """Items in a bin before and after; the bars are shares of the fullest bin, in percent."""

    bin: str
    place: Markup | str
    use: str
    before: int
    after: int
    bars: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Side:
    """Why an item goes where it goes, by one set of rules. ``answer`` set the grade, if one did."""

    graded: Graded
    ruling: Ruling
    decision: Decision
    amount: int
    answer: Markup | None


@dataclass(frozen=True, slots=True)
class Pair:
    """An item by both sets of rules. ``instead`` is what its old way brings at the new prices, if it may."""

    inspection: Inspection
    route: Route
    was: Side
    now: Side
    instead: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of items. ``of`` names what they have in common."""

    of: str
    pairs: tuple[Pair, ...]
    page: int
    pages: int
    items: int


def count(number: int) -> Markup:
    """Write a number of items as the reader writes it."""
    return code(format_decimal(number, locale=get_locale()))


def share(part: int, of: int) -> Markup:
    return code(format_percent(part / of if of else 0, "#,##0.0%", locale=get_locale()))


def signed(amount: int) -> Markup:
    """Write an amount with its sign, whatever it is; nothing has none."""
    sign = PLUS if amount > 0 else MINUS if amount < 0 else ""
    return Markup('<bdi dir="ltr">{}<bdi>{}</bdi></bdi>').format(sign, money(abs(amount)))


def grid(tally: Tally) -> list[tuple[Disposition, list[Cell]]]:
    """Set old dispositions against new ones."""
    found = {(move.old, move.new): move.items for move in tally.moves}
    return [(old, [_cell(old, new, found.get((old, new), 0)) for new in Disposition]) for old in Disposition]


def _cell(old: Disposition, new: Disposition, items: int) -> Cell:
    return Cell(new, items, cell(old, new) if items and old is not new else "")


def loads(station: World, tally: Tally) -> list[Load]:
    """List the bins, those whose load changes first, the largest change at the top."""
    with station.read() as uow:
        bins = {str(each.code): each for each in uow.catalog.bins()}
    most = max((max(both) for both in tally.bins.values()), default=0) or 1
    found = []
    for label, (before, after) in tally.bins.items():
        known = bins.get(label)
        bars = (100 * before / most, 100 * after / most)
        use = known.use.value if known else ""
        found.append(Load(label, shown(known.place) if known else "", use, before, after, bars))
    return sorted(found, key=lambda load: (-abs(load.after - load.before), load.bin))


# Items -------------------------------------------------------------------------------------------


def listed(station: World, result: Result, of: str, page: int) -> Listed:
    """Read one page of the items behind a number; a page that there is not is the last one."""
    behind = result.behind.get(of, ())
    pages = max(1, -(-len(behind) // SIZE))
    page = min(max(page, 1), pages)
    some = behind[(page - 1) * SIZE : page * SIZE]
    pairs = tuple(map(_pair, replaying.explain(station, result.attempt.rules, some)))
    return Listed(of, pairs, page, pages, len(behind))


def _pair(known: Explained) -> Pair:
    route = known.inspection.route
    if route is None:  # explained only where there is one
        raise LookupError(known.inspection.id)
    was = _side(route.graded, route.ruling, route.decision, known.checklist)
    now = _side(known.graded, known.ruling, known.decision, known.other)
    instead = _brings(known.decision, route.decision.disposition)
    return Pair(known.inspection, route, was, now, instead)


def _side(graded: Graded, ruling: Ruling, decision: Decision, checklist: Checklist) -> Side:
    amount = _brings(decision, decision.disposition) or 0
    return Side(graded, ruling, decision, amount, _answer(graded, checklist))


def _brings(decision: Decision, disposition: Disposition) -> int | None:
    return next((net.amount for net in decision.ranking if net.disposition is disposition), None)


def _answer(graded: Graded, checklist: Checklist) -> Markup | None:
    """Say the question and the answer that set the grade."""
    if graded.set_by is None:
        return None
    question = checklist.question(graded.set_by.question)
    choice = question.choice(graded.set_by.choice)
    said = name(shown(choice.text)) if choice else code(graded.set_by.choice)
    return Markup("{} <b>{}</b>").format(name(shown(question.text)), said)


# What is tried -----------------------------------------------------------------------------------


def title(attempt: Attempt, key: RuleKey) -> Markup:
    """Name rules as they are in an attempt."""
    form = attempt.rules.checklists.get(key.id) if key.kind == rules.CHECKLIST else None
    return title_of(key, form.title if form else None)


def moved_on(station: World, attempt: Attempt) -> bool:
    """Tell whether the drafts are no longer those that were tried."""
    with station.read() as uow:
        now = {draft.key: draft.revision for draft in uow.drafts.all()}
    return bool(attempt.drafts) and any(now.get(key) != tried for key, tried in attempt.drafts.items())


def bins_changed(found: Sequence[Load]) -> list[Load]:
    return [load for load in found if load.before != load.after]
