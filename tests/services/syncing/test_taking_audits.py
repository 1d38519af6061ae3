"""Audits that central decided reach the station; its own word stays where it was faster."""

import pytest

from station.domain.auditing.decisions import Audited, Change, ErrandKind
from station.domain.auditing.overrides import OverrideReason
from station.domain.auditing.queue import Standing, Why
from station.domain.disposition import Disposition
from station.domain.grading import Grade
from station.domain.inspection import State
from station.domain.people import Role
from station.domain.scanning import Command
from station.domain.sync.carried_out import decided_by, is_carried_out
from station.domain.sync.events import Took
from station.services.syncing.taking import try_again
from tests.support import desk
from tests.support.joined import Joined, findings, told
from tests.support.work import at_bench, in_hand, last_closed, press, said, to_bin, to_verdict
from tests.support.workshop import stored


def binned(pair: Joined) -> str:
    """Put an item of the station into its bin, and have it wait for an audit at both."""
    to_verdict(pair.station)
    to_bin(pair.station)
    done = last_closed(pair.station).id
    pair.draw(done)
    return done


def held(pair: Joined) -> str:
    to_verdict(pair.station)
    press(pair.station, Command.HOLD, 1)
    pair.ship()
    return last_closed(pair.station).id


def settled(pair: Joined, took: Took = Took.APPLIED) -> None:
    """Let the station take what was decided, and central have what it wrote: both records are sound."""
    pair.take()
    assert last_marker(pair)["took"] == took.value
    pair.ship()
    pair.sound()


def last_marker(pair: Joined) -> dict:
    return told(pair.station, "taken_from_central")[-1]["payload"]


def audits(pair: Joined, inspection: str) -> list[tuple[Audited, str]]:
    with pair.station.world.read() as uow:
        return [(audit.what, audit.by) for audit in uow.audits.of(inspection)]


def errand(pair: Joined, inspection: str):
    with pair.station.world.read() as uow:
        return uow.errands.of(inspection)


def test_a_confirmation_ends_the_wait_at_the_station(pair: Joined) -> None:
    done = binned(pair)
    desk.confirm(pair.central, done)
    settled(pair)
    queued = desk.queued(pair.station, done)
    who = pair.central.person(Role.SUPERVISOR).id
    assert (queued.standing, queued.by) == (Standing.CONFIRMED, who)
    assert audits(pair, done) == [(Audited.CONFIRMED, who)]
    with pair.central.world.read() as at_central, pair.station.world.read() as here:
        (there,), (same,) = at_central.audits.of(done), here.audits.of(done)
    assert (there.what, there.by, there.seconds) == (same.what, same.by, same.seconds)


def test_what_the_station_writes_because_of_it_is_known_as_carried_out(pair: Joined) -> None:
    done = binned(pair)
    desk.confirm(pair.central, done)
    pair.take()
    (carried,) = told(pair.station, "audit_confirmed")
    assert is_carried_out(str(carried["actor"]))
    assert decided_by(str(carried["actor"])) == pair.central.person(Role.SUPERVISOR).id
    marker = told(pair.station, "taken_from_central")[-1]
    assert marker["actor"] == pair.station.world.house.station
    assert int(str(marker["seq"])) == int(str(carried["seq"])) - 1
    (decision,) = told(pair.central, "audit_confirmed")
    assert marker["payload"]["id"] == decision["id"]  # type: ignore[index]


def test_an_override_has_an_item_in_a_bin_moved(pair: Joined) -> None:
    done = binned(pair)
    lies = stored(pair.station, done).route.bin
    desk.elsewhere(pair.central, done)
    settled(pair)
    waits = errand(pair, done)
    assert (waits.kind, waits.was) == (ErrandKind.MOVE, lies)
    assert waits.to != lies
    after = stored(pair.station, done)
    assert after.route.disposition is Disposition.DISPOSAL
    assert stored(pair.central, done).route.disposition is Disposition.DISPOSAL
    rescanned = pair.station.scan(after.item.lpn)
    assert said(rescanned) == "to_be_moved"


def test_an_override_tells_the_bench_that_has_the_item_in_hand(pair: Joined) -> None:
    to_verdict(pair.station)
    known = in_hand(pair.station)
    with pair.station.world.begin() as uow:
        desk.enqueue(uow, known, Why.QUALITY, pair.station.clock.now())
    change = Change(OverrideReason.GRADED_TOO_SOFT, grade=Grade.C, note="Look at the corner")
    decided_elsewhere(pair, known.id, change)
    assert said(at_bench(pair.station)) == "overridden_at_desk"
    assert in_hand(pair.station).route.graded.grade is Grade.C
    assert desk.queued(pair.station, known.id).standing is Standing.OVERRIDDEN


