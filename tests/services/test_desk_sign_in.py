"""Desks and tablets: a session beside the bench, guessing that leads nowhere, and an end that is one."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from station.app.run import started
from station.domain.errors import DomainError, Reason
from station.domain.people import Role
from station.domain.scanning import BADGE_PREFIX
from station.ports import UnitOfWork
from station.services import signing_in
from station.services.people import desk, managing, own
from station.services.people.sessions import Known, known_by
from station.services.signing_in import SignInResult
from station.services.verifying import check_journal
from tests.support.stations import CHEAP, Rig, make_rig, stocked_rig
from tests.support.work import at_bench, badge, entries, payloads, press, said

TABLET = "10.0.0.7"


def number(rig: Rig, id_: str = "noa") -> str:
    with rig.world.read() as uow:
        return uow.people.get(id_).sign_in


def try_in(rig: Rig, who: str, pin: str, source: str = TABLET, fresh: str = "") -> SignInResult:
    return desk.sign_in(rig.world, who, pin, source, fresh)


def reason(result: SignInResult) -> Reason | None:
    return result.refused.reason if result.refused else None


def at_desk(rig: Rig, role: Role = Role.SUPERVISOR) -> tuple[str, Known]:
    person = rig.person(role)
    token = try_in(rig, number(rig, person.id), person.pin).token
    assert token
    known = known_by(rig.world, token)
    assert known
    return token, known


def test_a_desk_signs_nobody_out_and_leaves_the_bench(rig: Rig) -> None:
    token = rig.sign_in()
    before = at_bench(rig)
    _, known = at_desk(rig)
    assert (known.person.id, known.session.place) == ("noa", "desk")
    assert at_bench(rig) == before
    assert signing_in.person_of(rig.world, token)
    assert payloads(rig, "signed_in")[-1] == {"person": "noa", "role": "supervisor", "place": "desk"}


@pytest.mark.parametrize("spell", [str, lambda n: f"{n[:3]} {n[3:]}", lambda n: f" {n[:3]}-{n[3:]} "])
def test_a_number_is_read_as_people_write_it(rig: Rig, spell: object) -> None:
    assert try_in(rig, spell(number(rig)), rig.person(Role.SUPERVISOR).pin).token  # type: ignore[operator]


def test_a_badge_does_as_well_as_its_number(rig: Rig) -> None:
    assert try_in(rig, badge(rig, Role.SUPERVISOR), rig.person(Role.SUPERVISOR).pin).token


def test_two_browsers_of_one_person_both_work_and_one_signs_out_alone(rig: Rig) -> None:
    (first, _), (second, _) = at_desk(rig), at_desk(rig)
    bench = rig.sign_in(Role.SUPERVISOR)
    signing_in.sign_out_of(rig.world, first)
    assert [known_by(rig.world, token) is not None for token in (first, second, bench)] == [False, True, True]
    signing_in.sign_out_of(rig.world, bench)
    assert at_bench(rig).person is None
    assert known_by(rig.world, second)


def test_idling_and_the_end_of_a_shift_end_a_desk_too(rig: Rig) -> None:
    token, _ = at_desk(rig)
    rig.clock.advance(minutes=9)
    signing_in.note_seen(rig.world, token)
    rig.clock.advance(minutes=9)
    assert known_by(rig.world, token)
    rig.clock.advance(minutes=2)
    assert known_by(rig.world, token) is None
    token, _ = at_desk(rig)
    for _ in range(12 * 60 // 9 + 1):
        rig.clock.advance(minutes=9)
        signing_in.note_seen(rig.world, token)
    assert known_by(rig.world, token) is None


def test_another_pin_ends_every_other_session(rig: Rig) -> None:
    bench = rig.sign_in(Role.SUPERVISOR)
    (elsewhere, _), (here, known) = at_desk(rig), at_desk(rig)
    with pytest.raises(DomainError, match="wrong_pin"):
        own.change_pin(rig.world, known, "00000000", "a longer secret")
    own.change_pin(rig.world, known, rig.person(Role.SUPERVISOR).pin, "a longer secret")
    alive = [known_by(rig.world, token) is not None for token in (bench, elsewhere, here)]
    assert alive == [False, False, True]
    assert at_bench(rig).person is None
    assert reason(try_in(rig, number(rig), rig.person(Role.SUPERVISOR).pin)) is Reason.WRONG_SIGN_IN
    assert try_in(rig, number(rig), "a longer secret").token


@pytest.mark.parametrize("act", [managing.reset_pin, managing.end_access])
def test_a_pin_that_a_manager_took_while_it_was_proved_is_not_changed_back(
    rig: Rig, act: Callable[..., object]
) -> None:
    _, known = at_desk(rig)
    with rig.world.read() as uow:
        amir = uow.people.get("amir")
    begun: list[bool] = []

    def begin() -> AbstractContextManager[UnitOfWork]:
        if len(begun) == 1:
            act(rig.world, amir, "noa", rig.person(Role.MANAGER).pin)
        begun.append(True)
        return rig.world.begin()

    with pytest.raises(DomainError, match="wrong_pin"):
        own.change_pin(
            replace(rig.world, begin=begin), known, rig.person(Role.SUPERVISOR).pin, "a longer secret"
        )
    assert payloads(rig, "pin_chosen") == []
    assert reason(try_in(rig, number(rig), "a longer secret")) is Reason.WRONG_SIGN_IN


def test_signing_out_everywhere_is_everywhere(rig: Rig) -> None:
    bench = rig.sign_in(Role.SUPERVISOR)
    token, known = at_desk(rig)
    assert own.sign_out_everywhere(rig.world, known) == 2
    assert [known_by(rig.world, t) for t in (bench, token)] == [None, None]
    assert said(press(rig, 1)) == Reason.SIGN_IN_FIRST


def test_access_that_ends_ends_desks(rig: Rig) -> None:
    token, _ = at_desk(rig)
    with rig.world.read() as uow:
        amir = uow.people.get("amir")
    managing.end_access(rig.world, amir, "noa", rig.person(Role.MANAGER).pin)
    assert known_by(rig.world, token) is None
    assert reason(try_in(rig, number(rig), rig.person(Role.SUPERVISOR).pin)) is Reason.WRONG_SIGN_IN


def test_a_one_time_pin_is_exchanged_at_a_desk_too(rig: Rig) -> None:
    with rig.world.read() as uow:
        amir = uow.people.get("amir")
    shown = managing.reset_pin(rig.world, amir, "noa", rig.person(Role.MANAGER).pin)
    assert reason(try_in(rig, number(rig), shown.pin)) is Reason.CHOOSE_PIN
    assert reason(try_in(rig, number(rig), shown.pin, fresh="12345678")) is Reason.PIN_TOO_PLAIN
    assert try_in(rig, number(rig), shown.pin, fresh="my own words").token
    assert reason(try_in(rig, number(rig), shown.pin)) is Reason.WRONG_SIGN_IN


# Guessing ------------------------------------------------------------------------------------------


@dataclass
class Watched:
    """The secrets of a rig, counting how often something slow is done."""

    slow: list[str] = field(default_factory=list)

    def hash_pin(self, pin: str) -> str:
        self.slow.append("hash")
        return CHEAP.hash_pin(pin)

    def pin_matches(self, pin_hash: str, pin: str) -> bool:
        self.slow.append("match")
        return CHEAP.pin_matches(pin_hash, pin)

    def digest(self, secret: str) -> str:
        return CHEAP.digest(secret)


def test_nobody_here_and_a_wrong_pin_are_told_alike_and_cost_alike(rig: Rig) -> None:
    told, cost = [], []
    for who in ("111111", number(rig), BADGE_PREFIX + "NOBODY", badge(rig, Role.OPERATOR), "", "%' OR 1=1"):
        watched = Watched()
        result = desk.sign_in(replace(rig.world, secrets=watched), who, "00000000", TABLET)
        assert result.refused
        told.append((result.token, result.refused.reason, dict(result.refused.facts)))
        cost.append(len(watched.slow))
    assert told == [(None, Reason.WRONG_SIGN_IN, {})] * 6
    assert cost == [1] * 6


@pytest.mark.parametrize("who", ["known", "unknown"])
def test_five_wrong_tries_slow_a_number_down_whoever_has_it(rig: Rig, who: str) -> None:
    claim = number(rig) if who == "known" else "100000"
    for n in range(5):
        assert reason(try_in(rig, claim, "00000000", f"10.0.0.{n}")) is Reason.WRONG_SIGN_IN
    slowed = try_in(rig, claim, rig.person(Role.SUPERVISOR).pin, "10.0.0.9")
    assert reason(slowed) is Reason.SLOW_DOWN
    assert slowed.refused and set(slowed.refused.facts) == {"until"}


def test_a_lockout_at_the_desk_holds_at_the_bench(rig: Rig) -> None:
    for n in range(5):
        try_in(rig, number(rig), "00000000", f"10.0.0.{n}")
    rig.scan(badge(rig, Role.SUPERVISOR))
    assert reason(signing_in.sign_in(rig.world, rig.person(Role.SUPERVISOR).pin)) is Reason.LOCKED_OUT


def test_one_address_that_tries_many_numbers_is_slowed_down_and_no_other(rig: Rig) -> None:
    reasons = [reason(try_in(rig, str(200_000 + n), "00000000")) for n in range(25)]
    assert reasons == [Reason.WRONG_SIGN_IN] * 20 + [Reason.SLOW_DOWN] * 5
    assert reason(try_in(rig, number(rig), rig.person(Role.SUPERVISOR).pin)) is Reason.SLOW_DOWN
    assert try_in(rig, number(rig), rig.person(Role.SUPERVISOR).pin, "10.0.0.8").token
    rig.sign_in()
    refusals = payloads(rig, "sign_in_refused")
    assert [r["failures"] for r in refusals] == list(range(1, 21))
    assert TABLET not in str(entries(rig))


def test_signing_in_oneself_does_not_forgive_guesses(rig: Rig) -> None:
    for n in range(19):
        try_in(rig, str(200_000 + n), "00000000")
    for _ in range(3):
        at_desk(rig)
    assert reason(try_in(rig, "200999", "00000000")) is Reason.WRONG_SIGN_IN
    assert reason(try_in(rig, "200998", "00000000")) is Reason.SLOW_DOWN


def test_many_unknown_badges_slow_the_bench_down_for_a_minute(rig: Rig) -> None:
    for n in range(20):
        assert said(rig.scan(f"$ID-NOBODY{n}")) == Reason.UNKNOWN_BADGE
    assert said(rig.scan(badge(rig, Role.OPERATOR))) == Reason.SLOW_DOWN
    rig.clock.advance(minutes=1)
    rig.sign_in()


def test_a_pin_tried_a_thousand_times_over_two_restarts_is_looked_at_ten_times(tmp_path: Path) -> None:
    """A thousand guesses in an hour, from another address each time; the station is stopped twice between."""
    folder = tmp_path / "data"
    looked_at = []
    with stocked_rig(folder) as rig:
        time, claim = rig.clock.time, number(rig)
        looked_at += guesses(rig, claim, 334)
        time = rig.clock.time
    for _ in range(2):
        again = make_rig(folder)
        again.clock.time = time
        with started(again.station.parts):
            looked_at += guesses(again, claim, 333)
            time = again.clock.time
    assert len(looked_at) == 1000
    assert looked_at.count(Reason.WRONG_SIGN_IN) <= 10
    assert set(looked_at) == {Reason.WRONG_SIGN_IN, Reason.SLOW_DOWN}
    with started((last := make_rig(folder)).station.parts[:2]):
        assert check_journal(last.world) == ()


def guesses(rig: Rig, claim: str, count: int) -> list[Reason | None]:
    reasons = []
    for n in range(count):
        rig.clock.advance(seconds=3.6)
        reasons.append(reason(try_in(rig, claim, f"{n:08}", f"10.{n % 250}.0.1")))
    return reasons


def test_the_record_of_it_all_checks_out(rig: Rig) -> None:
    at_desk(rig)
    try_in(rig, "111111", "00000000")
    assert check_journal(rig.world) == ()
