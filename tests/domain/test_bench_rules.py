"""Bins, audits, people, scans and the catalogue: the small rules."""

from dataclasses import replace
from datetime import timedelta

import pytest

from station.domain.auditing.overrides import may_audit
from station.domain.bench import TONES, Ask, AskKind, Tone, refusal
from station.domain.binning import binned
from station.domain.catalog import Bin, BinUse, ExpectedReturn, RmaLine, bin_for
from station.domain.disposition import Decision, Disposition
from station.domain.errors import DomainError, Reason
from station.domain.grading import Grade, Graded
from station.domain.identifiers import BinCode, Rma, Sku
from station.domain.inspection import Inspection, Route, State
from station.domain.people import Attempts, Person, Role, Session
from station.domain.policy import Remedy, Ruling, Verdict
from station.domain.scanning import (
    Command,
    Gs1Facts,
    Scan,
    Source,
    badge_in,
    candidates,
    command_in,
    is_double,
    tidy,
)
from station.domain.texts import Texts
from tests.support.made import NOON, TODAY, after, opened

# Bins ----------------------------------------------------------------------------------------------


def routed_to(bin_: str | None) -> Inspection:
    route = Route(
        graded=Graded(Grade.A, None, ()),
        ruling=Ruling(Verdict.ELIGIBLE, Remedy.FULL_REFUND, (), 1, 30, 0),
        decision=Decision(Disposition.RESTOCK, 1, "sealed", Texts("Sealed"), ()),
        disposition=Disposition.RESTOCK,
        bin=BinCode(bin_) if bin_ else None,
        checklist_version=1,
        policy_version=1,
        table_version=1,
    )
    return replace(opened(), state=State.ROUTED, route=route)


def test_the_right_bin_closes_the_item() -> None:
    done = binned(routed_to("R-02"), BinCode("R-02"), after(9), "dana")
    assert (done.state, done.closed_at, done.closed_by) == (State.BINNED, after(9), "dana")


@pytest.mark.parametrize("scanned", ["D-01", "R-01", "R-021", "R-0", "r-02"])
def test_the_wrong_bin_names_both_however_near_it_is(scanned: str) -> None:
    with pytest.raises(DomainError) as refused:
        binned(routed_to("R-02"), BinCode(scanned), NOON, "dana")
    assert refused.value.reason is Reason.WRONG_BIN
    assert refused.value.facts == {"needed": "R-02", "scanned": scanned}


@pytest.mark.parametrize(
    ("inspection", "reason"),
    [(opened(), Reason.NOT_ROUTED_YET), (routed_to(None), Reason.NO_BIN)],
    ids=["before the verdict", "no bin set up"],
)
def test_no_bin_fits_before_a_verdict_or_without_one(inspection: Inspection, reason: Reason) -> None:
    with pytest.raises(DomainError) as refused:
        binned(inspection, BinCode("R-02"), NOON, "dana")
    assert refused.value.reason is reason


def bin_(code: str, use: BinUse = BinUse.RESTOCK, *categories: str) -> Bin:
    return Bin(BinCode(code), use, Texts(code), categories)


BINS = (
    bin_("R-01"),
    bin_("R-09", BinUse.RESTOCK, "kitchen", "beauty"),
    bin_("R-08", BinUse.RESTOCK, "kitchen"),
    bin_("S-01", BinUse.RESALE, "apparel"),
    bin_("H-01", BinUse.HOLD),
)


@pytest.mark.parametrize(
    ("disposition", "category", "code"),
    [
        (Disposition.RESTOCK, "kitchen", "R-08"),
        (Disposition.RESTOCK, "beauty", "R-09"),
        (Disposition.RESTOCK, "toys", "R-01"),
        (Disposition.RESALE, "kitchen", None),
        (Disposition.DISPOSAL, "kitchen", None),
    ],
)
def test_a_bin_of_the_items_own_category_comes_first(
    disposition: Disposition, category: str, code: str | None
) -> None:
    found = bin_for(BINS, disposition, category)
    assert (found.code if found else None) == code


# Expected returns ----------------------------------------------------------------------------------

LINES = (RmaLine(1, Sku("A"), quantity=2), RmaLine(2, Sku("B")))
EXPECTED = ExpectedReturn(Rma("RMA-1"), "W1", "T1", "webshop", TODAY, True, LINES)


def test_a_line_is_expected_until_all_its_units_came() -> None:
    once = EXPECTED.receive(1)
    assert [line.number for line in once.open_lines()] == [1, 2]
    assert [line.number for line in once.receive(1).open_lines()] == [2]
    assert once.receive(1).open_lines(Sku("A")) == ()


def test_a_unit_given_up_is_expected_again() -> None:
    assert EXPECTED.receive(2).receive(2, -1) == EXPECTED


def test_what_was_received_stays_received_when_a_return_is_announced_again() -> None:
    assert EXPECTED.carrying(EXPECTED.receive(2)).line(2).received == 1


# People --------------------------------------------------------------------------------------------


def person(role: Role, name: str = "noa") -> Person:
    return Person(name, name.title(), role, "en", "", "")


