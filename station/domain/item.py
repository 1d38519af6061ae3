"""The physical unit in hand, and what was expected of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from station.domain.identifiers import Gtin, Lpn, Rma, Serial, Sku
from station.domain.texts import Texts


class Unannounced(StrEnum):
    """Why an item is here that nobody announced. The order is the order of the keys."""

    NO_PAPERS = "no_papers"
    REFUSED_DELIVERY = "refused_delivery"
    UNDELIVERABLE = "undeliverable"
    EXTRA_IN_PARCEL = "extra_in_parcel"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Goods:
    """What the catalogue says of a product beside its name: brand and the agreement with it, first day
    of its season, units on hand, weight in grams."""

    brand: str = ""
    agreement: str = ""
    season: date | None = None
    stock: int | None = None
    grams: int | None = None


@dataclass(frozen=True, slots=True)
class Sale:
    """What the return says of the sale, beside delivery, channel and invoice. Days are those of the site."""

    country: str = ""
    purchased: date | None = None
    posted: date | None = None
    reason: str = ""
    final_sale: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """The physical unit in hand, and what was expected of it.

    ``expected_sku`` and ``expected_serial`` are what the rma line names; they differ from ``sku``
    and ``serial`` when the wrong thing came back. ``visit`` counts the inspections of this licence plate.
    """

    lpn: Lpn
    sku: Sku
    gtin: Gtin
    name: Texts
    category: str
    value: int
    hygiene: bool = False
    serial: Serial | None = None
    rma: Rma | None = None
    line: int | None = None
    delivered: date | None = None
    invoice: bool = False
    channel: str | None = None
    unannounced: Unannounced | None = None
    expected_sku: Sku | None = None
    expected_serial: Serial | None = None
    lot: str = ""
    goods: Goods = Goods()
    sale: Sale = Sale()
    visit: int = 1
    refurbished: bool = False

    @property
    def codes(self) -> frozenset[str]:
        """Every code that may stand on this unit."""
        known = (self.gtin, self.sku, self.lpn, self.serial, self.expected_serial)
        return frozenset(code for code in known if code)

    @property
    def wrong_item(self) -> bool:
        return self.expected_sku is not None and self.expected_sku != self.sku

    @property
    def wrong_serial(self) -> bool:
        return None not in (self.serial, self.expected_serial) and self.serial != self.expected_serial
