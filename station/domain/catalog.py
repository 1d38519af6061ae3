"""What the station knows beforehand: products, expected returns, bins."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from station.domain.disposition import Disposition
from station.domain.identifiers import BinCode, Gtin, Rma, Serial, Sku
from station.domain.item import Goods
from station.domain.parts import Component
from station.domain.texts import Texts


@dataclass(frozen=True, slots=True)
class Product:
    """One line of the catalogue. ``value`` is the price new, in the currency's minor units."""

    sku: Sku
    gtin: Gtin
    name: Texts
    category: str
    checklist: str
    value: int
    hygiene: bool = False
    goods: Goods = field(default_factory=Goods)
    components: tuple[Component, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryUse:
    """How many products of a category are inspected by a checklist."""

    category: str
    checklist: str
    products: int


@dataclass(frozen=True, slots=True)
class RmaLine:
    """One expected product of a return; ``received`` counts the units already seen here.

    ``reason`` is the customer's own; ``settled`` says that what is missing will not come.
    """

    number: int
    sku: Sku
    quantity: int = 1
    serial: Serial | None = None
    received: int = 0
    reason: str = ""
    final_sale: bool = False
    settled: bool = False

    @property
    def still_expected(self) -> bool:
        return self.received < self.quantity and not self.settled

    def carrying(self, known: "RmaLine") -> "RmaLine":
        """Keep what was received; a line that now expects more than before is expected again."""
        return replace(
            self, received=known.received, settled=known.settled and self.quantity <= known.quantity
        )


@dataclass(frozen=True, slots=True)
class ExpectedReturn:
    """An authorisation to return. ``delivered`` is when the customer got the goods.

    Days are those of the site. ``posted`` is when the customer handed the parcel over; ``customer`` and
    ``address`` are keys of the shop's own, kept here and never in the journal; ``parcels`` are the
    numbers of further parcels.
    """

    rma: Rma
    order: str
    tracking: str
    channel: str
    delivered: date | None
    invoice: bool
    lines: tuple[RmaLine, ...]
    purchased: date | None = None
    posted: date | None = None
    country: str = ""
    customer: str = ""
    address: str = ""
    parcels: tuple[str, ...] = ()

    def line(self, number: int) -> RmaLine:
        return next(line for line in self.lines if line.number == number)

    def open_lines(self, sku: Sku | None = None) -> tuple[RmaLine, ...]:
        """Return the lines that are still expected, of one product if ``sku`` is given."""
        return tuple(line for line in self.lines if line.still_expected and sku in (None, line.sku))

    def carrying(self, known: "ExpectedReturn") -> "ExpectedReturn":
        """Keep what was already received here, and found missing, when a return is announced again."""
        before = {line.number: line for line in known.lines}
        lines = (x.carrying(before[x.number]) if x.number in before else x for x in self.lines)
        return replace(self, lines=tuple(lines))

    def receive(self, number: int, units: int = 1) -> "ExpectedReturn":
        """Count units on a line: one for an item taken in hand, minus one for one given up."""
        lines = (replace(x, received=x.received + units * (x.number == number)) for x in self.lines)
        return replace(self, lines=tuple(lines))


class BinUse(StrEnum):
    """What a bin is for: one of the four dispositions, or items on hold."""

    RESTOCK = "restock"
    REFURBISH = "refurbish"
    RESALE = "resale"
    DISPOSAL = "disposal"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class WorkCenter:
    """A place that receives routed work: its code, its name and what it is for."""

    code: str
    name: Texts
    kind: BinUse


@dataclass(frozen=True, slots=True)
class Bin:
    """The smallest storable place. No categories means that it takes every category.

    ``center`` is the work center that it belongs to; without ``capacity`` it never fills up by count.
    """

    code: BinCode
    use: BinUse
    place: Texts
    categories: tuple[str, ...] = ()
    center: str = ""
    capacity: int | None = None

    def takes(self, disposition: Disposition, category: str) -> bool:
        fits = not self.categories or category in self.categories
        return self.use.value == disposition.value and fits


def bin_for(bins: tuple[Bin, ...], disposition: Disposition, category: str) -> Bin | None:
    """Choose where an item goes: a bin for its own category before one for all."""
    fitting = [b for b in bins if b.takes(disposition, category)]
    return min(fitting, key=lambda b: (not b.categories, b.code), default=None)
