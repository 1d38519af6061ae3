"""What each question of the checklists costs and is good for, over the last finished inspections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from station.domain.checklist import Checklist
from station.domain.disposition import Disposition
from station.domain.graders.economics import Asked, economics
from station.domain.graders.pairs import Pair
from station.domain.inspection import Inspection, State
from station.domain.routing import Rulebook, routed
from station.ports import World

# So many finished inspections are looked at; more make the page slow and the numbers no better.
LAST = 300


@dataclass(frozen=True, slots=True)
class Questioned:
    """A question with how often two graders answered it, and the items on which they differed."""

    asked: Asked
    twice: int
    differ: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A checklist with its questions, over so many inspections."""

    checklist: Checklist
    inspections: int
    questions: tuple[Questioned, ...]


def forms(world: World, only: str = "") -> tuple[Form, ...]:
    """Measure every question of every checklist that counts, or of one."""
    with world.read() as uow:
        rulebook = uow.rules.in_force()
        last = [known for known in uow.inspections.closed(LAST) if known.state is State.BINNED]
        pairs = uow.pairs.between(None)
    goes = _Goes(rulebook, world.today, world.house.currency)
    chosen = [each for each in rulebook.checklists.values() if only in ("", each.id)]
    return tuple(_form(each, last, pairs, goes) for each in chosen)


@dataclass(frozen=True, slots=True)
class _Goes:
    """Where an inspection goes by the rules that count, without a bin."""

    rulebook: Rulebook
    today: date
    currency: str

    def __call__(self, known: Inspection, checklist: Checklist) -> Disposition:
        done = routed(known, checklist, self.rulebook, {}, self.today, bool(known.recalled), self.currency)
        assert done.route is not None
        return done.route.disposition


def _form(checklist: Checklist, last: Sequence[Inspection], pairs: Sequence[Pair], goes: _Goes) -> Form:
    here = [known for known in last if known.checklist == checklist.id]
    said = [pair for pair in pairs if pair.checklist == checklist.id]
    measured = economics(checklist, here, goes)
    return Form(checklist, len(here), tuple(_questioned(asked, said) for asked in measured))


def _questioned(asked: Asked, pairs: Sequence[Pair]) -> Questioned:
    name = asked.question.id
    twice = [pair for pair in pairs if name in pair.first.choices and name in pair.second.choices]
    differ = tuple(pair.inspection for pair in twice if pair.first.choices[name] != pair.second.choices[name])
    return Questioned(asked, len(twice), differ)


def items(
    world: World, checklist: str, question: str, counted: str
) -> tuple[Checklist, tuple[Inspection, ...]]:
    """Return the inspections behind a number of a question. Raises KeyError for what is not there."""
    form = {form.checklist.id: form for form in forms(world, checklist)}[checklist]
    line = {each.asked.question.id: each for each in form.questions}[question]
    behind = {"changed": line.asked.changed, "rerouted": line.asked.rerouted, "differ": line.differ}[counted]
    with world.read() as uow:
        return form.checklist, tuple(uow.inspections.get(each) for each in dict.fromkeys(behind))
