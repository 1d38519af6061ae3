"""Products, expected returns and bins, and one index over every code that names them."""

from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.portable import json_text
from station.adapters.local.prepared import Prepared, by, insert_new, upsert
from station.adapters.local.schema import awaiting, bins, centers, codes, products, returns
from station.domain.catalog import Bin, CategoryUse, ExpectedReturn, Product, WorkCenter
from station.domain.identifiers import BinCode, Rma, Sku
from station.domain.scanning import Hit, Names

# A scan is looked up under four codes at most; a fixed number keeps one prepared statement.
WIDTH = 4
_FIND = Prepared(
    sa.select(codes.c.names, codes.c.key)
    .where(sa.or_(*(codes.c.code == sa.bindparam(f"code{i}") for i in range(WIDTH))))
    .order_by(codes.c.code, codes.c.names, codes.c.key)
)
_PRODUCT, _RETURN, _BIN = by(products, "sku"), by(returns, "rma"), by(bins, "code")
_SAVE_PRODUCT = upsert(products, ["data", "category"])
_SAVE_RETURN, _SAVE_BIN, _SAVE_CENTER = (upsert(t, ["data"]) for t in (returns, bins, centers))
_BINS, _CENTERS = (Prepared(sa.select(t.c.data).order_by(t.c.code)) for t in (bins, centers))
_NEXT_CATEGORY = Prepared(
    sa.select(sa.func.min(products.c.category)).where(products.c.category > sa.bindparam("after"))
)
_CHECKLIST = json_text(products.c.data, sa.literal_column("'checklist'"))
_USES = Prepared(
    sa.select(products.c.category, _CHECKLIST.label("checklist"), sa.func.count())
    .group_by("category", "checklist")
    .order_by("category", "checklist")
)
_OF_CATEGORY = Prepared(
    sa.select(products.c.data).where(products.c.category == sa.bindparam("category")).order_by(products.c.sku)
)
_NAME, _AWAIT = insert_new(codes), insert_new(awaiting)
_UNNAME = Prepared(
    codes.delete().where(*(codes.c[name] == sa.bindparam(name) for name in ("code", "names", "key")))
)
_AWAITING = Prepared(
    sa.select(awaiting.c.rma, awaiting.c.line)
    .where(awaiting.c.sku == sa.bindparam("sku"))
    .order_by(awaiting.c.rma, awaiting.c.line)
    .limit(sa.bindparam("most"))
)
_NO_LONGER = Prepared(
    awaiting.delete().where(*(awaiting.c[name] == sa.bindparam(name) for name in ("sku", "rma", "line")))
)

# A code, what kind of name it is, and the key that it names.
Named = tuple[str, Names, str]


