"""Who works here: a badge says it, a PIN proves it, and everything else is refused."""

import pytest

from station.domain.bench import Say
from station.domain.errors import Reason
from station.domain.people import Role
from station.domain.scanning import Command
from station.services import signing_in
from station.services.loading import load_site
from station.services.verifying import check_journal
from tests.support.stations import Rig
from tests.support.work import (
    asked,
    at_bench,
    badge,
    entries,
    in_hand,
    last_closed,
    open_item,
    payloads,
    press,
    said,
    to_bin,
    to_verdict,
)


def refused(rig: Rig, pin: str) -> Reason | None:
    result = signing_in.sign_in(rig.world, pin)
    assert (result.token is None) is (result.refused is not None)
    return result.refused.reason if result.refused else None


def test_badge_and_pin_take_the_bench(rig: Rig) -> None:
    token = rig.sign_in()
    assert said(at_bench(rig)) == Say.WELCOME
    person = signing_in.person_of(rig.world, token)
    assert person
    assert (person.id, at_bench(rig).person) == ("dana", "dana")


def test_no_secret_reaches_the_journal_or_the_bench(rig: Rig) -> None:
    token = rig.sign_in()
    rig.scan("]C0" + badge(rig, Role.SUPERVISOR))
    written = str(entries(rig)) + str(at_bench(rig))
    for secret in (token, *(p.badge for p in rig.site.people), *(p.pin for p in rig.site.people)):
        assert secret not in written


def test_a_pin_alone_proves_nothing(rig: Rig) -> None:
    assert refused(rig, rig.person(Role.OPERATOR).pin) is Reason.SIGN_IN_FIRST


def test_the_pin_of_another_person_proves_nothing(rig: Rig) -> None:
    rig.scan(badge(rig, Role.OPERATOR))
    assert refused(rig, rig.person(Role.SUPERVISOR).pin) is Reason.WRONG_PIN


def test_an_unknown_badge_signs_nobody_out_and_waits_for_no_pin(rig: Rig) -> None:
    token = rig.sign_in()
    assert said(rig.scan("$ID-NOBODY")) == Reason.UNKNOWN_BADGE
    assert at_bench(rig).person is not None
    assert signing_in.person_of(rig.world, token) is not None
    assert refused(rig, rig.person(Role.OPERATOR).pin) is Reason.SIGN_IN_FIRST


@pytest.mark.parametrize(("seconds", "reason"), [(59, None), (61, Reason.SIGN_IN_FIRST)])
def test_a_badge_waits_a_minute_for_its_pin(rig: Rig, seconds: int, reason: Reason | None) -> None:
    rig.scan(badge(rig, Role.OPERATOR))
    rig.clock.advance(seconds=seconds)
    assert refused(rig, rig.person(Role.OPERATOR).pin) is reason


def test_five_wrong_pins_lock_out_even_with_the_right_one(rig: Rig) -> None:
    rig.scan(badge(rig, Role.OPERATOR))
    for _ in range(5):
        assert refused(rig, "00000000") is Reason.WRONG_PIN
    assert refused(rig, rig.person(Role.OPERATOR).pin) is Reason.LOCKED_OUT
    assert [p["failures"] for p in payloads(rig, "pin_refused")] == [1, 2, 3, 4, 5]
    rig.clock.advance(minutes=2)
    rig.scan(badge(rig, Role.OPERATOR))
    assert refused(rig, rig.person(Role.OPERATOR).pin) is None


def test_one_persons_lockout_is_no_other_persons(rig: Rig) -> None:
    rig.scan(badge(rig, Role.OPERATOR))
    for _ in range(5):
        refused(rig, "00000000")
    rig.sign_in(Role.OPERATOR, 1)
    assert at_bench(rig).person == "pavel"


# Who comes next ------------------------------------------------------------------------------------


def test_a_badge_ends_the_session_of_whoever_was_here(rig: Rig) -> None:
    token = rig.sign_in()
    rig.scan(badge(rig, Role.OPERATOR, 1))
    assert signing_in.person_of(rig.world, token) is None
    assert at_bench(rig).person is None
    assert payloads(rig, "signed_out") == [{"person": "dana", "because": "badge"}]


