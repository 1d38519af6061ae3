"""Products, expected returns and bins, and one index over every code that names them."""

from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from station.adapters.local.codec import decode, encode
from station.adapters.local.schema import awaiting, bins, codes, products, returns
from station.domain.catalog import Bin, ExpectedReturn, Product
from station.domain.identifiers import BinCode, Rma, Sku
from station.domain.scanning import Hit, Names

# A scan is looked up under four codes at most; a fixed number keeps one prepared statement.
WIDTH = 4
_FIND = sa.select(codes.c.names, codes.c.key).where(
    codes.c.code.in_([sa.bindparam(f"code{i}") for i in range(WIDTH)])
)
_PRODUCT = sa.select(products.c.data).where(products.c.sku == sa.bindparam("sku"))
_RETURN = sa.select(returns.c.data).where(returns.c.rma == sa.bindparam("rma"))
_BIN = sa.select(bins.c.data).where(bins.c.code == sa.bindparam("code"))
_SAVE_RETURN = (
    returns.update().where(returns.c.rma == sa.bindparam("b_rma")).values(data=sa.bindparam("b_data"))
)
_NO_LONGER = awaiting.delete().where(
    awaiting.c.sku == sa.bindparam("sku"),
    awaiting.c.rma == sa.bindparam("rma"),
    awaiting.c.line == sa.bindparam("line"),
)
_AWAIT = insert(awaiting).on_conflict_do_nothing()
_AWAITING = sa.select(awaiting.c.rma, awaiting.c.line).where(awaiting.c.sku == sa.bindparam("sku"))

Row = dict[str, object]


class LocalCatalog:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def find(self, codes: tuple[str, ...]) -> tuple[Hit, ...]:
        """Return everything that the first four codes name, in the order of the codes' kinds."""
        padded = [*codes, *([codes[0]] * WIDTH)][:WIDTH]
        bound = {f"code{i}": code for i, code in enumerate(padded)}
        return tuple(Hit(Names(names), key) for names, key in self._connection.execute(_FIND, bound))

    def product(self, sku: Sku) -> Product:
        return decode(self._connection.execute(_PRODUCT, {"sku": sku}).scalar_one(), Product)

    def expected(self, rma: Rma) -> ExpectedReturn:
        return decode(self._connection.execute(_RETURN, {"rma": rma}).scalar_one(), ExpectedReturn)

    def awaiting(self, sku: Sku, limit: int) -> tuple[tuple[ExpectedReturn, int], ...]:
        rows = self._connection.execute(_AWAITING.limit(limit), {"sku": sku}).all()
        return tuple((self.expected(rma), line) for rma, line in rows)

    def save_expected(self, expected: ExpectedReturn) -> None:
        """Keep a return after a unit was received, or given up again."""
        self._connection.execute(_SAVE_RETURN, {"b_rma": expected.rma, "b_data": encode(expected)})
        for line in expected.lines:
            row = {"sku": line.sku, "rma": expected.rma, "line": line.number}
            self._connection.execute(_AWAIT if line.still_expected else _NO_LONGER, row)

    def bin(self, code: BinCode) -> Bin:
        return decode(self._connection.execute(_BIN, {"code": code}).scalar_one(), Bin)

    def bins(self) -> tuple[Bin, ...]:
        return tuple(decode(data, Bin) for (data,) in self._connection.execute(sa.select(bins.c.data)))

    def load(
        self, products: Iterable[Product], returns: Iterable[ExpectedReturn], bins: Iterable[Bin]
    ) -> None:
        """Add or replace products, expected returns and bins, with every code that names them."""
        for product in products:
            self._load_product(product)
        for expected in returns:
            self._load_return(expected)
        for bin_ in bins:
            self._put(_BINS, {"code": bin_.code, "data": encode(bin_)})
            self._name([(bin_.code, Names.BIN, bin_.code)])

    def _load_product(self, product: Product) -> None:
        self._put(_PRODUCTS, {"sku": product.sku, "data": encode(product)})
        self._name([(product.gtin, Names.GTIN, product.sku), (product.sku, Names.SKU, product.sku)])

    def _load_return(self, expected: ExpectedReturn) -> None:
        known = self._connection.execute(_RETURN, {"rma": expected.rma}).scalar_one_or_none()
        if known:
            expected = expected.carrying(decode(known, ExpectedReturn))
        self._put(_RETURNS, {"rma": expected.rma, "data": encode(expected)})
        self._name(list(_names_of(expected)))
        for line in expected.open_lines():
            row: Row = {"sku": line.sku, "rma": expected.rma, "line": line.number}
            self._connection.execute(_AWAIT, row)

    def _put(self, table: sa.Table, row: Row) -> None:
        key = next(iter(table.primary_key.columns)).name
        upsert = insert(table).on_conflict_do_update(index_elements=[key], set_={"data": row["data"]})
        self._connection.execute(upsert, row)

    def _name(self, named: list[tuple[str, Names, str]]) -> None:
        rows = [{"code": code, "names": names.value, "key": key} for code, names, key in named if code]
        self._connection.execute(insert(codes).on_conflict_do_nothing(), rows)


_PRODUCTS, _RETURNS, _BINS = products, returns, bins


def _names_of(expected: ExpectedReturn) -> Iterator[tuple[str, Names, str]]:
    yield expected.rma, Names.RMA, expected.rma
    yield expected.order, Names.ORDER, expected.rma
    yield expected.tracking, Names.TRACKING, expected.rma
    for line in expected.lines:
        if line.serial:
            yield line.serial, Names.SERIAL, f"{expected.rma}/{line.number}"
