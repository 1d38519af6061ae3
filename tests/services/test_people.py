"""Managers decide on access: who comes, who goes at once, what proves it, and what nobody may do alone."""

from dataclasses import replace

import pytest

from station.domain.errors import DomainError, Reason
from station.domain.people import Person, Role, Tries
from station.domain.scanning import BADGE_PREFIX
from station.services import signing_in
from station.services.loading import load_site
from station.services.people import listing, managing
from station.services.people.from_file import BadgeTaken
from station.services.people.managing import ShownOnce
from station.services.verifying import check_journal
from tests.support.people import known, pin_of, refused
from tests.support.stations import Rig
from tests.support.work import at_bench, badge, entries, in_hand, open_item, payloads, press, said

NAMES = ("<b>&\"'", "דנה לוי", "O'Neil; DROP TABLE people", "محمد", "Ö" * 80)
NOT_NAMES = ("", "   ", "a\x00b", "right\u202eleft", "x" * 81)


def manager(rig: Rig) -> Person:
    return known(rig, "amir")


def added(rig: Rig, name: str = "Lena", role: Role = Role.OPERATOR) -> ShownOnce:
    given = {"name": name, "role": role.value, "language": "he"}
    problems, shown = managing.add(rig.world, manager(rig), given, pin_of(rig))
    assert problems == () and shown
    return shown


def enter(rig: Rig, shown: ShownOnce, pin: str, fresh: str = "") -> signing_in.SignInResult:
    rig.scan(BADGE_PREFIX + shown.badge)
    return signing_in.sign_in(rig.world, pin, fresh=fresh)


# Coming --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_person_is_added_by_any_name_and_the_journal_knows_an_id_that_says_nothing(
    rig: Rig, name: str
) -> None:
    shown = added(rig, name)
    assert known(rig, shown.person.id).name == name
    assert payloads(rig, "person_added")[-1] == {
        "person": shown.person.id, "role": "operator", "by_file": False
    }  # fmt: skip
    written = str(entries(rig))
    for secret in (name, shown.badge, shown.pin, shown.person.sign_in):
        assert secret not in written


@pytest.mark.parametrize("name", NOT_NAMES)
def test_a_name_is_one_line_that_can_be_read(rig: Rig, name: str) -> None:
    given = {"name": name, "role": "operator", "language": "he"}
    problems, shown = managing.add(rig.world, manager(rig), given, "")
    assert [p.key for p in problems] == ["name"] and shown is None


def test_a_one_time_pin_lets_its_owner_choose_one_and_nothing_else(rig: Rig) -> None:
    shown = added(rig)
    first = enter(rig, shown, shown.pin)
    assert first.token is None and first.refused and first.refused.reason is Reason.CHOOSE_PIN
    assert at_bench(rig).person is None
    result = signing_in.sign_in(rig.world, shown.pin, fresh="long words with spaces")
    assert result.token and signing_in.person_of(rig.world, result.token)
    assert at_bench(rig).person == shown.person.id
    after = enter(rig, shown, shown.pin)
    assert after.refused and after.refused.reason is Reason.WRONG_PIN
    assert enter(rig, shown, "long words with spaces").token


@pytest.mark.parametrize(
    ("fresh", "reason"),
    [
        ("1234567", Reason.PIN_LENGTH),
        ("x" * 65, Reason.PIN_LENGTH),
        ("12345678", Reason.PIN_TOO_PLAIN),
        ("87654321", Reason.PIN_TOO_PLAIN),
        ("00000000", Reason.PIN_TOO_PLAIN),
        ("x" * 64, Reason.PIN_TOO_PLAIN),
        ("  correct horse  ", None),
        ("קוד סודי ארוך 🔑", None),
        ("half \ud800 a character", None),
        ("\x00null\x00and\x00void", None),
        ("29384756" * 8, None),
    ],
)
def test_any_password_of_eight_to_sixty_four_characters_does(
    rig: Rig, fresh: str, reason: Reason | None
) -> None:
    shown = added(rig)
    enter(rig, shown, shown.pin)
    result = signing_in.sign_in(rig.world, shown.pin, fresh=fresh)
    assert (result.refused.reason if result.refused else None) is reason
    if reason is None:
        assert enter(rig, shown, fresh).token
        assert enter(rig, shown, fresh.strip() + "!").token is None


def test_the_one_time_pin_itself_cannot_be_chosen_and_does_not_last(rig: Rig) -> None:
    shown = added(rig)
    enter(rig, shown, shown.pin)
    again = signing_in.sign_in(rig.world, shown.pin, fresh=shown.pin)
    assert again.refused and again.refused.reason is Reason.PIN_AS_BEFORE
    rig.clock.advance(days=3, minutes=1)
    late = enter(rig, shown, shown.pin)
    assert late.refused and late.refused.reason is Reason.WRONG_PIN


