"""A frame's bytes become data only, and its AIM identifier is told from data that looks alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_bridge.decode.aim import split_aim, symbology_name
from firmware_bridge.decode.text import decode_text, is_data


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"4006381333931", "4006381333931"),
        (b"\x1b[2J01\x00\x1d10A\x7f\r\n\t", "[2J01\x1d10A"),
        ("Größe".encode(), "Größe"),
        ("Größe".encode("latin-1"), "Größe"),
        ("חולצה".encode(), "חולצה"),
        (b"\xef\xbb\xbfBOM", "BOM"),
        ("a\u202eb\u2028c".encode(), "abc"),
        (b"\x85\x9b\xff", "ÿ"),
        (b"", ""),
    ],
)
def test_only_data_is_left(data: bytes, text: str) -> None:
    assert decode_text(data) == text


@given(st.binary(max_size=300))
def test_any_bytes_decode_to_data(data: bytes) -> None:
    assert all(map(is_data, decode_text(data)))


@pytest.mark.parametrize(
    ("text", "aim", "data"),
    [
        ("]E04006381333931", "]E0", "4006381333931"),
        ("]C10104006381333931", "]C1", "0104006381333931"),
        ("]d2010400\x1d21X", "]d2", "010400\x1d21X"),
        ("]e0011", "]e0", "011"),
        ("]Q3", "]Q3", ""),
        ("]E9123", None, "]E9123"),
        ("]y0123", None, "]y0123"),
        ("]c1123", None, "]c1123"),
        ("]", None, "]"),
        ("]E", None, "]E"),
        ("A]E0", None, "A]E0"),
        ("", None, ""),
    ],
)
def test_an_identifier_is_split_off_and_nothing_else(text: str, aim: str | None, data: str) -> None:
    assert split_aim(text) == (aim, data)


@given(st.text(max_size=20))
def test_splitting_loses_nothing(text: str) -> None:
    aim, data = split_aim(text)
    assert (aim or "") + data == text


@pytest.mark.parametrize(
    ("aim", "name"),
    [
        ("]E0", "EAN-13"),
        ("]E4", "EAN-8"),
        ("]C0", "Code 128"),
        ("]C1", "GS1-128"),
        ("]d1", "Data Matrix"),
        ("]d2", "GS1 DataMatrix"),
        ("]Q3", "GS1 QR Code"),
        ("]e0", "GS1 DataBar"),
        ("]??", None),
        (None, None),
    ],
)
def test_symbologies_have_names(aim: str | None, name: str | None) -> None:
    assert symbology_name(aim) == name
