"""Rules tried on history: what other rules would have decided about items that are long in their bins.

What was known then is taken as it was recorded: answers, item, stock on hand, a recall. What rules say of it
(grade, policy, row, money) is decided anew.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from station.domain import grading
from station.domain.catalog import Bin
from station.domain.checklist import Checklist
from station.domain.disposition import Decision, Disposition, Fact, Facts, Nets, Table, decide
from station.domain.errors import DomainError, Reason
from station.domain.filling import FullBecause, propose
from station.domain.grading import Grade, Graded
from station.domain.identifiers import Lpn
from station.domain.inspection import Inspection, Route
from station.domain.item import Item
from station.domain.policy import Policy, Remedy, Ruling, Verdict
from station.domain.prices import reckoner
from station.domain.routing import Rulebook, facts, sealed_by
from station.domain.ruling import case_of, rule

# As many ways through checklists as are worth remembering; a busy site sees a few thousand.
_WAYS = 65536


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, without who gave it when."""

    question: str
    choice: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What a way out was reckoned to bring, in minor units."""

    disposition: Disposition
    amount: int


@dataclass(frozen=True, slots=True)
class DecidedThen:
    disposition: Disposition
    ranking: tuple[Brought, ...]


@dataclass(frozen=True, slots=True)
class GradedThen:
    grade: Grade


@dataclass(frozen=True, slots=True)
class RuledThen:
    verdict: Verdict
    remedy: Remedy


@dataclass(frozen=True, slots=True)
class RouteThen:
    """The recorded route as far as a comparison needs it; ``decision`` is the rules' own, whatever a
    supervisor made of it."""

    graded: GradedThen
    ruling: RuledThen
    decision: DecidedThen
    bin: str | None = None
    decided_on: date | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Past:
    """An inspection that was routed, without its photos: the fields have the names of those of Inspection."""

    id: str
    item: Item
    checklist: str
    checklist_version: int
    opened_at: datetime
    answers: tuple[Given, ...]
    route: RouteThen


@dataclass(frozen=True, slots=True)
class Side:
    """What one set of rules made of an item. ``amount`` is its net recovery in minor units."""

    disposition: Disposition
    grade: Grade
    verdict: Verdict
    remedy: Remedy
    amount: int
    bin: str


@dataclass(frozen=True, slots=True)
class Tried:
    """An item by both sets of rules.

    ``instead`` is what the old disposition would bring at the new prices, so that ``now.amount`` less it is
    what the change itself is worth. ``unanswered`` says that the new checklist asks what nobody was asked.
    """

    inspection: str
    lpn: Lpn
    was: Side
    now: Side
    instead: int
    unanswered: bool

    @property
    def changed(self) -> bool:
        return self.was.disposition is not self.now.disposition

    @property
    def regraded(self) -> bool:
        return self.was.grade is not self.now.grade

    @property
    def ruled_otherwise(self) -> bool:
        return self.was.verdict is not self.now.verdict or self.was.remedy is not self.now.remedy


Trial = Callable[[Past], Tried]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the new rules make of the answers alone."""

    graded: Graded
    sealed: bool
    unanswered: bool


def trial(rules: Rulebook, bins: Sequence[Bin], currency: str) -> Trial:
    """Return what tries one item under ``rules``. ``currency`` is the station's.

    Ways through checklists, cases of the table and bins count once each: a few thousand stand for a
    hundred thousand items. Raises KeyError for a checklist that ``rules`` lack, TWO_CURRENCIES.
    """
    nets = reckoner(rules.prices, currency)
    judged = _judging(rules)
    decided = _deciding(rules.table)
    place = lru_cache(maxsize=_WAYS)(lambda goes, category: propose(bins, _never_full, goes, category).bin)

    def tried(past: Past) -> Tried:
        # Plain pairs: what they are looked up by is made and compared several times faster.
        item, given = past.item, tuple([(each.question, each.choice) for each in past.answers])
        seen = judged(past.checklist, given)
        found = nets(item.category, seen.graded.grade, item.value)
        ruling, known = ruled(past, past.route, rules.policy, seen)
        decision = decided(known, item.category, seen.graded.grade, item.value, found)
        was, same = _then(past), decision.disposition is past.route.decision.disposition
        goes_to = was.bin if same and was.bin else place(decision.disposition, item.category) or ""
        now = _now(seen.graded, ruling, decision, goes_to)
        instead = found.get(was.disposition)
        return Tried(past.id, item.lpn, was, now, instead.amount if instead else 0, seen.unanswered)

    return tried


def _judging(rules: Rulebook) -> Callable[[str, tuple[tuple[str, str], ...]], Judged]:
    @lru_cache(maxsize=_WAYS)
    def judged(checklist: str, given: tuple[tuple[str, str], ...]) -> Judged:
        return judge(rules.checklists[checklist], dict(given))

    return judged


def _deciding(table: Table) -> Callable[[Facts, str, Grade, int, Nets], Decision]:
    """Return ``decide`` by what rows ask for and what the nets depend on, each case decided once."""
    asked = sorted({name for row in table.rows for name in row.when})
    cases: dict[tuple[object, ...], Decision] = {}

    def decided(known: Facts, category: str, grade: Grade, value: int, nets: Nets) -> Decision:
        case = (category, grade, value, *map(known.get, asked))
        decision = cases.get(case)
        if decision is None:
            decision = cases[case] = decide(table, known, nets)
        return decision

    return decided


def judge(checklist: Checklist, chosen: Mapping[str, str]) -> Judged:
    """Grade answers by a checklist; what it asks and nobody was asked then takes nothing off."""
    graded = grading.grade(checklist, chosen)
    # An answer that the checklist does not offer is none: a choice that was renamed is not known from then.
    unanswered = any(each.choice(chosen.get(each.id)) is None for each in checklist.asked(chosen))
    return Judged(graded, sealed_by(checklist, chosen), unanswered)


def ruled(
    past: Past | Inspection, route: RouteThen | Route, policy: Policy, seen: Judged
) -> tuple[Ruling, Facts]:
    """Rule as on the day of the decision, and name the facts that were known then."""
    item, day = past.item, route.decided_on or past.opened_at.date()
    taken_in = min(day, past.opened_at.date())
    ruling = rule(policy, case_of(item, taken_in, seen.graded, seen.sealed))
    recalled = bool(route.facts.get("recall", False))
    return ruling, facts(item, seen.graded, seen.sealed, ruling, day, recalled)


def reasons(known: Inspection, rules: Rulebook) -> tuple[Graded, Ruling, Decision]:
    """Say what ``rules`` would make of one inspection, with every reason. Raises NOT_NOW without a route."""
    if known.route is None:
        raise DomainError(Reason.NOT_NOW)
    seen = judge(rules.checklists[known.checklist], known.chosen)
    nets = reckoner(rules.prices)(known.item.category, seen.graded.grade, known.item.value)
    ruling, facts_then = ruled(known, known.route, rules.policy, seen)
    return seen.graded, ruling, decide(rules.table, facts_then, nets)


def _never_full(_: Bin) -> FullBecause | None:
    return None


def _then(past: Past) -> Side:
    route = past.route
    goes, ranking = route.decision.disposition, route.decision.ranking
    amount = next((each.amount for each in ranking if each.disposition is goes), 0)
    return Side(goes, route.graded.grade, route.ruling.verdict, route.ruling.remedy, amount, route.bin or "")


def _now(graded: Graded, ruling: Ruling, decision: Decision, goes_to: str) -> Side:
    amount = decision.ranking[0].amount
    return Side(decision.disposition, graded.grade, ruling.verdict, ruling.remedy, amount, goes_to)
