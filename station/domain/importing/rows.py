"""One thing of a file as JSON: what programs send. Types are those of JSON; None and "" are left out.

A list of these is a file, one object a line is another. A return has its lines in it, and a product may
have its components.
"""

from dataclasses import dataclass, field

from station.domain.importing.kinds import ImportKind


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """What belongs into the box of a product; ``sku`` is left out within a product."""

    code: str
    en: str
    missing: str
    sku: str = ""
    he: str = ""
    ru: str = ""


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product. Either ``value`` in minor units or ``price`` in whole ones, as text such as "129.00".

    Left out, ``components`` stay as they are known.
    """

    sku: str
    gtin: str
    en: str
    category: str
    checklist: str
    he: str = ""
    ru: str = ""
    value: int | None = None
    price: str = ""
    hygiene: bool = False
    brand: str = ""
    agreement: str = ""
    season: str = ""
    stock: int | None = None
    grams: int | None = None
    components: list[ComponentRow] | None = None


@dataclass(frozen=True, slots=True)
class LineRow:
    """One product of a return."""

    line: int
    sku: str
    quantity: int = 1
    serial: str = ""
    reason: str = ""
    final_sale: bool = False


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A return that is expected. ``tracking`` has the number of each parcel; days are such as 2026-03-31."""

    rma: str
    order: str
    tracking: list[str]
    channel: str
    invoice: bool
    lines: list[LineRow] = field(default_factory=list)
    delivered: str = ""
    purchased: str = ""
    posted: str = ""
    country: str = ""
    customer: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who signs in."""

    id: str
    name: str
    role: str
    badge: str
    pin: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class BinRow:
    """A bin and where it stands."""

    code: str
    use: str
    en: str
    he: str = ""
    ru: str = ""
    categories: list[str] = field(default_factory=list)
    center: str = ""
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class CenterRow:
    """A work center."""

    code: str
    kind: str
    en: str
    he: str = ""
    ru: str = ""


@dataclass(frozen=True, slots=True)
class RecallRow:
    """What is called back, and what the bench says then."""

    id: str
    gtin: str
    en: str
    he: str = ""
    ru: str = ""
    lots: list[str] = field(default_factory=list)
    serial_from: str = ""
    serial_to: str = ""


ROWS: dict[ImportKind, type] = {
    ImportKind.PRODUCTS: ProductRow,
    ImportKind.COMPONENTS: ComponentRow,
    ImportKind.RETURNS: ReturnRow,
    ImportKind.PEOPLE: PersonRow,
    ImportKind.BINS: BinRow,
    ImportKind.CENTERS: CenterRow,
    ImportKind.RECALLS: RecallRow,
}