def test_a_one_time_pin_proves_nobody_for_a_step_up(rig: Rig) -> None:
    shown = added(rig, role=Role.MANAGER)
    given = {"name": "X", "role": "manager", "language": "en"}
    assert refused(managing.add, rig.world, shown.person, given, shown.pin) is Reason.CHOOSE_PIN


# Changing ------------------------------------------------------------------------------------------


def change(rig: Rig, id_: str, role: Role, pin: str, by: str = "amir") -> object:
    before = known(rig, id_)
    given = {"name": before.name, "role": role.value, "language": before.language}
    return managing.change(rig.world, known(rig, by), id_, managing.stamp(before), given, pin)


def test_a_higher_role_takes_the_managers_own_pin_for_that_one_act(rig: Rig) -> None:
    assert refused(change, rig, "dana", Role.MANAGER, "") is Reason.WRONG_PIN
    assert refused(change, rig, "dana", Role.MANAGER, rig.person(Role.OPERATOR).pin) is Reason.WRONG_PIN
    assert known(rig, "dana").role is Role.OPERATOR
    assert change(rig, "dana", Role.MANAGER, pin_of(rig)) == ()
    assert known(rig, "dana").role is Role.MANAGER
    assert payloads(rig, "stepped_up") == [{"person": "amir", "act": "promote", "about": "dana"}]
    assert change(rig, "dana", Role.OPERATOR, "") == ()
    assert payloads(rig, "person_changed")[-1] == {
        "person": "dana", "what": ["role"], "role": "operator", "was": "manager"
    }  # fmt: skip


def test_wrong_pins_of_a_step_up_lock_out_as_at_the_door(rig: Rig) -> None:
    for _ in range(5):
        assert refused(managing.end_access, rig.world, manager(rig), "dana", "00000000") is Reason.WRONG_PIN
    act = (managing.end_access, rig.world, manager(rig), "dana", pin_of(rig))
    assert refused(*act) is Reason.LOCKED_OUT
    assert known(rig, "dana").may_enter


def test_what_another_screen_changed_is_not_overwritten(rig: Rig) -> None:
    seen = managing.stamp(known(rig, "dana"))
    assert change(rig, "dana", Role.SUPERVISOR, pin_of(rig)) == ()
    given = {"name": "Dana", "role": "operator", "language": "en"}
    act = (managing.change, rig.world, manager(rig), "dana", seen, given, pin_of(rig))
    assert refused(*act) is Reason.CHANGED_MEANWHILE


def test_nobody_below_a_manager_decides_whatever_page_they_found(rig: Rig) -> None:
    noa = known(rig, "noa")
    assert refused(managing.new_badge, rig.world, noa, "dana") is Reason.NOT_ALLOWED
    act = (managing.end_access, rig.world, noa, "dana", rig.person(Role.SUPERVISOR).pin)
    assert refused(*act) is Reason.NOT_ALLOWED


def test_a_new_badge_kills_the_one_before(rig: Rig) -> None:
    shown = managing.new_badge(rig.world, manager(rig), "dana")
    assert said(rig.scan(badge(rig, Role.OPERATOR))) == Reason.UNKNOWN_BADGE
    assert enter(rig, shown, rig.person(Role.OPERATOR).pin).token


def test_a_reset_ends_what_was_open_and_unlocks(rig: Rig) -> None:
    token = rig.sign_in()
    shown = managing.reset_pin(rig.world, manager(rig), "dana", pin_of(rig))
    assert signing_in.person_of(rig.world, token) is None
    rig.scan(badge(rig, Role.OPERATOR))
    old = signing_in.sign_in(rig.world, rig.person(Role.OPERATOR).pin)
    assert old.refused and old.refused.reason is Reason.WRONG_PIN
    rig.scan(badge(rig, Role.OPERATOR))
    fresh = signing_in.sign_in(rig.world, shown.pin, fresh="my new secret")
    assert fresh.token


def test_a_manager_unlocks_whom_wrong_pins_locked_out(rig: Rig) -> None:
    rig.scan(badge(rig, Role.OPERATOR))
    for _ in range(5):
        signing_in.sign_in(rig.world, "00000000")
    locked = {listed.person.id: listed.locked_until for listed in listing.everybody(rig.world)}
    assert locked["dana"] and not locked["pavel"]
    managing.unlock(rig.world, manager(rig), "dana")
    rig.sign_in()
    assert at_bench(rig).person == "dana"


# Going ---------------------------------------------------------------------------------------------


def test_access_ends_in_mid_inspection_the_bench_locks_and_the_item_stays(rig: Rig) -> None:
    token = rig.sign_in()
    open_item(rig)
    press(rig, 2)
    draft = in_hand(rig)
    revision = at_bench(rig).revision
    managing.end_access(rig.world, manager(rig), "dana", pin_of(rig))
    assert signing_in.person_of(rig.world, token) is None
    assert (at_bench(rig).person, at_bench(rig).revision > revision) == (None, True)
    assert said(press(rig, 1)) == Reason.SIGN_IN_FIRST
    assert said(rig.scan(badge(rig, Role.OPERATOR))) == Reason.UNKNOWN_BADGE
    assert payloads(rig, "access_ended") == [{"person": "dana", "sessions": 1}]
    rig.sign_in(Role.OPERATOR, 1)
    assert in_hand(rig) == draft
    assert check_journal(rig.world) == ()