def test_an_operator_may_not_audit_and_nobody_their_own_work() -> None:
    for who, graders, reason in (
        (person(Role.OPERATOR), set(), Reason.NOT_ALLOWED),
        (person(Role.SUPERVISOR), {"noa"}, Reason.OWN_WORK),
        (person(Role.MANAGER), {"dana", "noa"}, Reason.OWN_WORK),
    ):
        with pytest.raises(DomainError) as refused:
            may_audit(who, graders)
        assert refused.value.reason is reason


def test_a_supervisor_and_a_manager_may_audit_the_work_of_others() -> None:
    may_audit(person(Role.SUPERVISOR), {"dana"})
    may_audit(person(Role.MANAGER), {"dana"})


def failed(times: int) -> Attempts:
    attempts = Attempts()
    for _ in range(times):
        attempts = attempts.failed(NOON)
    return attempts


@pytest.mark.parametrize(("times", "minutes"), [(4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (11, 60), (40, 60)])
def test_five_wrong_pins_lock_and_each_further_one_twice_as_long(times: int, minutes: int) -> None:
    until = failed(times).locked_until
    assert (until - NOON if until else timedelta(0)) == timedelta(minutes=minutes)


def test_a_lockout_ends_by_itself() -> None:
    attempts = failed(5)
    assert attempts.locked(after(59))
    assert not attempts.locked(after(60))


IDLE, SHIFT = timedelta(minutes=10), timedelta(hours=12)


@pytest.mark.parametrize(
    ("seen", "now", "alive"),
    [(0, 599, True), (0, 600, False), (43_000, 43_199, True), (43_190, 43_200, False)],
    ids=["at work", "idle", "end of the shift", "after the shift"],
)
def test_a_session_ends_when_idle_and_after_a_shift(seen: float, now: float, alive: bool) -> None:
    session = Session("s", "dana", NOON, after(seen))
    assert session.alive(after(now), IDLE, SHIFT) is alive


def test_an_ended_session_is_over_at_once() -> None:
    assert not Session("s", "dana", NOON, NOON, after(1)).alive(after(2), IDLE, SHIFT)


# Scans ---------------------------------------------------------------------------------------------


def scan(text: str, at: float = 0, device: str = "scanner", aim: str | None = None) -> Scan:
    return Scan(text, aim, device, after(at), Source.SCANNER, simulated=False)


def test_every_command_is_read_back_from_its_printed_code() -> None:
    assert [command_in(command.printed) for command in Command] == list(Command)


@pytest.mark.parametrize("text", ["1", "RS-1", "$RS-", "$RS-0", "$RS-10", "$rs-1", "$RS-1 ", "$RS-PHOTO2"])
def test_nothing_else_is_a_command(text: str) -> None:
    assert command_in(text) is None


def test_a_badge_is_what_stands_behind_its_prefix() -> None:
    assert badge_in("$ID-SECRET") == "SECRET"
    assert badge_in("ID-SECRET") is None
    assert badge_in("x$ID-SECRET") is None


@pytest.mark.parametrize(
    ("text", "at", "device", "double"),
    [
        ("A", 0.0, "scanner", True),
        ("A", 0.999, "scanner", True),
        ("A", 1.0, "scanner", False),
        ("B", 0.1, "scanner", False),
        ("A", 0.1, "other", False),
        ("A", -0.1, "scanner", False),
        ("A", -3600, "scanner", False),
    ],
)
def test_a_double_is_the_same_code_by_the_same_device_within_the_window(
    text: str, at: float, device: str, double: bool
) -> None:
    assert is_double(scan(text, at, device), scan("A"), 1000) is double


def test_the_first_scan_is_no_double() -> None:
    assert not is_double(scan("A"), None, 1000)


@pytest.mark.parametrize(
    ("text", "aim", "left", "taken"),
    [("]C0$RS-1", None, "$RS-1", "]C0"), ("]E0400", "]C0", "]E0400", "]C0"), ("A\ud800", None, "A?", None)],
    ids=["left in the text", "told apart already", "half a character"],
)
def test_an_aim_identifier_is_never_part_of_the_code(
    text: str, aim: str | None, left: str, taken: str | None
) -> None:
    tidied = tidy(scan(text, aim=aim))
    assert (tidied.text, tidied.aim) == (left, taken)


def test_a_code_is_looked_up_under_what_is_most_exact_first() -> None:
    found = candidates(scan(" ab1 "), Gs1Facts(gtin="04006381333931", serial="S1"))
    assert found == ("S1", "04006381333931", "ab1", "AB1")
    assert candidates(scan("  "), Gs1Facts()) == ()


# What the bench says -------------------------------------------------------------------------------


def test_every_refusal_has_a_tone_and_the_wrong_bin_the_loudest() -> None:
    notices = {reason: refusal(DomainError(reason, code="x")) for reason in Reason}
    assert notices[Reason.WRONG_BIN].tone is Tone.STOP
    assert notices[Reason.UNKNOWN_CODE].tone is Tone.UNKNOWN
    assert all(notice.tone is not Tone.GOOD for notice in notices.values())
    assert set(TONES) <= set(Reason)


def test_a_choice_is_counted_from_one() -> None:
    ask = Ask(AskKind.RELEASE, ("release", "leave"))
    assert (ask.option(1), ask.option(2)) == ("release", "leave")
    for number in (0, 3):
        with pytest.raises(DomainError) as refused:
            ask.option(number)
        assert refused.value.reason is Reason.NO_SUCH_CHOICE
