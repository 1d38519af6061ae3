"""The columns of every kind of file, with what stands in them: for pages, guides and checks alike."""

from collections.abc import Mapping
from dataclasses import dataclass

from station.domain.importing.kinds import ImportKind
from station.domain.phrases import Phrase, phrase


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what stands in it, an example, and whether a file may leave it out."""

    name: str
    what: Phrase
    example: str
    optional: bool = False


_CODE = phrase("a code of at most 64 characters")
_EN = Column("en", phrase("its name in English"), "Kettle 1.7 l, steel")
_HE = Column("he", phrase("the same in Hebrew; empty: English is shown"), "קומקום 1.7 ליטר")
_RU = Column("ru", phrase("the same in Russian; empty: English is shown"), "Чайник 1,7 л")
_NAMES = (_EN, _HE, _RU)
_DATE = phrase("a day: 2026-03-31 or 31.03.2026; 31/03/2026 where it cannot be another")

COLUMNS: Mapping[ImportKind, tuple[Column, ...]] = {
    ImportKind.PRODUCTS: (
        Column("sku", _CODE, "KT-17"),
        Column("gtin", phrase("8, 12, 13 or 14 digits with a right check digit"), "7290002780557"),
        *_NAMES,
        Column("category", phrase("a short name of small letters a-z, digits and _"), "kitchen"),
        Column("checklist", phrase("the name of a checklist that is in force"), "general"),
        Column("value", phrase("the price new in the smallest unit of the currency"), "12900", optional=True),
        Column("price", phrase("the same in whole units; in place of value"), "129.00", optional=True),
        Column("hygiene", phrase("yes for what cannot be sold again once opened; empty: no"), "no"),
        Column("brand", phrase("the brand"), "Aqua", optional=True),
        Column("agreement", phrase("the vendor's agreement, a short name"), "aqua_2026", optional=True),
        Column("season", phrase("the last day of its season"), "2026-09-30", optional=True),
        Column("stock", phrase("how many are in stock"), "12", optional=True),
        Column("grams", phrase("what it weighs with its packaging"), "1150", optional=True),
    ),
    ImportKind.COMPONENTS: (
        Column("sku", phrase("the sku of a product that is known"), "PH-61"),
        Column("code", phrase("the code on the component"), "PH61-CABLE"),
        *_NAMES,
        Column("missing", phrase("what its absence amounts to: a choice of the checklist"), "minor"),
    ),
    ImportKind.RETURNS: (
        Column("rma", _CODE, "RMA-10001"),
        Column("order", phrase("the number of the order"), "W885575-01"),
        Column("tracking", phrase("the number of the parcel; several with spaces between"), "RR196556285IL"),
        Column("channel", phrase("where it was sold"), "webshop"),
        Column("delivered", _DATE, "2026-03-20"),
        Column("invoice", phrase("yes or no"), "yes"),
        Column("line", phrase("the number of the line, from 1"), "1"),
        Column("sku", phrase("the sku of a product that is known"), "BR-07"),
        Column("quantity", phrase("how many are expected; empty: 1"), "1"),
        Column("serial", phrase("the serial number, where one is known"), ""),
        Column("purchased", _DATE, "2026-03-14", optional=True),
        Column("posted", _DATE, "2026-03-30", optional=True),
        Column("country", phrase("two capital letters"), "IL", optional=True),
        Column("customer", phrase("the shop's own number of the customer, no name"), "C-77", optional=True),
        Column("address", phrase("the shop's own number of the address"), "A-12", optional=True),
        Column("reason", phrase("why it comes back, a short name"), "too_small", optional=True),
        Column("final_sale", phrase("yes or no; empty: no"), "no", optional=True),
    ),
    ImportKind.PEOPLE: (
        Column("id", phrase("a short name that tells nobody's name"), "p104"),
        Column("name", phrase("the name as screens show it"), "Dana L."),
        Column("role", phrase("operator, supervisor or manager"), "operator"),
        Column("language", phrase("en, he or ru; empty: en"), "he"),
        Column("badge", phrase("26 capital letters A-Z and digits 2-7, drawn at random"), "A" * 26),
        Column("pin", phrase("8 to 64 characters without spaces"), "52830417"),
    ),
    ImportKind.BINS: (
        Column("code", phrase("a code of at most 20 characters"), "R-01"),
        Column("use", phrase("restock, refurbish, resale, disposal or hold"), "restock"),
        Column("categories", phrase("with spaces between; empty: all"), "electronics kitchen"),
        Column("en", phrase("where it stands, in English"), "Aisle 1, left"),
        *_NAMES[1:],
        Column("center", phrase("the work center that it belongs to"), "STOCK", optional=True),
        Column("capacity", phrase("how many items it holds; empty: no limit"), "60", optional=True),
    ),
    ImportKind.CENTERS: (
        Column("code", phrase("a code of at most 20 characters"), "STOCK"),
        Column("kind", phrase("restock, refurbish, resale, disposal or hold"), "restock"),
        *_NAMES,
    ),
    ImportKind.RECALLS: (
        Column("id", _CODE, "KT-17-handle"),
        Column("gtin", phrase("8, 12, 13 or 14 digits with a right check digit"), "7290002780557"),
        Column("en", phrase("what the bench says, in English"), "The handle can break. Do not use it."),
        *_NAMES[1:],
        Column("lots", phrase("codes of lots with spaces between; empty: all"), "L2231 L2232", optional=True),
        Column("serial_from", phrase("the first serial number, itself within"), "", optional=True),
        Column("serial_to", phrase("the last serial number, itself within"), "", optional=True),
    ),
}


def required(kind: ImportKind) -> tuple[str, ...]:
    return tuple(column.name for column in COLUMNS[kind] if not column.optional)


def optional(kind: ImportKind) -> tuple[str, ...]:
    return tuple(column.name for column in COLUMNS[kind] if column.optional)
