"""Money is decimal, has one currency, and is rounded once, half to even."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.errors import DomainError, Reason
from station.domain.money import Money, shared_out

AMOUNTS = st.decimals(-1_000_000, 1_000_000, places=6)
CURRENCIES = st.sampled_from(["ILS", "JPY", "KWD"])


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.50", "ILS", 1250),
        ("0.125", "ILS", 12),
        ("0.135", "ILS", 14),
        ("-0.125", "ILS", -12),
        ("0.5", "JPY", 0),
        ("1.5", "JPY", 2),
        ("0.0005", "KWD", 0),
        ("1.2345", "KWD", 1234),
    ],
)
def test_halves_go_to_the_even_unit_of_the_currency(amount: str, currency: str, minor: int) -> None:
    assert Money(Decimal(amount), currency).minor == minor


@given(units=st.integers(-(10**12), 10**12), currency=CURRENCIES)
def test_minor_units_come_back_as_they_were(units: int, currency: str) -> None:
    assert Money.of_minor(units, currency).minor == units


def test_two_currencies_never_meet() -> None:
    for together in (Money.__add__, Money.__sub__):
        with pytest.raises(DomainError) as refused:
            together(Money(Decimal(1), "ILS"), Money(Decimal(1), "EUR"))
        assert refused.value.reason is Reason.TWO_CURRENCIES


@given(parts=st.lists(AMOUNTS, max_size=8), currency=CURRENCIES)
def test_parts_that_are_shown_add_up_to_the_sum_that_is_shown(parts: list[Decimal], currency: str) -> None:
    shown = shared_out(parts, currency)
    assert sum(shown) == Money(sum(parts, Decimal(0)), currency).minor
    for part, units in zip(parts, shown, strict=True):
        assert abs(Money.of_minor(units, currency).amount - part) < Money.of_minor(1, currency).amount
        assert part or not units
