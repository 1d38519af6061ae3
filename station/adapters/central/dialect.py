"""How the tables are written down in PostgreSQL: whole numbers of 64 bits, text ordered by its bytes."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.base import PGDDLCompiler, PGTypeCompiler
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg


class _Types(PGTypeCompiler):
    def visit_INTEGER(self, type_: Any, **how: Any) -> str:  # noqa: N802 - SQLAlchemy's name
        return "BIGINT"


class _Tables(PGDDLCompiler):
    def get_column_specification(self, column: sa.Column[Any], **how: Any) -> str:
        """Order text as SQLite does, whatever the database's language: keyset pages rest on that."""
        said: str = super().get_column_specification(column, **how)  # type: ignore[no-untyped-call]
        return f'{said} COLLATE "C"' if isinstance(column.type, sa.Text) else said


class Dialect(PGDialect_psycopg):
    """PostgreSQL by psycopg, with SQLite's idea of numbers and of order."""

    supports_statement_cache = True
    colspecs = {**PGDialect_psycopg.colspecs, sa.Integer: sa.BigInteger}  # noqa: RUF012 - SQLAlchemy's own way
    type_compiler_cls = _Types
    ddl_compiler = _Tables
