"""What a way out brings: price less everything, exact until the end."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.disposition import Disposition, Part
from station.domain.errors import DomainError, Reason
from station.domain.grading import Grade
from station.domain.money import Money
from station.domain.prices import Prices, Way, nets, reckoner
from station.domain.texts import Texts

RESALE, REFURBISH, DISPOSAL = Disposition.RESALE, Disposition.REFURBISH, Disposition.DISPOSAL
ANY = Texts("any")
PERCENT = {Grade.A: Decimal(80), Grade.B: Decimal("72.5"), Grade.C: Decimal(50)}


def of(*ways: Way, currency: str = "ILS") -> Prices:
    return Prices(1, currency, Decimal(60), ways)


def ils(minor: int) -> Money:
    return Money.of_minor(minor, "ILS")


OUTLET = Way(
    "outlet",
    ANY,
    RESALE,
    price_percent=PERCENT,
    decay_percent=Decimal("0.2"),
    days_held=10,
    fee_percent=Decimal(12),
    fee=Decimal("1.00"),
    labour_minutes=Decimal(5),
    parts=Decimal("2.50"),
    freight=Decimal(18),
    disposal=Decimal("0.75"),
)


def test_net_recovery_counted_by_hand() -> None:
    """100.00 new, half of it at grade C, 2% less for ten days; 12% of that and 1.00; 5 minutes at 60.00."""
    net = nets(of(OUTLET), "kitchen", Grade.C, ils(10_000))[RESALE]
    assert dict(net.parts) == {
        Part.PRICE: 5000,
        Part.DECAY: -100,
        Part.FEES: -688,
        Part.LABOUR: -500,
        Part.PARTS: -250,
        Part.FREIGHT: -1800,
        Part.DISPOSAL: -75,
    }
    assert (net.amount, net.currency, net.way) == (1587, "ILS", "outlet")


def test_a_grade_without_a_price_brings_nothing_and_costs_the_same() -> None:
    assert nets(of(OUTLET), "kitchen", Grade.E, ils(10_000))[RESALE].amount == -2725


def test_no_more_than_all_of_the_price_decays() -> None:
    held = Way("held", ANY, RESALE, price_percent=PERCENT, decay_percent=Decimal(30), days_held=10)
    assert nets(of(held), "kitchen", Grade.A, ils(10_000))[RESALE].amount == 0


def test_the_best_way_of_a_disposition_counts_and_only_those_for_the_category() -> None:
    market = Way("market", ANY, RESALE, ("electronics",), price_percent={Grade.A: Decimal(90)})
    shop = Way("shop", ANY, RESALE, price_percent={Grade.A: Decimal(80)})
    prices = of(shop, market)
    assert nets(prices, "electronics", Grade.A, ils(100))[RESALE].way == "market"
    assert nets(prices, "kitchen", Grade.A, ils(100))[RESALE].way == "shop"


def test_half_a_cent_goes_to_the_even_cent() -> None:
    half = Way("half", ANY, RESALE, price_percent={Grade.A: Decimal(50)})
    found = [nets(of(half), "kitchen", Grade.A, ils(new))[RESALE].amount for new in (1, 3, 5)]
    assert found == [0, 2, 2]


def test_yen_have_no_cents() -> None:
    labour = Way("shop", ANY, RESALE, price_percent={Grade.A: Decimal(50)}, labour_minutes=Decimal(1))
    net = nets(of(labour, currency="JPY"), "kitchen", Grade.A, Money.of_minor(1001, "JPY"))[RESALE]
    assert (net.amount, net.parts) == (500, ((Part.PRICE, 501), (Part.LABOUR, -1)))


def test_a_value_in_another_currency_than_the_prices_is_refused() -> None:
    with pytest.raises(DomainError) as refused:
        nets(of(OUTLET), "kitchen", Grade.A, Money.of_minor(100, "EUR"))
    assert refused.value.reason is Reason.TWO_CURRENCIES
    assert refused.value.facts == {"this": "ILS", "other": "EUR"}


# Under generated input -------------------------------------------------------------------------------

SHARES = st.decimals(0, 100, places=2)
COSTS = st.decimals(0, 1000, places=2)
WAYS = st.builds(
    Way,
    id=st.uuids().map(str),
    text=st.just(ANY),
    disposition=st.sampled_from(Disposition),
    price_percent=st.dictionaries(st.sampled_from(Grade), SHARES),
    decay_percent=SHARES,
    days_held=st.integers(0, 60),
    fee_percent=SHARES,
    fee=COSTS,
    labour_minutes=COSTS,
    parts=COSTS,
    freight=COSTS,
    disposal=COSTS,
)
VALUES = st.integers(0, 10**9)


@given(ways=st.lists(WAYS, max_size=5), value=VALUES, grade=st.sampled_from(Grade), seed=st.integers())
def test_net_recovery_never_depends_on_the_order_of_ways(
    ways: list[Way], value: int, grade: Grade, seed: int
) -> None:
    mixed = Random(seed).sample(ways, len(ways))
    one, other = (nets(of(*each), "kitchen", grade, ils(value)) for each in (ways, mixed))
    assert {d: net.amount for d, net in one.items()} == {d: net.amount for d, net in other.items()}


@given(way=WAYS, value=VALUES, grade=st.sampled_from(Grade))
def test_the_amount_is_that_of_exact_fractions_rounded_once(way: Way, value: int, grade: Grade) -> None:
    price = Fraction(value) * Fraction(way.price_percent.get(grade, Decimal(0))) / 100
    left = price * (1 - min(Fraction(way.decay_percent) * way.days_held / 100, Fraction(1)))
    costs = Fraction(way.fee + way.parts + way.freight + way.disposal) + Fraction(way.labour_minutes)
    exact = left * (1 - Fraction(way.fee_percent) / 100) - costs * 100
    net = nets(of(way), "kitchen", grade, ils(value))[way.disposition]
    assert net.amount == round(exact)  # Python rounds fractions half to even too
    assert sum(amount for _, amount in net.parts) == net.amount


@given(way=WAYS, value=VALUES)
def test_a_case_that_was_counted_before_is_the_same_again(way: Way, value: int) -> None:
    prices = of(way)
    ask = reckoner(prices)
    assert ask("kitchen", Grade.B, value) is ask("kitchen", Grade.B, value)
    assert ask("kitchen", Grade.B, value) == nets(prices, "kitchen", Grade.B, ils(value))
