"""Entries are taken in the one form that RFC 8785 gives them, and in no other, whatever numbers they name."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from station.adapters.local.sent_entries import read_entry

ENTRY = {
    "seq": 1,
    "id": "e-1",
    "station": "07",
    "actor": "dana",
    "at": "2026-11-22T10:00:00.000+02:00",
    "schema_version": 1,
    "kind": "photo_taken",
}
# Beyond these whole numbers are no longer told apart; no entry names one.
NUMBERS = st.floats(-1e15, 1e15) | st.decimals(-1000, 1000, places=3).map(float)


@given(st.lists(NUMBERS | st.integers(-(10**15), 10**15) | st.text(max_size=5), max_size=6))
def test_whatever_is_written_by_the_rfc_is_read_as_it_was(values: list[object]) -> None:
    written = rfc8785.dumps({**ENTRY, "payload": {"values": values}})
    found = read_entry(written.decode())
    assert found
    assert (found.payload, found.canonical) == ({"values": values}, written)


@given(NUMBERS)
def test_a_number_in_another_form_is_no_entry(number: float) -> None:
    """However many forms there are of a number, an entry with it has one hash."""
    for form in (repr(number), f"{number:.3f}", f"{number:.17g}", f"{number:e}", f"{number:f}0"):
        text = rfc8785.dumps({**ENTRY, "payload": {"x": "NUMBER"}}).decode().replace('"NUMBER"', form)
        same = rfc8785.dumps({**ENTRY, "payload": {"x": float(form)}}).decode() == text
        assert (read_entry(text) is not None) is same


@pytest.mark.parametrize("form", ["1.0", "-0.0", "0.10", "1e2", "1E-7", "0.00001", "100000000000000000000.5"])
def test_forms_that_the_rfc_does_not_know(form: str) -> None:
    text = rfc8785.dumps({**ENTRY, "payload": {"x": "NUMBER"}}).decode().replace('"NUMBER"', form)
    same = rfc8785.dumps({**ENTRY, "payload": {"x": float(form)}}).decode() == text
    assert (read_entry(text) is not None) is same
