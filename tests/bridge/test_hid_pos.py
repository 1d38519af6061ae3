"""Reports become codes by what the descriptor says of them, and only whole ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_bridge.decode.dialect import About, Broken, Code, Note, Said, Send, Signal
from firmware_bridge.decode.hid_pos import LOST, HidPos
from firmware_bridge.events import BrokenReason
from firmware_bridge.sim.hid_honeywell import HoneywellAnswers
from firmware_bridge.sim.hid_reports import COMMON, HONEYWELL, Shape
from firmware_bridge.sim.hid_scanner import FEATURE, OUTPUT

from .hid_facts import BARE, OPAQUE, POS, SHORT, SHORT_SHAPE, TURNED, TURNED_SHAPE

LONG = bytes(range(0x20, 0x7F)) * 3


def said(dialect: HidPos, *reports: bytes) -> list[Said]:
    return [one for number, report in enumerate(reports) for one in dialect.feed(report, number * 0.001)]


@pytest.mark.parametrize(
    ("descriptor", "shape"),
    [(POS, COMMON), (TURNED, TURNED_SHAPE), (OPAQUE, COMMON), (b"", COMMON), (HONEYWELL, COMMON)],
)
@pytest.mark.parametrize("data", [b"4006381333931", b"0104006381333931\x1d10LOT", LONG, b"x" * 56])
def test_a_code_of_any_length_arrives_whole(descriptor: bytes, shape: Shape, data: bytes) -> None:
    assert said(HidPos(descriptor), *shape.reports(data, "]d2")) == [Code(data, "]d2")]


def test_a_short_report_without_a_continued_flag_is_a_code_of_its_own() -> None:
    assert said(HidPos(SHORT), SHORT_SHAPE.one(b"4006381333931", "]E0")[:34]) == [
        Code(b"4006381333931", "]E0")
    ]


def test_reports_without_ids_begin_with_their_data() -> None:
    (report,) = Shape(room=59, continued_at=0).reports(b"4006381333931", "]E0")
    assert said(HidPos(BARE), report[1:]) == [Code(b"4006381333931", "]E0")]


def test_without_an_identifier_the_data_may_carry_one() -> None:
    assert said(HidPos(POS), *COMMON.reports(b"]E04006381333931")) == [Code(b"]E04006381333931", None)]
    assert said(HidPos(POS), *COMMON.reports(b"X", "\x01\x02\x03")) == [Code(b"X", None)]


def test_another_report_is_no_code() -> None:
    assert not codes(said(HidPos(POS), b"\x05" + bytes(63), b"", b"\x00"))


def test_a_length_that_cannot_be_breaks_that_report_alone() -> None:
    wrong = bytearray(COMMON.one(b"ABC"))
    wrong[1] = 57
    assert said(HidPos(POS), bytes(wrong), COMMON.one(b"GOOD")) == [
        Broken(BrokenReason.INCOMPLETE, 63),
        Code(b"GOOD"),
    ]


def test_a_report_cut_short_breaks_the_code_it_belongs_to() -> None:
    first, second = COMMON.reports(b"A" * 100)
    assert said(HidPos(POS), first, second[:20], COMMON.one(b"TAIL"), COMMON.one(b"GOOD")) == [
        Broken(BrokenReason.INCOMPLETE, 56 + 19 + 4),
        Code(b"GOOD"),
    ]


def test_the_end_of_one_code_and_the_beginning_of_another_are_not_joined() -> None:
    dialect = HidPos(POS)
    begun = COMMON.one(b"A" * 56, "]Q1", more=True)
    assert said(dialect, begun, COMMON.one(b"B", "]C1"), COMMON.one(b"GOOD")) == [
        Broken(BrokenReason.INCOMPLETE, 57),
        Code(b"GOOD"),
    ]


def test_where_reports_may_be_lost_nothing_is_joined() -> None:
    first, second = COMMON.reports(b"A" * 100)
    assert said(HidPos(POS), first, LOST, second, COMMON.one(b"GOOD")) == [
        Note("the kernel's queue was full: reports may be lost"),
        Broken(BrokenReason.INCOMPLETE, 100),
        Code(b"GOOD"),
    ]


def test_parts_without_an_end_are_given_up_in_time() -> None:
    dialect = HidPos(POS, patience=1.0)
    dialect.feed(COMMON.one(b"A" * 56, more=True), 5.0)
    assert (dialect.pending, dialect.due) == (56, 6.0)
    assert not dialect.tick(5.9)
    assert dialect.tick(6.0) == [Broken(BrokenReason.INCOMPLETE, 56)]
    assert (dialect.pending, dialect.due) == (0, None)


def test_an_unplug_cuts_what_is_unfinished() -> None:
    dialect = HidPos(POS)
    dialect.feed(COMMON.one(b"A" * 56, more=True), 0)
    assert dialect.abandon() == [Broken(BrokenReason.CUT_BY_UNPLUG, 56)]
    assert dialect.abandon() == []


def test_a_code_beyond_the_limit_is_one_fault() -> None:
    dialect = HidPos(POS, max_length=100)
    assert said(dialect, *COMMON.reports(b"A" * 1000), *COMMON.reports(b"B" * 100)) == [
        Broken(BrokenReason.TOO_LONG, 1000),
        Code(b"B" * 100),
    ]


# Honeywell ---------------------------------------------------------------------------------------


def talk(dialect: HidPos, answers: HoneywellAnswers, saying: list[Said]) -> list[Said]:
    """Carry what the dialect sends to a simulated Honeywell, and its answers back."""
    heard = list(saying)
    for one in heard:
        if isinstance(one, Send):
            kind = FEATURE if one.data[0] == 0xFE else OUTPUT
            heard += [back for report in answers(kind, one.data) for back in dialect.feed(report, 0.1)]
    return heard


def test_a_honeywell_is_put_into_pos_mode_and_says_who_it_is() -> None:
    dialect, answers = HidPos(HONEYWELL), HoneywellAnswers()
    heard = talk(dialect, answers, list(dialect.hello(0.0)))
    assert answers.pos_mode
    assert not codes(heard)
    assert [one for one in heard if isinstance(one, About)] == [
        About("Honeywell", "Granit 1981i", "17093B4567", "16345")
    ]


def test_each_result_sounds_its_own_way() -> None:
    counts = {}
    for signal in Signal:
        dialect, answers = HidPos(HONEYWELL), HoneywellAnswers(pos_mode=True)
        said = list(dialect.signal(signal, 0.0))
        for step in range(1, 20):
            said += dialect.tick(step * 0.1)
        talk(dialect, answers, said)
        counts[signal] = answers.beeps
    assert len(set(counts.values())) == len(Signal)
    assert all(counts.values())


def test_scanning_can_be_begun_and_ended() -> None:
    dialect, answers = HidPos(HONEYWELL), HoneywellAnswers(pos_mode=True)
    talk(dialect, answers, [*dialect.switch(True, 0.0), *dialect.switch(False, 1.0)])
    assert answers.triggers == [True, False]


def test_commands_and_their_size_are_those_of_the_descriptor() -> None:
    (sent,) = (one for one in HidPos(HONEYWELL).signal(Signal.GOOD, 0.0) if isinstance(one, Send))
    assert sent.data == b"\xfd\x03\x16\x07\r".ljust(64, b"\0")


def test_answers_are_never_codes_even_when_nobody_asked() -> None:
    reports = (*COMMON.reports(b"DEFALT", "]X0"), *COMMON.reports(b"DEFALT\x06.", "]Z6"))
    assert not codes(said(HidPos(HONEYWELL), *reports))


def test_a_scanner_without_those_reports_is_sent_nothing() -> None:
    dialect = HidPos(POS)
    assert not dialect.hello(0.0)
    assert not any(dialect.signal(signal, 0.0) for signal in Signal)
    assert said(dialect, *COMMON.reports(b"OTHER", "]X0")) == [Code(b"OTHER", "]X0")]


# Any bytes ---------------------------------------------------------------------------------------

reports = st.one_of(
    st.binary(max_size=80),
    st.builds(COMMON.one, st.binary(max_size=56), st.sampled_from(["", "]E0", "]X0", "]Z6"]), st.booleans()),
    st.binary(max_size=80).map(lambda data: b"\x02" + data),
)
descriptors = st.sampled_from([POS, TURNED, OPAQUE, SHORT, BARE, HONEYWELL, b""])


@given(descriptors, st.lists(st.tuples(reports, st.floats(0, 2))), st.integers(0, 200))
def test_no_report_breaks_it_and_nothing_grows(
    descriptor: bytes, stream: list[tuple[bytes, float]], limit: int
) -> None:
    dialect, now = HidPos(descriptor, max_length=limit), 0.0
    dialect.hello(now)
    for report, pause in stream:
        now += pause
        for one in (*dialect.tick(now), *dialect.feed(report, now)):
            assert not isinstance(one, Code) or len(one.data) <= limit
        assert len(dialect._code.data) <= limit


@given(st.lists(st.binary(min_size=1, max_size=300), max_size=5), st.data())
def test_a_code_that_lost_a_report_is_never_given_out_as_another(
    sent: list[bytes], data: st.DataObject
) -> None:
    """Any one report that arrives cut leaves only codes that were sent."""
    stream = [report for code in sent for report in COMMON.reports(code, "]C0")]
    at = data.draw(st.integers(0, max(0, len(stream) - 1)))
    stream[at : at + 1] = [report[:20] for report in stream[at : at + 1]]
    assert set(codes(said(HidPos(POS), *stream))) <= set(sent)


@given(st.lists(st.binary(min_size=1, max_size=300)))
def test_every_code_arrives_in_order(sent: list[bytes]) -> None:
    stream = [report for code in sent for report in COMMON.reports(code, "]C0")]
    assert codes(said(HidPos(POS), *stream)) == sent


def codes(saying: list[Said]) -> list[bytes]:
    return [one.data for one in saying if isinstance(one, Code)]
