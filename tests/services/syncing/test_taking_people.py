"""People as central sets them may sign in at a station, and may not once that is over."""

from dataclasses import replace

from station.domain.errors import Reason
from station.domain.people import Person, Role
from station.domain.scanning import BADGE_PREFIX
from station.domain.sync.events import Took, Unfit
from station.services import signing_in
from station.services.people import managing, removing, senders
from station.services.people.desk import sign_in
from station.services.people.kept import give_out
from station.services.syncing.taking import parked_decisions, try_again
from tests.support import desk
from tests.support.joined import Joined, told
from tests.support.people import known, pin_of
from tests.support.stations import Rig
from tests.support.work import at_bench, last_closed, to_bin, to_verdict
from tests.support.workshop import somebody

NEW = {"name": "Ada Newcomer", "role": "operator", "language": "en"}


def manager(pair: Joined) -> Person:
    return somebody(pair.central, Role.MANAGER)


def added(pair: Joined, **more: str) -> managing.ShownOnce:
    problems, shown = managing.add(pair.central.world, manager(pair), {**NEW, **more}, pin_of(pair.central))
    assert not problems
    assert shown is not None
    return shown


def enters(rig: Rig, shown: managing.ShownOnce, fresh: str = "74839201") -> bool:
    rig.scan(BADGE_PREFIX + shown.badge)
    return signing_in.sign_in(rig.world, shown.pin, fresh=fresh).token is not None


def operator(pair: Joined) -> str:
    return pair.central.person(Role.OPERATOR).id


def test_somebody_who_was_added_at_central_signs_in_at_a_station_that_is_offline(pair: Joined) -> None:
    shown = added(pair)
    pair.take()
    pair.line.online = False
    assert enters(pair.station, shown)
    pair.sound()


def test_a_name_stands_in_no_entry_of_the_station(pair: Joined) -> None:
    added(pair)
    pair.take()
    with pair.station.world.read() as uow:
        assert not [entry.seq for entry in uow.journal.entries() if b"Newcomer" in entry.canonical]
        kept = next(each for each in uow.taken.last(5) if each.kind == "person_added")
        assert kept.beside == {}


def test_access_that_ended_at_central_ends_at_the_bench_at_once(pair: Joined) -> None:
    pair.station.sign_in()
    assert at_bench(pair.station).session
    managing.end_access(pair.central.world, manager(pair), operator(pair), pin_of(pair.central))
    pair.take()
    assert at_bench(pair.station).session is None
    assert not known(pair.station, operator(pair)).may_enter
    pair.sound()


def test_access_that_was_given_again_takes_the_new_pin(pair: Joined) -> None:
    managing.end_access(pair.central.world, manager(pair), operator(pair), pin_of(pair.central))
    pair.take()
    shown = managing.give_access(pair.central.world, manager(pair), operator(pair), pin_of(pair.central))
    pair.take()
    badge = pair.central.person(Role.OPERATOR).badge
    assert enters(pair.station, replace(shown, badge=badge))
    pair.sound()


def test_the_last_manager_here_is_none_any_more_when_central_says_so(pair: Joined) -> None:
    other = added(pair, role="manager")
    pair.take()
    for person in [p for p in pair.station.site.people if p.role is Role.MANAGER][1:]:
        managing.end_access(pair.central.world, manager(pair), person.id, pin_of(pair.central))
    managing.end_access(pair.central.world, manager(pair), other.person.id, pin_of(pair.central))
    pair.take()
    pair.sound()
    assert not known(pair.station, other.person.id).may_enter


def test_another_name_does_not_undo_a_pin_that_was_chosen_here(pair: Joined) -> None:
    shown = added(pair)
    pair.take()
    assert enters(pair.station, shown)
    chosen = known(pair.station, shown.person.id).pin_hash
    given, seen = {**NEW, "name": "Ada Married"}, managing.stamp(known(pair.central, shown.person.id))
    assert not managing.change(pair.central.world, manager(pair), shown.person.id, seen, given, "")
    pair.take()
    after = known(pair.station, shown.person.id)
    assert (after.name, after.pin_hash) == ("Ada Married", chosen)
    pair.sound()


def test_a_new_badge_is_the_only_one(pair: Joined) -> None:
    shown = managing.new_badge(pair.central.world, manager(pair), operator(pair))
    pair.take()
    before = pair.station.person(Role.OPERATOR)
    pair.station.scan(BADGE_PREFIX + before.badge)
    assert signing_in.sign_in(pair.station.world, before.pin).token is None
    pair.station.scan(BADGE_PREFIX + shown.badge)
    assert signing_in.sign_in(pair.station.world, before.pin).token is not None
    pair.sound()


