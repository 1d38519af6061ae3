"""Finished inspections are drawn by lots, audits decide on the lot, and a rejected lot is looked at whole."""

from dataclasses import replace
from datetime import timedelta

import pytest

from station.adapters.config.rulebook import load_station
from station.app.paths import STATION_TOML
from station.domain.auditing.queue import Standing, Why
from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Lpn
from station.domain.inspection import State
from station.domain.people import Person, Role
from station.domain.sampling.lots import Lot
from station.domain.sampling.plans import Severity
from station.domain.sampling.rules import Sampling, Terms
from station.domain.sampling.streams import Stream
from station.services.auditing import deciding
from station.services.sampling import drawing, judging
from station.services.verifying import check_journal
from station.trust_ports import Filter
from tests.support.made import opened
from tests.support.stations import Rig
from tests.support.work import last_closed, payloads, to_bin, to_verdict

SHIPPED = load_station(STATION_TOML)[0].sampling
assert SHIPPED is not None
RULES = replace(SHIPPED, special=(), usual=Terms(20, "II", 6.5))  # 8 of 20, one may be wrong


def finish(rig: Rig, count: int, rules: Sampling = RULES, grader: str = "dana", start: int = 0) -> None:
    """Finish inspections of one stream, all of them bare."""
    for number in range(start, start + count):
        with rig.world.begin() as uow:
            known = replace(
                opened(), id=f"i-{grader}-{number:04}", state=State.BINNED, closed_by=grader, opened_by=grader
            )
            known = replace(known, item=replace(known.item, lpn=Lpn(f"L07-{number:07}-1")))
            uow.inspections.add(known)
            drawing.finished(uow, rules, known, rig.clock.now())


def queued(rig: Rig) -> list[str]:
    with rig.world.read() as uow:
        return [each.inspection for each in uow.queue.page(Filter(), 1000) if Why.SAMPLE in each.whys]


def decide(rig: Rig, *, bad: int = 0, only: int | None = None) -> None:
    """Audit what was drawn: so many are wrong, the rest is right."""
    with rig.world.read() as uow:
        drawn = [each for each in queued(rig) if (m := uow.sampling.member(each)) and m.drawn]
    for number, inspection in enumerate(drawn[:only]):
        audit(rig, inspection, number >= bad)


def audit(rig: Rig, inspection: str, conforming: bool) -> None:
    with rig.world.begin() as uow:
        known = uow.inspections.get(inspection)
        judging.judged(uow, known, conforming, rig.clock.now())
        waiting = uow.queue.of(inspection)
        assert waiting is not None
        uow.queue.put(replace(waiting, standing=Standing.CONFIRMED))


def lot(rig: Rig, number: int = 1, grader: str = "dana") -> Lot:
    with rig.world.read() as uow:
        return uow.sampling.lot(f"{grader}/kitchen/{number}")


def severity(rig: Rig) -> Severity:
    with rig.world.read() as uow:
        stream = uow.sampling.stream("dana/kitchen")
        assert stream is not None
        return stream.severity


def test_exactly_the_sample_waits_and_says_why(rig: Rig) -> None:
    finish(rig, 20)
    assert len(queued(rig)) == lot(rig).plan.size == 8
    with rig.world.read() as uow:
        told = uow.queue.of(queued(rig)[0])
    assert told is not None
    assert told.told == {
        "sample_plan": "MIL-STD-105E, II, AQL 6.5, D",
        "sample_lot": "1",
        "sample_of": "20",
        "sample_size": "8",
        "severity": "normal",
    }


def test_lots_follow_each_other_and_streams_do_not_mix(rig: Rig) -> None:
    finish(rig, 25)
    finish(rig, 3, grader="omer")
    assert [lot(rig, 1).seen, lot(rig, 2).seen, lot(rig, 1, "omer").seen] == [20, 5, 3]


def test_an_inspection_is_in_one_lot_only(rig: Rig) -> None:
    finish(rig, 3)
    with rig.world.begin() as uow:
        drawing.finished(uow, RULES, uow.inspections.get("i-dana-0001"), rig.clock.now())
    assert lot(rig).seen == 3


@pytest.mark.parametrize(("bad", "verdict"), [(1, "accepted"), (2, "rejected")])
def test_a_lot_is_judged_once_all_drawn_are_decided(rig: Rig, bad: int, verdict: str) -> None:
    finish(rig, 20)
    decide(rig, bad=bad, only=7)
    assert payloads(rig, "lot_judged") == []
    decide(rig)
    (event,) = payloads(rig, "lot_judged")
    assert (event["verdict"], event["nonconforming"], event["severity"]) == (verdict, bad, "normal")
    assert len(event["drawn"]) == 8