class LocalCatalog:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def find(self, codes: tuple[str, ...]) -> tuple[Hit, ...]:
        """Return everything that the first four codes name, in the order of the codes' kinds."""
        padded = [*codes, *([""] * WIDTH)][:WIDTH]
        bound = {f"code{i}": code for i, code in enumerate(padded)}
        return tuple(Hit(Names(names), key) for names, key in _FIND.rows(self._connection, **bound))

    def product(self, sku: Sku) -> Product:
        return decode(_PRODUCT.one(self._connection, sku=sku), Product)

    def categories(self) -> tuple[str, ...]:
        """Return every category in order, leaping along the index from one to the next."""
        found: list[str] = []
        while (
            following := _NEXT_CATEGORY.one(self._connection, after=found[-1] if found else "")
        ) is not None:
            found.append(following)
        return tuple(found)

    def uses(self) -> tuple[CategoryUse, ...]:
        """Count the products of each category by their checklist, in the order of the categories."""
        return tuple(CategoryUse(*row) for row in _USES.rows(self._connection))

    def of_category(self, category: str) -> tuple[Product, ...]:
        rows = _OF_CATEGORY.rows(self._connection, category=category)
        return tuple(decode(data, Product) for (data,) in rows)

    def expected(self, rma: Rma) -> ExpectedReturn:
        return decode(_RETURN.one(self._connection, rma=rma), ExpectedReturn)

    def awaiting(self, sku: Sku, limit: int) -> tuple[tuple[ExpectedReturn, int], ...]:
        rows = _AWAITING.rows(self._connection, sku=sku, most=limit)
        return tuple((self.expected(rma), line) for rma, line in rows)

    def save_expected(self, expected: ExpectedReturn) -> None:
        """Keep a return after a unit was received, or given up again."""
        _SAVE_RETURN.run(self._connection, rma=expected.rma, data=encode(expected))
        for line in expected.lines:
            change = _AWAIT if line.still_expected else _NO_LONGER
            change.run(self._connection, sku=line.sku, rma=expected.rma, line=line.number)

    def bin(self, code: BinCode) -> Bin:
        return decode(_BIN.one(self._connection, code=code), Bin)

    def bins(self) -> tuple[Bin, ...]:
        return tuple(decode(data, Bin) for (data,) in _BINS.rows(self._connection))

    def centers(self) -> tuple[WorkCenter, ...]:
        return tuple(decode(data, WorkCenter) for (data,) in _CENTERS.rows(self._connection))

    def save_bin(self, bin_: Bin) -> None:
        """Keep a bin, new or changed, and know it by its code."""
        _SAVE_BIN.run(self._connection, code=bin_.code, data=encode(bin_))
        self._name([(bin_.code, Names.BIN, bin_.code)])

    def save_center(self, center: WorkCenter) -> None:
        _SAVE_CENTER.run(self._connection, code=center.code, data=encode(center))

    def load(
        self,
        products: Iterable[Product],
        returns: Iterable[ExpectedReturn],
        bins: Iterable[Bin],
        centers: Iterable[WorkCenter] = (),
    ) -> None:
        """Add or replace products, expected returns, bins and work centers, with all their codes."""
        for product in products:
            self._load_product(product)
        for expected in returns:
            self._load_return(expected)
        for bin_ in bins:
            self.save_bin(bin_)
        for center in centers:
            self.save_center(center)

    def _load_product(self, product: Product) -> None:
        known = _PRODUCT.maybe(self._connection, sku=product.sku)
        if known:
            self._unname(_names_of_product(decode(known, Product)))
        named = {"sku": product.sku, "category": product.category}
        _SAVE_PRODUCT.run(self._connection, **named, data=encode(product))
        self._name(_names_of_product(product))

    def _load_return(self, expected: ExpectedReturn) -> None:
        known = _RETURN.maybe(self._connection, rma=expected.rma)
        if known:
            before = decode(known, ExpectedReturn)
            expected = expected.carrying(before)
            self._forget_return(before)
        _SAVE_RETURN.run(self._connection, rma=expected.rma, data=encode(expected))
        self._name(_names_of_return(expected))
        for line in expected.open_lines():
            _AWAIT.run(self._connection, sku=line.sku, rma=expected.rma, line=line.number)

    def _forget_return(self, before: ExpectedReturn) -> None:
        """Drop what a return was known by: a line or a number that it no longer has must find nothing."""
        self._unname(_names_of_return(before))
        for line in before.lines:
            _NO_LONGER.run(self._connection, sku=line.sku, rma=before.rma, line=line.number)

    def _name(self, named: Iterable[Named]) -> None:
        for code, names, key in named:
            if code:
                _NAME.run(self._connection, code=code, names=names.value, key=key)

    def _unname(self, named: Iterable[Named]) -> None:
        for code, names, key in named:
            _UNNAME.run(self._connection, code=code, names=names.value, key=key)


def _names_of_product(product: Product) -> Iterator[Named]:
    yield product.gtin, Names.GTIN, product.sku
    yield product.sku, Names.SKU, product.sku


def _names_of_return(expected: ExpectedReturn) -> Iterator[Named]:
    yield expected.rma, Names.RMA, expected.rma
    yield expected.order, Names.ORDER, expected.rma
    for number in (expected.tracking, *expected.parcels):
        yield number, Names.TRACKING, expected.rma
    for line in expected.lines:
        if line.serial:
            yield line.serial, Names.SERIAL, f"{expected.rma}/{line.number}"