def test_who_is_locked_out_here_is_let_in_by_central(pair: Joined) -> None:
    person = pair.station.person(Role.OPERATOR)
    number = known(pair.station, person.id).sign_in
    for _ in range(5):
        sign_in(pair.station.world, number, "wrong", "desk")
    refused = sign_in(pair.station.world, number, person.pin, "desk").refused
    assert refused is not None
    managing.unlock(pair.central.world, manager(pair), person.id)
    pair.take()
    assert sign_in(pair.station.world, number, person.pin, "desk").token
    pair.sound()


def test_who_is_removed_at_central_is_nobody_here(pair: Joined) -> None:
    to_verdict(pair.station)
    to_bin(pair.station)
    done = last_closed(pair.station).id
    pair.draw(done)
    who = desk.supervisor(pair.central)
    desk.send_back(pair.central, done, "A note of mine")
    pair.take()
    managing.end_access(pair.central.world, manager(pair), who.id, pin_of(pair.central))
    removing.remove_person(pair.central.world, manager(pair), who.id, pin_of(pair.central))
    pair.take()
    after = known(pair.station, who.id)
    assert after.removed_at is not None
    assert who.name not in after.name
    note = told(pair.station, "audit_sent_back")[0]["payload"]["note"]  # type: ignore[index]
    with pair.station.world.read() as uow:
        assert uow.notes.text(note) is None
    pair.sound()


def test_what_a_person_decided_at_central_is_given_out_here_as_theirs(pair: Joined) -> None:
    to_verdict(pair.station)
    to_bin(pair.station)
    done = last_closed(pair.station).id
    pair.draw(done)
    who = desk.supervisor(pair.central)
    desk.confirm(pair.central, done)
    pair.take()
    found = give_out(pair.station.world, who.id, "somebody")
    assert ("audit_confirmed", True) in {(e["what"], e["by_this_person"]) for e in found["journal"]}


def test_a_sign_in_number_that_somebody_here_has_is_not_taken_from_them(pair: Joined) -> None:
    shown = added(pair)
    with pair.station.world.begin() as uow:
        taken = uow.people.get(operator(pair))
        uow.people.save(replace(taken, sign_in=shown.person.sign_in))
    assert pair.take().parked == 0
    assert known(pair.station, operator(pair)).sign_in == shown.person.sign_in
    assert known(pair.station, shown.person.id).sign_in not in ("", shown.person.sign_in)
    assert enters(pair.station, shown)
    pair.sound()


def test_one_who_was_added_and_removed_while_the_station_was_away_never_comes(pair: Joined) -> None:
    shown = added(pair)
    managing.end_access(pair.central.world, manager(pair), shown.person.id, pin_of(pair.central))
    removing.remove_person(pair.central.world, manager(pair), shown.person.id, pin_of(pair.central))
    assert pair.take().parked == 0
    with pair.station.world.read() as uow:
        assert uow.people.maybe(shown.person.id) is None
        assert not [kept for kept in uow.taken.last(50) if b"Newcomer" in repr(kept).encode()]
    pair.sound()


def test_a_badge_that_somebody_here_has_is_parked_until_it_is_free(pair: Joined) -> None:
    shown = added(pair)
    with pair.station.world.begin() as uow:
        taken = uow.people.get(operator(pair))
        uow.people.save(replace(taken, badge_hash=shown.person.badge_hash))
    pair.take()
    with pair.station.world.read() as uow:
        (parked,) = parked_decisions(uow)
    assert parked.why == Unfit.BADGE_TAKEN.value
    assert try_again(pair.station.world, parked.seq) is Took.PARKED
    with pair.station.world.begin() as uow:
        uow.people.save(taken)
    assert try_again(pair.station.world, parked.seq) is Took.APPLIED
    assert enters(pair.station, shown)
    pair.sound()


def test_a_customer_who_was_removed_is_unknown_here_and_in_what_is_given_out(pair: Joined) -> None:
    expected = next(each for each in pair.central.site.returns if each.customer)
    senders.remove_sender(pair.central.world, manager(pair), expected.customer, pin_of(pair.central))
    assert pair.take().parked == 0
    with pair.station.world.read() as uow:
        assert uow.catalog.expected(expected.rma).customer == ""
    with pair.central.world.read() as uow:
        given = uow.feed.documents("returns")
    assert given
    assert all(expected.customer.encode() not in pair.line.document(part) for part in given)
    pair.sound()


def test_a_pin_that_was_reset_ends_what_was_open(pair: Joined) -> None:
    pair.station.sign_in()
    managing.reset_pin(pair.central.world, manager(pair), operator(pair), pin_of(pair.central))
    pair.take()
    assert at_bench(pair.station).session is None
    person = pair.station.person(Role.OPERATOR)
    pair.station.scan(BADGE_PREFIX + person.badge)
    refused = signing_in.sign_in(pair.station.world, person.pin).refused
    assert refused is not None
    assert refused.reason is Reason.WRONG_PIN
