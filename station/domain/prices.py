"""What each way out of the station brings: price by grade and channel, less everything that it costs.

Net recovery = price - decay - fees - labour - parts - freight - disposal, in the prices' one currency:

- price: the value new times the percent of the grade;
- decay: that price times the percent for a day times the days held, all of it at most;
- fees: a percent of the price after decay, and an amount;
- labour: minutes by what an hour costs.

All in decimals. Only the sum is rounded, to whole minor units, half to even.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from station.domain.disposition import Disposition, Net, Part
from station.domain.errors import DomainError, Reason
from station.domain.grading import Grade
from station.domain.money import Money, shared_out
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


Reckoner = Callable[[str, Grade, int], Mapping[Disposition, Net]]


def reckoner(prices: Prices, currency: str = "") -> Reckoner:
    """Return ``nets`` for values in minor units of ``currency``, each case counted once.

    For whoever asks about many items: a few thousand cases stand for a hundred thousand items. Without a
    ``currency`` values are taken for the prices' own.
    """
    own = currency or prices.currency

    @lru_cache(maxsize=65536)
    def reckoned(category: str, grade: Grade, value: int) -> Mapping[Disposition, Net]:
        return nets(prices, category, grade, Money.of_minor(value, own))

    return reckoned


def nets(prices: Prices, category: str, grade: Grade, value: Money) -> dict[Disposition, Net]:
    """Return the best net recovery of each disposition that has a way out; of equal ways the first.

    ``value`` is the price new. Raises TWO_CURRENCIES where it is in another currency than the prices.
    """
    if value.currency != prices.currency:
        raise DomainError(Reason.TWO_CURRENCIES, this=prices.currency, other=value.currency)
    best: dict[Disposition, Net] = {}
    for way in prices.of(category):
        found = _net(prices, way, grade, value.amount)
        if way.disposition not in best or found.amount > best[way.disposition].amount:
            best[way.disposition] = found
    return best


def _net(prices: Prices, way: Way, grade: Grade, value: Decimal) -> Net:
    """Return what one way out brings. Everything is exact until the sum is rounded, once, half to even;
    the parts are shared out so that they add up to it."""
    parts = _parts(prices, way, grade, value)
    minor = shared_out(parts, prices.currency)
    kept = tuple((part, amount) for part, amount in zip(Part, minor, strict=True) if amount)
    return Net(way.disposition, sum(minor), prices.currency, way.id, way.text, kept)


def _parts(prices: Prices, way: Way, grade: Grade, value: Decimal) -> tuple[Decimal, ...]:
    """List the amounts in the order of Part, costs below zero. 28 digits hold them without rounding;
    only a third of an hour's pay has no end, and that is cut far behind the smallest unit."""
    price = value * way.price_percent.get(grade, _NONE) / _HUNDRED
    decay = price * min(way.decay_percent * way.days_held, _HUNDRED) / _HUNDRED
    fees = (price - decay) * way.fee_percent / _HUNDRED + way.fee
    labour = prices.labour_per_hour * way.labour_minutes / _MINUTES
    return (price, -decay, -fees, -labour, -way.parts, -way.freight, -way.disposal)
