"""Rules tried on a station with a past: what a replay says is what the bench would have said."""

import json
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from station.adapters.local.inspections import microseconds
from station.adapters.local.schema import inspections
from station.domain.auditing.overrides import Override, OverrideReason
from station.domain.catalog import Bin
from station.domain.checklist import Checklist
from station.domain.disposition import Disposition
from station.domain.drafting import Edit, Op
from station.domain.errors import DomainError, Reason
from station.domain.grading import Grade
from station.domain.inspection import HoldReason, Inspection, held, voided
from station.domain.people import Person
from station.domain.routing import Rulebook, routed
from station.domain.tallying import Tally
from station.services import replaying, rules
from station.store_ports import Progress
from tests.support.history import live
from tests.support.stations import Rig

ITEMS = 300


@pytest.fixture
def lived(rig: Rig) -> Rig:
    live(rig, ITEMS, days=40)
    return rig


def in_store(rig: Rig) -> tuple[Inspection, ...]:
    with rig.world.read() as uow:
        return uow.inspections.recent(ITEMS)


def by_the_bench(rig: Rig, rules_: Rulebook) -> Mapping[str, tuple[Disposition, Grade, int]]:
    """Route every item again as the bench does, whole and one by one."""
    with rig.world.read() as uow:
        bins = uow.catalog.bins()
    places: dict[Disposition, Bin] = {d: next(b for b in bins if b.use.value == d.value) for d in Disposition}
    found = {}
    for known in in_store(rig):
        assert known.route and known.route.decided_on
        fresh = replace(known, route=None, override=None)
        again = routed(
            fresh, rules_.checklists[known.checklist], rules_, places, known.route.decided_on
        ).route
        assert again
        decision = again.decision
        found[known.id] = decision.disposition, again.graded.grade, decision.ranking[0].amount
    return found


def in_force(rig: Rig) -> Rulebook:
    return replaying.in_force(rig.world)


def changed(tally: Tally) -> set[str]:
    return {tried.inspection for tried in tally.changed}


def test_the_same_rules_change_nothing(lived: Rig) -> None:
    tally = replaying.replay(lived.world, in_force(lived))
    assert (tally.inspections, tally.changed) == (ITEMS, ())
    assert (tally.regraded, tally.ruled_otherwise, tally.unanswered, tally.worth) == (0, 0, 0, 0)
    assert tally.amount_was == tally.amount_now
    assert tally.by_disposition("old") == tally.by_disposition("new")
    assert all(was == now for was, now in tally.bins.values())


def softer_cap(book: Rulebook) -> Rulebook:
    def without_caps(form: Checklist) -> Checklist:
        choices = {q.id: tuple(replace(c, caps={}) for c in q.choices) for q in form.questions}
        asked = (replace(q, choices=choices[q.id]) if q.id == "cosmetic" else q for q in form.questions)
        return replace(form, questions=tuple(asked))

    return replace(book, checklists={name: without_caps(form) for name, form in book.checklists.items()})


def without_a_row(book: Rulebook) -> Rulebook:
    rows = tuple(row for row in book.table.rows if row.id != "as_new")
    return replace(book, table=replace(book.table, rows=rows))


def dearer_workshop(book: Rulebook) -> Rulebook:
    ways = [replace(w, parts=Decimal(90)) if w.id == "workshop" else w for w in book.prices.ways]
    return replace(book, prices=replace(book.prices, ways=tuple(ways)))


def shorter_window(book: Rulebook) -> Rulebook:
    terms = tuple(replace(row, window_days=1) for row in book.policy.terms)
    return replace(book, policy=replace(book.policy, terms=terms))


CHANGES = [softer_cap, without_a_row, dearer_workshop, shorter_window]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_replay_says_what_the_bench_would_say(lived: Rig, change: Callable[[Rulebook], Rulebook]) -> None:
    """All of them change something, and exactly what routing each item again changes."""
    draft = change(in_force(lived))
    before, after = by_the_bench(lived, in_force(lived)), by_the_bench(lived, draft)
    tally = replaying.replay(lived.world, draft)
    assert changed(tally) == {id_ for id_ in before if before[id_][0] is not after[id_][0]}
    assert tally.regraded == sum(before[id_][1] is not after[id_][1] for id_ in before)
    assert tally.amount_was == sum(amount for _, _, amount in before.values())
    assert tally.amount_now == sum(amount for _, _, amount in after.values())
    assert changed(tally) or tally.ruled_otherwise


