"""What SQLite and PostgreSQL say differently, said once."""

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


def where(condition: Any) -> dict[str, Any]:
    """Return what makes an index hold only the rows that fulfil a condition, on either engine."""
    return {"sqlite_where": condition, "postgresql_where": condition}


class json_text(FunctionElement[str]):  # noqa: N801 - read as a function
    """The text under a key of a column of JSON bytes, null where there is none. The key is written out."""

    type = sa.Text()
    inherit_cache = True


@compiles(json_text)
def _of_sqlite(element: json_text, compiler: SQLCompiler, **how: Any) -> str:
    data, key = (compiler.process(part, **how) for part in element.clauses)
    return f"json_extract(CAST({data} AS TEXT), '$.' || {key})"


@compiles(json_text, "postgresql")
def _of_postgresql(element: json_text, compiler: SQLCompiler, **how: Any) -> str:
    data, key = (compiler.process(part, **how) for part in element.clauses)
    return f"(convert_from({data}, 'UTF8')::jsonb ->> {key}) COLLATE \"C\""


class place_in(FunctionElement[int]):  # noqa: N801 - read as a function
    """Where bytes are first found in a column of bytes, counted from one; zero where they are not."""

    type = sa.Integer()
    inherit_cache = True


@compiles(place_in)
def _place_of_sqlite(element: place_in, compiler: SQLCompiler, **how: Any) -> str:
    data, sought = (compiler.process(part, **how) for part in element.clauses)
    return f"instr({data}, {sought})"


@compiles(place_in, "postgresql")
def _place_of_postgresql(element: place_in, compiler: SQLCompiler, **how: Any) -> str:
    data, sought = (compiler.process(part, **how) for part in element.clauses)
    return f"position({sought} IN {data})"


class among(FunctionElement[bool]):  # noqa: N801 - read as a function
    """Whether a column has one of many values, which are one parameter (``listed``), however many."""

    type = sa.Boolean()
    inherit_cache = True


def listed(connection: sa.Connection, values: Iterable[str]) -> Any:
    """Return many values as ``among`` takes them on this engine."""
    return list(values) if connection.dialect.name == "postgresql" else json.dumps(list(values))


@compiles(among)
def _among_of_sqlite(element: among, compiler: SQLCompiler, **how: Any) -> str:
    column, values = (compiler.process(part, **how) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608  # nosec B608 - Core wrote both


@compiles(among, "postgresql")
def _among_of_postgresql(element: among, compiler: SQLCompiler, **how: Any) -> str:
    column, values = (compiler.process(part, **how) for part in element.clauses)
    return f"{column} = ANY({values})"