def test_the_next_person_resumes_the_draft_and_each_answer_names_its_own(rig: Rig) -> None:
    open_item(rig)
    press(rig, 2)
    draft = in_hand(rig)
    rig.sign_in(Role.OPERATOR, 1)
    assert said(at_bench(rig)) == Say.RESUMED
    assert in_hand(rig) == draft
    press(rig, 1, 1, 1, 1, 1, 1, 1)
    answers = in_hand(rig).answers
    assert answers[0].by == "dana"
    assert {answer.by for answer in answers[1:]} == {"pavel"}


def test_signing_out_keeps_the_item_for_whoever_comes(rig: Rig) -> None:
    token = rig.sign_in()
    rig.scan(rig.site.returns[1].rma)
    draft = in_hand(rig)
    signing_in.sign_out(rig.world)
    assert signing_in.person_of(rig.world, token) is None
    assert said(press(rig, 1)) == Reason.SIGN_IN_FIRST
    rig.sign_in()
    assert in_hand(rig) == draft


def test_a_badge_signs_in_even_where_a_supervisor_was_awaited(rig: Rig) -> None:
    """The bench must never lock everyone out because someone left in the middle of an override."""
    to_verdict(rig)
    press(rig, Command.OVERRIDE, 1, 1)
    rig.clock.advance(minutes=11)
    assert said(press(rig, Command.CANCEL)) == Reason.SIGN_IN_FIRST
    rig.sign_in(Role.OPERATOR, 1)
    assert at_bench(rig).person == "pavel"
    press(rig, Command.CANCEL)
    assert said(to_bin(rig)) == Say.BINNED


# How long ------------------------------------------------------------------------------------------


def test_an_idle_bench_locks_and_keeps_the_item(rig: Rig) -> None:
    open_item(rig)
    draft = in_hand(rig)
    rig.clock.advance(minutes=10)
    result = press(rig, 1)
    assert (said(result), result.person) == (Reason.SIGN_IN_FIRST, None)
    assert payloads(rig, "signed_out") == [{"person": "dana", "because": "idle"}]
    rig.sign_in()
    assert in_hand(rig) == draft


def test_work_keeps_a_session_alive_until_the_end_of_the_shift(rig: Rig) -> None:
    token = rig.sign_in()
    for _ in range(12 * 60 // 8):
        rig.scan("NOBODY-KNOWS-ME", wait=8 * 60 - 2)
    assert at_bench(rig).person == "dana"
    rig.clock.advance(minutes=5)
    assert said(rig.scan("NOBODY-KNOWS-ME")) == Reason.SIGN_IN_FIRST
    assert signing_in.person_of(rig.world, token) is None


def test_an_idle_session_stays_over_when_the_clock_is_set_back(rig: Rig) -> None:
    token = rig.sign_in()
    rig.clock.advance(minutes=30)
    press(rig, 1)
    rig.clock.advance(minutes=-30)
    assert signing_in.person_of(rig.world, token) is None


# Changes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["pin", "badge"])
def test_another_pin_or_badge_ends_the_session(rig: Rig, field: str) -> None:
    from dataclasses import replace

    token = rig.sign_in()
    changed = replace(rig.person(Role.OPERATOR), **{field: "12345678-AND-MORE"})
    load_site(rig.world, [], [], [], [changed])
    assert signing_in.person_of(rig.world, token) is None
    assert at_bench(rig).person is None


def test_loading_the_same_people_again_disturbs_nobody(rig: Rig) -> None:
    token = rig.sign_in()
    load_site(rig.world, [], [], [], rig.site.people)
    assert signing_in.person_of(rig.world, token)


def test_a_persons_language_and_theme_are_kept(rig: Rig) -> None:
    token = rig.sign_in()
    signing_in.set_taste(rig.world, "dana", language="ru")
    signing_in.set_taste(rig.world, "dana", dark=True)
    person = signing_in.person_of(rig.world, token)
    assert person
    assert (person.language, person.dark) == ("ru", True)


def test_every_closed_item_names_who_closed_it(rig: Rig) -> None:
    to_verdict(rig)
    rig.sign_in(Role.OPERATOR, 1)
    to_bin(rig)
    done = last_closed(rig)
    assert (done.opened_by, done.closed_by) == ("dana", "pavel")
    assert asked(at_bench(rig)) is None
    assert check_journal(rig.world) == ()
