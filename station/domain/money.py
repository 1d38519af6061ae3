"""Money: a decimal amount in one currency. It is rounded once, at the end of a calculation, half to even."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from station.domain.errors import DomainError, Reason

# How many digits stand behind the point, where it is not two (ISO 4217).
DIGITS = {"CLP": 0, "ISK": 0, "JPY": 0, "KRW": 0, "VND": 0, "BHD": 3, "JOD": 3, "KWD": 3, "OMR": 3, "TND": 3}
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency, such as 12.50 in "ILS". Two currencies never meet: TWO_CURRENCIES."""

    amount: Decimal
    currency: str

    @classmethod
    def of_minor(cls, units: int, currency: str) -> "Money":
        """Make money of whole minor units, as records keep it: 1250 is 12.50."""
        return cls(Decimal(units).scaleb(-digits(currency)), currency)

    @property
    def minor(self) -> int:
        """Return whole minor units, rounded half to even."""
        return int(self.amount.scaleb(digits(self.currency)).to_integral_value(ROUND_HALF_EVEN))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def times(self, factor: Decimal | int) -> "Money":
        return Money(self.amount * factor, self.currency)

    def percent(self, share: Decimal | int) -> "Money":
        return Money(self.amount * share / _HUNDRED, self.currency)

    def _same(self, other: "Money") -> Decimal:
        if other.currency != self.currency:
            raise DomainError(Reason.TWO_CURRENCIES, this=self.currency, other=other.currency)
        return other.amount


def digits(currency: str) -> int:
    """Return how many digits stand behind the point in a currency."""
    return DIGITS.get(currency, 2)


def shared_out(parts: Sequence[Decimal], currency: str) -> tuple[int, ...]:
    """Round parts to whole minor units so that they sum exactly to their rounded sum.

    The sum is rounded once, half to even. Each part is first rounded down; the units that are missing
    then go to the parts that lost most by it (the largest remainder), the earlier before the later.
    """
    exact = [part.scaleb(digits(currency)) for part in parts]
    total = int(sum(exact, Decimal(0)).to_integral_value(ROUND_HALF_EVEN))
    whole = [int(part.to_integral_value(ROUND_FLOOR)) for part in exact]
    by_loss = sorted(range(len(exact)), key=lambda index: whole[index] - exact[index])
    for index in by_loss[: total - sum(whole)]:
        whole[index] += 1
    return tuple(whole)
