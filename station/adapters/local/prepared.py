"""Statements written in SQLAlchemy Core, compiled once, run by the driver itself.

Core's own execution costs about 0.1 ms a statement, most of a commit's time here; the statement is
the same and so is the transaction, which SQLAlchemy's connection holds.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

_DIALECT = sqlite.dialect(paramstyle="named")


class Prepared:
    """One statement with named parameters."""

    def __init__(self, statement: sa.Executable) -> None:
        assert isinstance(statement, sa.ClauseElement)
        compiled = statement.compile(dialect=_DIALECT)
        self.sql = str(compiled)
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}

    def run(self, connection: sa.Connection, **values: object) -> Any:
        """Execute with parameters and return the driver's cursor."""
        return _driver(connection).execute(self.sql, {**self._fixed, **values})

    def rows(self, connection: sa.Connection, **values: object) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self.run(connection, **values).fetchall()
        return found

    def maybe(self, connection: sa.Connection, **values: object) -> Any | None:
        """Return the first column of the one row, None without a row."""
        row = self.run(connection, **values).fetchone()
        return None if row is None else row[0]

    def one(self, connection: sa.Connection, **values: object) -> Any:
        """Return the first column of the one row. Raises KeyError without a row."""
        row = self.run(connection, **values).fetchone()
        if row is None:
            raise KeyError(*values.values())
        return row[0]


def _driver(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection


def upsert(table: sa.Table, changing: Sequence[str], key: str | None = None) -> Prepared:
    """Prepare "insert, or change these columns of the row that has the key"."""
    names = [column.name for column in table.columns]
    statement = sqlite.insert(table).values({name: sa.bindparam(name) for name in names})
    index = [key] if key else [column.name for column in table.primary_key.columns]
    changes = {name: statement.excluded[name] for name in changing}
    return Prepared(statement.on_conflict_do_update(index_elements=index, set_=changes))


def insert_new(table: sa.Table) -> Prepared:
    """Prepare "insert, unless the key is there already"."""
    values: dict[str, sa.BindParameter[Any]] = {c.name: sa.bindparam(c.name) for c in table.columns}
    return Prepared(sqlite.insert(table).values(values).on_conflict_do_nothing())


def by(table: sa.Table, column: str) -> Prepared:
    """Prepare "the data of the row with this value in this column"."""
    return Prepared(sa.select(table.c.data).where(table.c[column] == sa.bindparam(column)))