def test_a_badge_that_waits_for_its_pin_waits_in_vain(rig: Rig) -> None:
    rig.scan(badge(rig, Role.OPERATOR))
    managing.end_access(rig.world, manager(rig), "dana", pin_of(rig))
    result = signing_in.sign_in(rig.world, rig.person(Role.OPERATOR).pin)
    assert result.refused and result.refused.reason is Reason.SIGN_IN_FIRST


def test_nobody_ends_their_own_access_and_the_last_manager_stays(rig: Rig) -> None:
    end = managing.end_access
    assert refused(end, rig.world, manager(rig), "amir", pin_of(rig)) is Reason.OWN_ACCESS
    assert refused(change, rig, "amir", Role.OPERATOR, pin_of(rig)) is Reason.OWN_ACCESS
    assert refused(managing.reset_pin, rig.world, manager(rig), "amir", pin_of(rig)) is Reason.OWN_ACCESS
    with rig.world.begin() as uow, pytest.raises(DomainError) as last:
        managing.end(rig.world, uow, "amir", "07")
    assert last.value.reason is Reason.LAST_MANAGER
    assert change(rig, "noa", Role.MANAGER, pin_of(rig)) == ()
    noa = known(rig, "noa")
    end(rig.world, manager(rig), "noa", pin_of(rig))
    assert refused(end, rig.world, noa, "amir", rig.person(Role.SUPERVISOR).pin) is Reason.WRONG_PIN
    assert known(rig, "amir").may_enter


def test_access_given_again_begins_with_a_one_time_pin(rig: Rig) -> None:
    managing.end_access(rig.world, manager(rig), "dana", pin_of(rig))
    assert refused(managing.reset_pin, rig.world, manager(rig), "dana", pin_of(rig)) is Reason.NOT_NOW
    shown = managing.give_access(rig.world, manager(rig), "dana", pin_of(rig))
    rig.scan(badge(rig, Role.OPERATOR))
    old = signing_in.sign_in(rig.world, rig.person(Role.OPERATOR).pin)
    assert old.refused and old.refused.reason is Reason.WRONG_PIN
    rig.scan(badge(rig, Role.OPERATOR))
    assert signing_in.sign_in(rig.world, shown.pin, fresh="back again now").token


# Files ---------------------------------------------------------------------------------------------


def test_two_people_swap_badges_in_one_load(rig: Rig) -> None:
    dana, pavel = rig.person(Role.OPERATOR), rig.person(Role.OPERATOR, 1)
    swapped = [replace(dana, badge=pavel.badge), replace(pavel, badge=dana.badge)]
    load_site(rig.world, [], [], [], swapped)
    rig.scan(BADGE_PREFIX + pavel.badge)
    assert signing_in.sign_in(rig.world, dana.pin).token
    assert at_bench(rig).person == "dana"


def test_a_badge_of_somebody_whom_the_file_does_not_name_is_refused_whole(rig: Rig) -> None:
    pavel = rig.person(Role.OPERATOR, 1)
    with pytest.raises(BadgeTaken, match="dana in the file belongs to pavel"):
        load_site(rig.world, [], [], [], [replace(rig.person(Role.OPERATOR), badge=pavel.badge)])
    rig.sign_in(Role.OPERATOR, 1)


def test_a_file_changes_nothing_back_that_was_set_on_screen(rig: Rig) -> None:
    lost = managing.new_badge(rig.world, manager(rig), "dana")
    managing.end_access(rig.world, manager(rig), "pavel", pin_of(rig))
    shown = added(rig)
    taken = load_site(rig.world, [], [], [], [*rig.site.people[:2], rig.site.people[3]])
    assert (taken.kept, taken.ended) == (("dana",), ("pavel",))
    assert set(taken.unnamed) == {"noa", shown.person.id}
    assert taken.telling == ("dana", "pavel", "amir")
    assert known(rig, "dana") == lost.person
    assert not known(rig, "pavel").may_enter
    rig.sign_in(Role.SUPERVISOR)  # not named, and still welcome


def test_people_of_before_have_numbers_of_their_own(rig: Rig) -> None:
    everybody = [listed.person for listed in listing.everybody(rig.world)]
    assert sorted(person.number for person in everybody) == [1, 2, 3, 4]
    assert len({person.sign_in for person in everybody if len(person.sign_in) == 6}) == 4


def test_wrong_tries_are_forgotten_one_by_one(rig: Rig) -> None:
    tries, now = Tries(), rig.clock.now()
    for _ in range(19):
        tries = tries.failed(now)
    assert not tries.locked(now)
    assert tries.failed(now).locked(now)
    rig.clock.advance(minutes=30)
    assert tries.failed(rig.clock.now()).failures == 10
