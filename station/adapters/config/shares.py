"""Numbers with decimals that are counted with: percents, minutes, times. Read exactly, never as floats."""

from decimal import Decimal, InvalidOperation

from station.adapters.config.kinds import Kind
from station.domain.phrases import phrase


def exactly(least: int, most: int) -> Kind[Decimal]:
    """A number from ``least`` to ``most`` with at most two decimals, as a number or as its text."""

    def read(value: object) -> Decimal | None:
        exact = _decimal(value)
        if exact is None or not least <= exact <= most or exact != round(exact, 2):
            return None
        return exact

    reach = phrase("a number from %(least)s to %(most)s, two decimals at most", least=least, most=most)
    return Kind(reach, read, Decimal(least))


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    try:
        exact = Decimal(value)
    except InvalidOperation:
        return None
    return exact if exact.is_finite() else None


SHARE = exactly(0, 100)
