"""Statements written in SQLAlchemy Core, compiled once for each engine, run by the driver itself.

Core's own execution costs about 0.1 ms a statement, most of a commit's time here; the statement is
the same and so is the transaction, which SQLAlchemy's connection holds.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite  # Alembic loads both anyway

_SQLITE = sqlite.dialect(paramstyle="named")
# What an engine's own "insert" can do more than that of the standard.
Insert = Callable[[sa.Table], Any]
_INSERTS: Mapping[str, Insert] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_Plan = tuple[str, dict[str, Any]]


class Prepared:
    """One statement with named parameters, or how it is made of the engine's own "insert"."""

    def __init__(self, statement: sa.Executable | Callable[[Insert], sa.Executable]) -> None:
        self._statement = statement
        self._plans: dict[str, _Plan] = {}

    def run(self, connection: sa.Connection, **values: object) -> Any:
        """Execute with parameters and return the driver's cursor."""
        sql, fixed = self._plan(connection)
        return _driver(connection).execute(sql, {**fixed, **values})

    def run_many(self, connection: sa.Connection, rows: Sequence[Mapping[str, object]]) -> None:
        """Execute once for each row of parameters, which are sent together."""
        sql, fixed = self._plan(connection)
        _driver(connection).cursor().executemany(sql, [{**fixed, **row} for row in rows])

    def rows(self, connection: sa.Connection, **values: object) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self.run(connection, **values).fetchall()
        return found

    def stream(
        self, connection: sa.Connection, batch: int = 1000, **values: object
    ) -> Iterator[tuple[Any, ...]]:
        """Read rows as they are wanted, a batch at a time, so that a long table needs no room here."""
        if connection.dialect.name == "sqlite":
            yield from self.run(connection, **values)
            return
        sql, fixed = self._plan(connection)
        with _driver(connection).cursor(name=f"rows_{id(self)}") as cursor:
            cursor.itersize = batch
            cursor.execute(sql, {**fixed, **values})
            yield from cursor

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

    def _plan(self, connection: sa.Connection) -> _Plan:
        name = connection.dialect.name
        return self._plans.get(name) or self._compile(name, connection.dialect)

    def _compile(self, name: str, dialect: sa.Dialect) -> _Plan:
        made = self._statement
        statement = made(_INSERTS[name]) if callable(made) else made
        assert isinstance(statement, sa.ClauseElement)
        compiled = statement.compile(dialect=_SQLITE if name == "sqlite" else dialect)
        fixed = {key: value for key, value in compiled.params.items() if value is not None}
        plan = self._plans[name] = str(compiled), fixed
        return plan


def _driver(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection


def upsert(table: sa.Table, changing: Sequence[str], key: str | None = None) -> Prepared:
    """Prepare "insert, or change these columns of the row that has the key"."""
    index = [key] if key else [column.name for column in table.primary_key.columns]

    def made(insert: Insert) -> sa.Executable:
        statement = insert(table).values(_bound(table))
        changes = {name: statement.excluded[name] for name in changing}
        changed: sa.Executable = statement.on_conflict_do_update(index_elements=index, set_=changes)
        return changed

    return Prepared(made)


def insert_new(table: sa.Table) -> Prepared:
    """Prepare "insert, unless the key is there already"."""
    return Prepared(lambda insert: insert(table).values(_bound(table)).on_conflict_do_nothing())


def count_up(table: sa.Table, name: str) -> Prepared:
    """Prepare "the next number of the counter with this name", from one on."""

    def made(insert: Insert) -> sa.Executable:
        first = insert(table).values(name=name, value=1)
        more = {"value": table.c.value + 1}
        counted: sa.Executable = first.on_conflict_do_update(index_elements=["name"], set_=more).returning(
            table.c.value
        )
        return counted

    return Prepared(made)


def by(table: sa.Table, column: str) -> Prepared:
    """Prepare "the data of the row with this value in this column"."""
    return Prepared(sa.select(table.c.data).where(table.c[column] == sa.bindparam(column)))


def _bound(table: sa.Table) -> dict[str, sa.BindParameter[Any]]:
    return {column.name: sa.bindparam(column.name) for column in table.columns}
