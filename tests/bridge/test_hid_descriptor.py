"""A report descriptor is read as the standard says, and no bytes break the reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_bridge.decode.hid_descriptor import MAX_BYTES, MAX_REPORT_BITS, ReportKind, parse
from firmware_bridge.decode.hid_layout import DATA, layouts
from firmware_bridge.sim.hid_reports import HONEYWELL

from .hid_facts import KEYBOARD, OPAQUE, POS


def test_the_usual_scanner_has_one_numbered_report_of_63_bytes() -> None:
    known = parse(POS)
    assert known.is_scanner and known.numbered
    assert known.reports(ReportKind.INPUT) == {2: 63}
    (data,) = (field for field in known.fields if DATA in field.usages)
    assert (data.offset, data.size, data.count) == (32, 8, 56)


def test_output_and_feature_reports_have_offsets_of_their_own() -> None:
    known = parse(HONEYWELL)
    assert known.reports(ReportKind.OUTPUT) == {0xFD: 63}
    assert known.reports(ReportKind.FEATURE) == {0xFE: 1}


def test_a_keyboard_is_no_scanner() -> None:
    known = parse(KEYBOARD)
    assert not known.is_scanner
    assert known.reports(ReportKind.INPUT) == {0: 8}


def test_what_was_pushed_comes_back() -> None:
    inner = "a4 7510 9502 8102 b4"  # push, two of 16 bits, pop
    known = parse(bytes.fromhex(f"058c0902a101 7508 9501 8102 {inner} 8102 c0"))
    assert [(field.offset, field.size, field.count) for field in known.fields] == [
        (0, 8, 1),
        (8, 16, 2),
        (40, 8, 1),
    ]


def test_a_long_item_is_skipped_and_a_cut_item_ends_it() -> None:
    assert parse(bytes.fromhex("fe 03 f0 aabbcc") + POS) == parse(POS)
    assert parse(POS[:-3]).is_scanner


def test_a_report_that_cannot_be_has_no_fields_from_there_on() -> None:
    huge = bytes.fromhex("058c0902a101 7508 9501 8102 77ffffffff 97ffffffff 8102 7508 9501 8102 c0")
    assert [(field.offset, field.count) for field in parse(huge).fields] == [(0, 1)]


@given(st.binary(max_size=MAX_BYTES + 100))
def test_any_bytes_are_read_within_bounds(data: bytes) -> None:
    check(data)


@given(st.lists(st.sampled_from([POS, HONEYWELL, OPAQUE, KEYBOARD]), max_size=4), st.data())
def test_any_damage_is_read_within_bounds(whole: list[bytes], data: st.DataObject) -> None:
    joined = bytearray(b"".join(whole))
    for at in data.draw(st.lists(st.integers(0, max(0, len(joined) - 1)), max_size=8)) if joined else []:
        joined[at] = data.draw(st.integers(0, 255))
    check(bytes(joined))


def check(data: bytes) -> None:
    known = parse(data)
    for field in known.fields:
        assert 0 < field.size * field.count <= MAX_REPORT_BITS and field.end <= MAX_REPORT_BITS
    for layout in layouts(known).values():
        layout.read(b"\xff" * 64)
        layout.read(b"")


@pytest.mark.parametrize(
    "hostile", ["19 00 2a ffff 29 ff", "1b 00000000 2b ffffffff", "a4" * 500, "0905" * 3000]
)
def test_no_list_of_usages_grows_without_bound(hostile: str) -> None:
    known = parse(bytes.fromhex("7508 9501" + hostile + "8102"))
    assert all(len(field.usages) <= 1024 for field in known.fields)
