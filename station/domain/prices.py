"""What each way out of the station brings: price by grade and channel, less everything that it costs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from station.domain.disposition import Disposition, Net, Part
from station.domain.grading import Grade
from station.domain.money import Money
from station.domain.texts import Texts

_NONE, _HUNDRED, _MINUTES = Decimal(0), Decimal(100), Decimal(60)


@dataclass(frozen=True, slots=True)
class Way:
    """One way out: a disposition through a sales channel, for all categories or for some.

    Shares are in percent: the price of the value new by grade, the decay of the price for each day held,
    the fee of the price. ``labour_minutes`` are paid by the hour; other amounts are in the currency.
    """

    id: str
    text: Texts
    disposition: Disposition
    categories: tuple[str, ...] = ()
    price_percent: Mapping[Grade, Decimal] = field(default_factory=dict)
    decay_percent: Decimal = _NONE
    days_held: int = 0
    fee_percent: Decimal = _NONE
    fee: Decimal = _NONE
    labour_minutes: Decimal = _NONE
    parts: Decimal = _NONE
    freight: Decimal = _NONE
    disposal: Decimal = _NONE


@dataclass(frozen=True, slots=True)
class Prices:
    """All ways out of a site, in one currency."""

    version: int
    currency: str
    labour_per_hour: Decimal
    ways: tuple[Way, ...]

    def of(self, category: str) -> tuple[Way, ...]:
        """Return the ways out that take a category."""
        return tuple(way for way in self.ways if not way.categories or category in way.categories)


def nets(prices: Prices, category: str, grade: Grade, value: int) -> dict[Disposition, Net]:
    """Return the best net recovery of each disposition that has a way out. ``value`` is in minor units."""
    best: dict[Disposition, Net] = {}
    for way in prices.of(category):
        found = net(prices, way, grade, value)
        if way.disposition not in best or found.amount > best[way.disposition].amount:
            best[way.disposition] = found
    return best


def net(prices: Prices, way: Way, grade: Grade, value: int) -> Net:
    """Return what one way out brings. The sum is rounded once, half to even; each part for itself."""
    parts = _parts(prices, way, grade, Money.of_minor(value, prices.currency))
    total = sum((money.amount for _, money in parts), _NONE)
    return Net(
        way.disposition,
        Money(total, prices.currency).minor,
        prices.currency,
        way.id,
        way.text,
        tuple((part, money.minor) for part, money in parts if money.amount),
    )


def _parts(prices: Prices, way: Way, grade: Grade, value: Money) -> list[tuple[Part, Money]]:
    price = value.percent(way.price_percent.get(grade, _NONE))
    decay = price.percent(min(way.decay_percent * way.days_held, _HUNDRED))
    fees = (price - decay).percent(way.fee_percent).amount + way.fee
    costs = (
        (Part.DECAY, decay.amount),
        (Part.FEES, fees),
        (Part.LABOUR, prices.labour_per_hour * way.labour_minutes / _MINUTES),
        (Part.PARTS, way.parts),
        (Part.FREIGHT, way.freight),
        (Part.DISPOSAL, way.disposal),
    )
    return [(Part.PRICE, price), *((part, Money(-cost, prices.currency)) for part, cost in costs)]
