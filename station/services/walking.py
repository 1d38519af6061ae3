"""Walk through a checklist without an item: what is asked next, what the answers do, where it would go.

Nothing is stored. What an item would be is said by whoever walks; the rest is as for an ordinary return.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from station.domain import disposition, grading
from station.domain.checklist import Checklist, Choice, Question, Slot, relevant_answers
from station.domain.disposition import Decision
from station.domain.errors import DomainError
from station.domain.grading import Cap, Graded
from station.domain.identifiers import Gtin, Lpn, Sku
from station.domain.item import Item
from station.domain.money import Money
from station.domain.policy import Ruling
from station.domain.prices import nets
from station.domain.problems import Problem
from station.domain.routing import Rulebook, facts, sealed_by
from station.domain.ruling import case_of, rule
from station.domain.texts import Texts
from station.ports import World
from station.rule_ports import RuleKey
from station.services import replaying, rules


@dataclass(frozen=True, slots=True)
class Step:
    """A question that was answered, and what the answer caps."""

    question: Question
    choice: Choice
    caps: tuple[Cap, ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """How far a walk came. ``question`` is asked now, None at the end; ``slots`` are asked for so far."""

    checklist: Checklist
    answers: Mapping[str, str]
    steps: tuple[Step, ...]
    question: Question | None
    graded: Graded
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Supposed:
    """What the item is supposed to be: ``value`` in minor units, delivered so many days before today."""

    category: str
    value: int
    days: int = 5
    hygiene: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would be decided at the end, and whether drafts of other rules were tried with it."""

    graded: Graded
    ruling: Ruling
    decision: Decision
    drafts: int


@dataclass(frozen=True, slots=True)
class Walked:
    """What there is to walk: a version or the draft (0), None while something is wrong with it."""

    checklist: Checklist | None
    version: int
    problems: tuple[Problem, ...] = ()


def to_walk(world: World, key: RuleKey, version: int = 0) -> Walked:
    """Return a version to walk; without one the draft, else what counts. Raises NOT_NOW for none."""
    view = None if version else rules.draft(world, key)
    if view is not None:
        return Walked(view.value, 0, view.problems)
    chosen = version or _in_force(world, key)
    return Walked(rules.content(world, key, chosen), chosen)


def _in_force(world: World, key: RuleKey) -> int:
    with world.read() as uow:
        return next((now.version for now in uow.rules.current() if now.key == key), 0)


def walked(checklist: Checklist, given: Mapping[str, str]) -> Walk:
    """Follow answers, question id to choice id, as far as they lead; what nothing asks for is dropped."""
    sound = {q.id: given[q.id] for q in checklist.questions if q.choice(given.get(q.id))}
    answers = relevant_answers(checklist, sound)
    found = grading.caps(checklist, answers)
    return Walk(
        checklist=checklist,
        answers=answers,
        steps=tuple(_step(checklist.question(id_), choice, found) for id_, choice in answers.items()),
        question=checklist.next_question(answers),
        graded=grading.grade(checklist, answers),
        slots=checklist.slots_asked(answers),
    )


def _step(question: Question, chosen: str, found: tuple[Cap, ...]) -> Step:
    choice = question.choice(chosen)
    assert choice is not None
    return Step(question, choice, tuple(cap for cap in found if cap.question == question.id))


def outcome(world: World, walk: Walk, supposed: Supposed) -> Outcome | None:
    """Say what would be decided: by the rules that count, with every sound draft in place of them.

    None before the end, and where the rules cannot decide, such as prices in another currency.
    """
    if walk.question is not None:
        return None
    proposed = replaying.proposed(world)
    drafts = sum(draft.key.kind != rules.CHECKLIST for draft in proposed.drafts)
    try:
        return _decided(world, walk, supposed, proposed.rules, drafts)
    except DomainError:
        return None


def _decided(world: World, walk: Walk, supposed: Supposed, book: Rulebook, drafts: int) -> Outcome:
    item, sealed = _item(world, supposed), sealed_by(walk.checklist, walk.answers)
    ruling = rule(book.policy, case_of(item, world.today, walk.graded, sealed))
    known = facts(item, walk.graded, sealed, ruling, world.today)
    value = Money.of_minor(item.value, world.house.currency)
    found = nets(book.prices, item.category, walk.graded.grade, value)
    return Outcome(walk.graded, ruling, disposition.decide(book.table, known, found), drafts)


def _item(world: World, supposed: Supposed) -> Item:
    return Item(
        lpn=Lpn(""),
        sku=Sku(""),
        gtin=Gtin(""),
        name=Texts(""),
        category=supposed.category,
        value=supposed.value,
        hygiene=supposed.hygiene,
        delivered=world.today - timedelta(days=supposed.days),
        invoice=True,
    )
