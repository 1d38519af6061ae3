"""Whatever is decided in whatever order, the journal and the store say the same."""

import contextlib
import random
from collections.abc import Callable

import pytest

from station.domain.auditing.decisions import Change, Decision
from station.domain.auditing.overrides import OverrideReason
from station.domain.auditing.queue import Why
from station.domain.disposition import Disposition
from station.domain.errors import DomainError
from station.domain.grading import Grade
from station.domain.inspection import State
from station.domain.people import Person, Role
from station.domain.policy import Remedy
from station.domain.scanning import Command
from station.services.auditing import deciding, desk
from station.services.proof.checking import check
from tests.support.desk import ALL, content, sampled
from tests.support.stations import Rig
from tests.support.work import asked, at_bench, entries, last_closed, option, press, to_bin, unawaited
from tests.support.workshop import judge, somebody

STEPS = 30
# What leaves a line in the time line.
TOLD = frozenset(
    {"item_held", "hold_released", "audit_confirmed", "audit_overridden", "audit_sent_back", "hold_kept"}
    | {"item_taken_out", "item_moved"}
)
Chance = random.Random


def some_item(rig: Rig, chance: Chance) -> str:
    """Take an item in at the bench and put it into its bin, or on hold."""
    product = unawaited(rig, "electronics", "electronics")
    rig.scan(product.gtin)
    press(rig, 1)
    judge(rig, chance.choice([{"sealed": "no", "power": "no"}, {"sealed": "yes"}]))
    if chance.random() < 0.3:
        press(rig, Command.HOLD, chance.randrange(1, 5))
    else:
        finish(rig)
    done = last_closed(rig).id
    sampled(rig, done, chance.choice([Why.SAMPLE, Why.DIFFERS]))
    return done


def finish(rig: Rig) -> None:
    """Say what the ledger asks, and scan the bin."""
    if asked(at_bench(rig)):
        option(rig, "unusable")
    to_bin(rig)


def decide(rig: Rig, chance: Chance, items: list[str]) -> None:
    """Let somebody decide something of some item, fitting or not."""
    person = somebody(rig, chance.choice([Role.SUPERVISOR, Role.MANAGER]))
    item = desk.following(rig.world, person, ALL) if chance.random() < 0.8 else None
    item = item or chance.choice(items)
    shown = desk.opened(rig.world, person, item)
    assert shown
    revision = shown.revision - (chance.random() < 0.1)
    _DECIDE[chance.choice(shown.decisions or tuple(Decision))](rig, person, item, revision, chance)


def _override(rig: Rig, person: Person, item: str, revision: int, chance: Chance) -> object:
    change = Change(
        chance.choice(list(OverrideReason)),
        chance.choice([None, *Grade]),
        chance.choice([None, Remedy.REFUSAL]),
        chance.choice([None, *Disposition]),
        chance.choice(["", "a note"]),
    )
    return deciding.override(rig.world, person, item, revision, change, 1.0)


_DECIDE: dict[Decision, Callable[[Rig, Person, str, int, Chance], object]] = {
    Decision.CONFIRM: lambda rig, who, item, seen, _: deciding.confirm(rig.world, who, item, seen, 1.0),
    Decision.OVERRIDE: _override,
    Decision.SEND_BACK: lambda rig, who, item, seen, _: deciding.send_back(
        rig.world, who, item, seen, "look", 1.0
    ),
    Decision.RELEASE: lambda rig, who, item, seen, _: deciding.release(rig.world, who, item, seen, {}, 1.0),
    Decision.KEEP_HOLD: lambda rig, who, item, seen, _: deciding.keep_hold(rig.world, who, item, seen, 1.0),
}


def at_the_bench(rig: Rig, chance: Chance, items: list[str]) -> None:
    """Do what waits at the bench for some item, now and then only half of it."""
    with rig.world.read() as uow:
        waits = [errand.lpn for errand in uow.errands.waiting(9)]
        plate = chance.choice(waits or [uow.inspections.get(chance.choice(items)).item.lpn])
    result = rig.scan(plate)
    if asked(result) == "move" and result.ask:
        rig.scan(result.ask.about["was"])
    elif result.ask:
        press(rig, Command.CANCEL)
    if at_bench(rig).inspection is not None:
        put_down(rig, chance)


def put_down(rig: Rig, chance: Chance) -> None:
    """Bring the item in hand to its end: its bin, or a hold."""
    judge(rig, {"sealed": "yes"})
    if chance.random() < 0.2:
        press(rig, Command.CANCEL, Command.HOLD, 1)
    else:
        finish(rig)


def agree(rig: Rig, items: list[str]) -> None:
    """Compare the store with the journal, and its tables with each other."""
    assert check(rig.world, photos=False).findings == ()
    kinds = {entry["seq"]: entry["kind"] for entry in entries(rig)}
    today = rig.clock.time.date()
    with rig.world.read() as uow:
        thrown = {inspection for _, inspection, _, _ in uow.ledger.lines(today, today)}
        for item in items:
            visits = uow.inspections.visits(uow.inspections.get(item).item.lpn)
            for visit in visits:
                where, route = uow.contents.where(visit.id), visit.route
                lies = visit is visits[-1] and visit.state is State.BINNED
                assert (where is not None) == lies
                assert where is None or (route and where.bin == route.bin)
                assert (visit.id in thrown) == (lies and visit.disposal is not None)
                assert all(kinds[audit.entry] in TOLD for audit in uow.audits.of(visit.id))
                queued, errand = uow.queue.of(visit.id), uow.errands.of(visit.id)
                assert errand is None or visit is visits[-1]
                assert queued is None or not queued.standing.over or queued.by
    counts = desk.counts(rig.world)
    listed = desk.page(rig.world, somebody(rig, Role.SUPERVISOR), ALL).rows
    assert counts.waiting == len(listed) == sum(count for _, _, count in counts.graders)
    for why in Why:
        assert counts.whys.get(why, 0) == sum(why in row.queued.whys for row in listed)


@pytest.mark.parametrize("seed", [2, 3])
def test_any_sequence_leaves_journal_and_store_in_agreement(rig: Rig, seed: int) -> None:
    chance, rig = random.Random(seed), content(rig)
    rig.sign_in()
    items = [some_item(rig, chance) for _ in range(3)]
    for number in range(STEPS):
        with contextlib.suppress(DomainError):
            chance.choice([decide, decide, at_the_bench])(rig, chance, items)
        items.append(some_item(rig, chance) if chance.random() < 0.1 else again(rig, chance, items))
        if number % 10 == 0:
            agree(rig, items)
    agree(rig, items)
    done = {entry["kind"] for entry in entries(rig)}
    assert {"audit_overridden", "item_moved"} <= done


def again(rig: Rig, chance: Chance, items: list[str]) -> str:
    """Draw the latest inspection of some item once more, now and then."""
    with rig.world.read() as uow:
        latest = uow.inspections.by_lpn(uow.inspections.get(chance.choice(items)).item.lpn)
    assert latest
    if latest.closed_at and chance.random() < 0.2:
        sampled(rig, latest.id)
    return latest.id
