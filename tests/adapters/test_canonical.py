"""Entries are written just as RFC 8785 wants them, whichever way is the faster one."""

import math

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from station.adapters.local.canonical import canonical

LARGEST = 2**53 - 1
NUMBERS = st.integers(-LARGEST, LARGEST) | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
EDGES = [
    0.0,
    -0.0,
    2.0,
    -7.0,
    0.1,
    1e-4,
    9.999999999999999e-05,
    1e-7,
    5e-324,
    2.0**53,
    2.0**53 + 2,
    1e21,
    4503599627370497.5,
    0.30000000000000004,
    LARGEST,
    True,
    '\x00\x1f\x7f\u2028\U0001f4e6\\"/\b\t\n\f\r',
    {"b": 1, "a": [(), {}], "A": {"é": 1, "\U0001f4e6": 2, "\uffff": 3}},
]


@given(PLAIN)
def test_it_writes_what_the_package_for_the_rfc_writes(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", EDGES, ids=repr)
def test_numbers_and_letters_at_the_edges_are_written_alike(value: object) -> None:
    assert canonical({"it": value}) == rfc8785.dumps({"it": value})  # type: ignore[dict-item]


@pytest.mark.parametrize("value", [math.nan, math.inf, LARGEST + 1, "\ud800", {1: 2}], ids=repr)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical([value])