def test_what_a_change_is_worth_is_told_at_the_new_prices(lived: Rig) -> None:
    draft = dearer_workshop(in_force(lived))
    tally = replaying.replay(lived.world, draft)
    assert tally.changed and {t.was.disposition for t in tally.changed} == {Disposition.REFURBISH}
    assert tally.worth == sum(t.now.amount - t.instead for t in tally.changed) > 0
    loads = [tally.bins[code] for code in tally.bins if code.startswith("F-")]
    assert sum(was for was, _ in loads) - sum(now for _, now in loads) == len(tally.changed)


def test_an_override_is_no_difference_of_rules(lived: Rig) -> None:
    for known in in_store(lived):
        assert known.route
        to = next(d for d in Disposition if d is not known.route.disposition)
        word = Override(known.route.disposition, to, OverrideReason.OTHER, "noa", lived.clock.now())
        _rewrite(lived, replace(known, route=replace(known.route, disposition=to), override=word))
    assert replaying.replay(lived.world, in_force(lived)).changed == ()


def _rewrite(rig: Rig, inspection: Inspection) -> None:
    with rig.world.begin() as uow:
        uow.inspections.save(inspection)


def test_what_never_had_a_route_or_was_given_up_is_left_out(lived: Rig) -> None:
    first, second, *_ = in_store(lived)
    open_ = replace(first, state=first.state.OPEN, route=None, closed_at=None)
    _rewrite(lived, held(open_, HoldReason.UNSURE, lived.clock.now(), "dana"))
    _rewrite(lived, voided(replace(second, state=second.state.ROUTED), lived.clock.now(), "dana"))
    assert replaying.replay(lived.world, in_force(lived)).inspections == ITEMS - 2


