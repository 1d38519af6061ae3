"""Files that were taken over, and what is known of the things that a file names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.prepared import Prepared, insert_new
from station.adapters.local.schema import codes, products, returns
from station.adapters.local.schema_incoming import imports
from station.domain.catalog import ExpectedReturn, Product
from station.domain.identifiers import Rma, Sku
from station.domain.importing.kinds import Import
from station.domain.scanning import Hit, Names

# As many keys as one statement asks for.
AT_ONCE = 500

_ADD = insert_new(imports)
_PAGE = Prepared(
    sa.select(imports.c.data)
    .where(sa.or_(sa.bindparam("before") == "", imports.c.id < sa.bindparam("before")))
    .order_by(imports.c.id.desc())
    .limit(sa.bindparam("most"))
)
_MARKED = Prepared(sa.select(imports.c.data).where(imports.c.mark == sa.bindparam("mark")))
_SKUS = Prepared(sa.select(products.c.sku))
_PRODUCTS = Prepared(sa.select(products.c.data).order_by(products.c.sku))


class LocalImports:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, taken: Import) -> None:
        _ADD.run(self._connection, id=taken.id, mark=taken.mark, data=encode(taken))

    def page(self, limit: int, before: str = "") -> tuple[Import, ...]:
        rows = _PAGE.rows(self._connection, before=before, most=limit)
        return tuple(decode(data, Import) for (data,) in rows)

    def with_mark(self, mark: str) -> Import | None:
        data = _MARKED.maybe(self._connection, mark=mark)
        return decode(data, Import) if data else None

    def skus(self) -> frozenset[Sku]:
        return frozenset(Sku(sku) for (sku,) in _SKUS.rows(self._connection))

    def catalogue(self) -> Mapping[Sku, Product]:
        found = (decode(data, Product) for (data,) in _PRODUCTS.rows(self._connection))
        return {product.sku: product for product in found}

    def products(self, skus: Iterable[Sku]) -> Mapping[Sku, Product]:
        found = (decode(data, Product) for data in self._data(products.c.sku, products.c.data, skus))
        return {product.sku: product for product in found}

    def expected(self, rmas: Iterable[Rma]) -> Mapping[Rma, ExpectedReturn]:
        found = (decode(data, ExpectedReturn) for data in self._data(returns.c.rma, returns.c.data, rmas))
        return {expected.rma: expected for expected in found}

    def codes(self, wanted: Iterable[str]) -> Mapping[str, tuple[Hit, ...]]:
        """Find what these codes name, as they are written."""
        found: dict[str, tuple[Hit, ...]] = {}
        for some in _slices(wanted):
            asked = sa.select(codes.c.code, codes.c.names, codes.c.key).where(codes.c.code.in_(some))
            for code, names, key in self._connection.execute(asked):
                found[code] = (*found.get(code, ()), Hit(Names(names), key))
        return found

    def _data(self, key: sa.Column[str], data: sa.Column[bytes], wanted: Iterable[str]) -> Iterator[bytes]:
        for some in _slices(wanted):
            yield from self._connection.execute(sa.select(data).where(key.in_(some))).scalars()


def _slices(wanted: Iterable[str]) -> Iterator[Sequence[str]]:
    left = iter(dict.fromkeys(wanted))
    while some := list(islice(left, AT_ONCE)):
        yield some