def test_audits_may_come_before_the_lot_is_full_and_in_any_order(rig: Rig) -> None:
    finish(rig, 19)
    decide(rig)
    assert lot(rig).verdict is None
    finish(rig, 1, start=19)
    decide(rig)
    assert lot(rig).verdict == "accepted"


def test_the_last_word_before_the_verdict_counts(rig: Rig) -> None:
    finish(rig, 20)
    first, second, *_ = queued(rig)
    for conforming in (False, True, False, True):
        audit(rig, first, conforming)
    assert (lot(rig).decided, lot(rig).nonconforming) == (1, 0)
    audit(rig, second, False)
    decide(rig)
    assert lot(rig).nonconforming == 1
    audit(rig, first, False)
    assert lot(rig).nonconforming == 1


def test_the_rest_of_a_rejected_lot_waits_with_the_reason(rig: Rig) -> None:
    finish(rig, 20)
    decide(rig, bad=2)
    rest = queued(rig)
    assert len(rest) == 12
    with rig.world.read() as uow:
        told = uow.queue.of(rest[0])
    assert told is not None
    assert told.told == {
        "sample_lot": "1",
        "sample_of": "20",
        "sample_size": "8",
        "sample_bad": "2",
        "sample_rejected": "yes",
        "severity": "normal",
    }
    audit(rig, rest[0], False)
    assert lot(rig).nonconforming == 2


def test_a_bad_stream_is_tightened_ended_and_let_go_on(rig: Rig) -> None:
    for number in range(7):
        finish(rig, 20, start=number * 20)
        decide(rig, bad=8)
        assert severity(rig) is (
            Severity.NORMAL if number == 0 else Severity.TIGHTENED if number < 6 else Severity.DISCONTINUED
        )
    finish(rig, 2, start=140)
    assert lot(rig, 8).plan.size == 20
    assert lot(rig, 8).drawn == 2
    person = somebody(rig)
    judging.resume(rig.world, person, "dana/kitchen")
    judging.resume(rig.world, person, "dana/kitchen")
    assert severity(rig) is Severity.TIGHTENED
    assert len(payloads(rig, "sampling_resumed")) == 1
    with pytest.raises(KeyError):
        judging.resume(rig.world, person, "nobody/")


def test_nobody_lets_their_own_stream_go_on(rig: Rig) -> None:
    own = somebody(rig)
    with rig.world.begin() as uow:
        uow.sampling.put_stream(Stream(f"{own.id}/", own.id, "", Severity.DISCONTINUED))
    with pytest.raises(DomainError) as refused:
        judging.resume(rig.world, own, f"{own.id}/")
    assert (refused.value.reason, payloads(rig, "sampling_resumed")) == (Reason.OWN_WORK, [])


def somebody(rig: Rig) -> Person:
    with rig.world.read() as uow:
        return uow.people.get(rig.person(Role.SUPERVISOR).id)


def test_a_lot_that_does_not_get_full_is_closed_by_its_age(rig: Rig) -> None:
    finish(rig, 9)
    assert len(queued(rig)) <= 8
    rig.clock.advance(days=RULES.lot_age / timedelta(days=1) + 1)
    finish(rig, 1, grader="omer")
    closed = lot(rig)
    assert (closed.short, closed.size, closed.plan.letter, closed.plan.size) == (True, 9, "A", 2)
    assert closed.drawn >= 2
    finish(rig, 1, start=9)
    assert lot(rig, 2).seen == 1


def test_nothing_is_drawn_where_sampling_is_off(rig: Rig) -> None:
    with rig.world.begin() as uow:
        drawing.finished(uow, None, opened(), rig.clock.now())
    assert queued(rig) == []


def test_from_the_scan_of_the_bin_to_the_verdict_at_the_desk(rig: Rig) -> None:
    rig = replace(rig, world=replace(rig.world, sampling=replace(RULES, usual=Terms(1, "II", 6.5))))
    to_verdict(rig)
    to_bin(rig)
    (drawn,) = queued(rig)
    assert drawn == last_closed(rig).id
    with rig.world.read() as uow:
        waiting = uow.queue.of(drawn)
    assert waiting is not None
    deciding.confirm(rig.world, somebody(rig), drawn, waiting.revision, 4.0)
    (event,) = payloads(rig, "lot_judged")
    assert (event["drawn"], event["verdict"], event["nonconforming"]) == ([drawn], "accepted", 0)
    assert check_journal(rig.world) == ()