def decided_elsewhere(pair: Joined, inspection: str, change: Change) -> None:
    """Let central decide of an item that is in hand: it knows such a one once it was held before, say."""
    with pair.station.world.read() as uow:
        known, queued = uow.inspections.get(inspection), uow.queue.of(inspection)
    with pair.central.world.begin() as uow:
        uow.inspections.add(known)
        uow.queue.put(queued)
    desk.override(pair.central, inspection, change)
    pair.take()
    assert findings(pair.station) == []


def test_an_item_sent_back_waits_at_the_bench_with_the_note(pair: Joined) -> None:
    done = binned(pair)
    desk.send_back(pair.central, done, "Look at the hinge")
    settled(pair)
    assert errand(pair, done).kind is ErrandKind.INSPECT_AGAIN
    bench = pair.station.scan(stored(pair.station, done).item.lpn)
    assert said(bench) == "sent_back"
    assert bench.notice.facts["note"] == "Look at the hinge"


def test_a_hold_that_was_released_at_central_is_taken_up_here(pair: Joined) -> None:
    waits = held(pair)
    desk.release(pair.central, waits, note="It is all there")
    settled(pair)
    assert stored(pair.station, waits).state is State.OPEN
    assert errand(pair, waits).kind is ErrandKind.TAKE_UP
    bench = pair.station.scan(stored(pair.station, waits).item.lpn)
    assert (said(bench), bench.notice.facts["note"]) == ("released_at_desk", "It is all there")
    assert in_hand(pair.station).id == waits


def test_a_hold_that_was_kept_leaves_the_queue(pair: Joined) -> None:
    waits = held(pair)
    desk.keep_hold(pair.central, waits)
    settled(pair)
    assert desk.queued(pair.station, waits).standing is Standing.KEPT
    assert stored(pair.station, waits).state is State.HELD


def test_an_override_takes_an_item_off_hold(pair: Joined) -> None:
    waits = held(pair)
    desk.elsewhere(pair.central, waits)
    settled(pair)
    assert stored(pair.station, waits).state is State.ROUTED
    assert stored(pair.station, waits).route.disposition is Disposition.DISPOSAL


def test_the_stations_own_desk_was_faster(pair: Joined) -> None:
    done = binned(pair)
    desk.confirm(pair.station, done)
    desk.elsewhere(pair.central, done)
    settled(pair, Took.DECIDED_HERE)
    assert last_marker(pair)["why"] == "confirmed"
    assert last_marker(pair)["inspection"] == done
    assert stored(pair.station, done).route.disposition is not Disposition.DISPOSAL
    assert len(audits(pair, done)) == 1


def test_what_central_did_not_see_waits_on(pair: Joined) -> None:
    done = binned(pair)
    desk.sampled(pair.station, done, Why.DIFFERS)
    desk.confirm(pair.central, done)
    settled(pair)
    queued = desk.queued(pair.station, done)
    assert (queued.standing, queued.whys) == (Standing.WAITING, (Why.DIFFERS,))


def test_a_station_that_lost_what_it_took_finds_that_it_holds_already(pair: Joined) -> None:
    """As after a restore: the item is as central decided, and the station does not know that it took it."""
    done = binned(pair)
    desk.confirm(pair.central, done)
    pair.take()
    with pair.station.world.begin() as uow:
        upto = uow.taken.upto()
        uow.taken.forget(upto - 1)
    settled(pair, Took.SAME)
    assert len(audits(pair, done)) == 1


@pytest.mark.parametrize("decide", [desk.confirm, desk.elsewhere, desk.send_back])
def test_the_same_decision_twice_is_one(pair: Joined, decide) -> None:
    done = binned(pair)
    decide(pair.central, done)
    pair.take()
    with pair.station.world.begin() as uow:
        upto, head = uow.taken.upto(), uow.journal.head()
        uow.taken.move(upto - 1)  # as if it were pulled by two at once
    pair.take()
    with pair.station.world.read() as uow:
        assert uow.journal.head() == head
    assert desk.queued(pair.station, done).standing.over
    assert try_again(pair.station.world, upto) is None