def test_since_is_a_day_at_the_site(lived: Rig) -> None:
    days = sorted(known.closed_at.date() for known in in_store(lived) if known.closed_at)
    middle = days[len(days) // 2]
    found = replaying.replay(lived.world, in_force(lived), middle).inspections
    assert found == sum(day >= middle for day in days)
    assert replaying.replay(lived.world, in_force(lived), days[-1] + timedelta(days=1)).inspections == 0


def test_since_begins_at_midnight_of_that_day_and_not_by_the_clock_of_today(lived: Rig) -> None:
    """Half a year ago the clocks of this place stood an hour apart from now, whenever this runs."""
    place = ZoneInfo("America/St_Johns")
    world = replace(lived.world, house=replace(lived.world.house, zone=place.key))
    first = lived.clock.time.date() - timedelta(days=182)
    midnight = datetime.combine(first, time(), place)
    oldest = min(known.id for known in in_store(lived))
    for minutes, counts in ((-1, 0), (1, 1)):
        closed = microseconds(midnight + timedelta(minutes=minutes))
        with world.begin() as uow:
            uow.inspections._connection.execute(  # type: ignore[attr-defined]
                inspections.update().where(inspections.c.id == oldest).values(closed_us=closed)
            )
        assert replaying.replay(world, in_force(lived), first).inspections == ITEMS - 1 + counts


def test_the_progress_ends_at_the_end(lived: Rig) -> None:
    told: list[tuple[int, int]] = []
    replaying.replay(lived.world, in_force(lived), tell=lambda done, of: told.append((done, of)))
    assert told[-1] == (ITEMS, ITEMS)


def test_records_that_are_older_than_the_facts_replay_too(lived: Rig) -> None:
    """Older versions did not keep the day, the facts, the terms, the goods and the sale."""
    with lived.world.begin() as uow:
        connection = uow.inspections._connection  # type: ignore[attr-defined]
        for id_, data in connection.exec_driver_sql("SELECT id, data FROM inspections").fetchall():
            plain = json.loads(data)
            for name in ("decided_on", "facts", "prices_version"):
                del plain["route"][name]
            for name in ("goods", "sale", "lot", "visit", "refurbished"):
                del plain["item"][name]
            old = json.dumps(plain).encode()
            connection.exec_driver_sql("UPDATE inspections SET data = ? WHERE id = ?", (old, id_))
    tally = replaying.replay(lived.world, in_force(lived))
    assert (tally.inspections, len(tally.changed)) == (ITEMS, 0)


def test_a_question_that_nobody_was_asked_is_told_and_costs_nothing(lived: Rig) -> None:
    book = in_force(lived)
    form = book.checklists["general"]
    new = replace(form.questions[0], id="smell", choices=form.questions[-1].choices, when={})
    draft = replace(
        book, checklists={**book.checklists, "general": replace(form, questions=(new, *form.questions))}
    )
    tally = replaying.replay(lived.world, draft)
    general = sum(known.checklist == "general" for known in in_store(lived))
    assert (tally.unanswered, tally.changed) == (general, ())


def test_an_answer_that_is_no_longer_offered_is_told(lived: Rig) -> None:
    """Renamed choices would else raise every grade and say nothing of it."""
    book = in_force(lived)
    form = book.checklists["general"]
    first, *others = form.questions
    renamed = replace(first, choices=tuple(replace(each, id=f"{each.id}_2") for each in first.choices))
    anew = replace(form, questions=(renamed, *others))
    tally = replaying.replay(lived.world, replace(book, checklists={**book.checklists, "general": anew}))
    assert tally.unanswered == sum(known.checklist == "general" for known in in_store(lived))


def test_a_checklist_that_lost_questions_still_grades_by_the_rest(lived: Rig) -> None:
    book = in_force(lived)
    bare = {name: replace(form, questions=form.questions[:1]) for name, form in book.checklists.items()}
    tally = replaying.replay(lived.world, replace(book, checklists=bare))
    assert {t.now.grade for t in tally.changed} == {Grade.A}


def test_a_changed_item_is_explained_by_both_rules(lived: Rig) -> None:
    draft = without_a_row(in_force(lived))
    tally = replaying.replay(lived.world, draft)
    explained = replaying.explain(lived.world, draft, [t.inspection for t in tally.changed[:20]])
    for tried, each in zip(tally.changed, explained, strict=False):
        assert each.inspection.route and each.inspection.id == tried.inspection
        assert each.inspection.route.decision.disposition is tried.was.disposition
        assert (each.decision.disposition, each.graded.grade) == (tried.now.disposition, tried.now.grade)
        assert each.decision.ranking[0].amount == tried.now.amount


def test_drafts_are_tried_in_place_of_what_counts_but_not_wrong_ones(lived: Rig) -> None:
    world, amir = lived.world, _manager(lived)
    good = rules.begin(world, rules.PRICES, amir).draft
    way = 1 + [w["id"] for w in good.plain["way"]].index("workshop")
    edit = Edit(Op.SET, ("way", way, "parts"), "90.00")
    rules.edit(world, rules.PRICES, good.revision, edit, amir)
    bad = rules.begin(world, rules.TABLE, amir).draft
    rules.edit(world, rules.TABLE, bad.revision, Edit(Op.SET, ("row", 1, "open"), ["moon"]), amir)
    proposed = replaying.proposed(world)
    assert [d.key for d in proposed.drafts] == [rules.PRICES]
    assert [d.key for d in proposed.wrong] == [rules.TABLE]
    by_draft = replaying.replay(world, proposed.rules)
    by_hand = replaying.replay(world, dearer_workshop(in_force(lived)))
    assert changed(by_draft) == changed(by_hand) != set()


def _manager(rig: Rig) -> Person:
    with rig.world.read() as uow:
        return uow.people.get("amir")


# Beside the station ------------------------------------------------------------------------------


def test_a_replay_beside_the_station_says_the_same(lived: Rig) -> None:
    draft = without_a_row(in_force(lived))
    *told, tally = replaying.beside(lived.world, draft)
    assert tally == replaying.replay(lived.world, draft)
    assert told[-1] == Progress(ITEMS, ITEMS)


def test_what_is_wrong_is_refused_beside_the_station_too(lived: Rig) -> None:
    book = in_force(lived)
    foreign = replace(book, prices=replace(book.prices, currency="USD"))
    with pytest.raises(DomainError) as refused:
        list(replaying.beside(lived.world, foreign))
    assert refused.value.reason is Reason.TWO_CURRENCIES


def test_a_replay_that_is_left_ends_its_process(lived: Rig) -> None:
    children = Path(f"/proc/{os.getpid()}/task/{threading.get_native_id()}/children")
    before = set(children.read_text().split())  # another test's photo store may be among them
    running = replaying.beside(lived.world, in_force(lived))
    next(running)
    assert set(children.read_text().split()) > before
    running.close()
    assert set(children.read_text().split()) == before


def test_two_replays_at_once(lived: Rig) -> None:
    book = in_force(lived)
    first, second = (replaying.beside(lived.world, rules_) for rules_ in (book, without_a_row(book)))
    assert isinstance(next(first), Progress) and isinstance(next(second), Progress)
    (*_, one), (*_, other) = first, second
    assert isinstance(one, Tally) and isinstance(other, Tally)
    assert not one.changed and other.changed


def test_an_earlier_version_is_tried_in_place_of_what_counts(lived: Rig) -> None:
    with pytest.raises(DomainError):
        replaying.earlier(lived.world, rules.PRICES, 99)
    assert replaying.earlier(lived.world, rules.PRICES, in_force(lived).prices.version) == in_force(lived)
