"""How the tables are written down in PostgreSQL: whole numbers of 64 bits, text ordered by its bytes."""

import select
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

    def do_ping(self, dbapi_connection: Any) -> bool:
        """Ask the server whether it is there only where something came unasked: an end does, or an error.

        A connection that is well has nothing to say between two transactions; asking each time costs a
        round trip. The other end's machine that vanished is told of by the kernel (keepalives).
        """
        if not dbapi_connection.closed and _is_quiet(dbapi_connection.fileno()):
            return True
        asked: bool = super().do_ping(dbapi_connection)  # type: ignore[no-untyped-call]
        return asked


def _is_quiet(socket: int) -> bool:
    """Tell whether there is nothing to be read: no end, no error, no word."""
    watch = select.poll()
    watch.register(socket, select.POLLIN | select.POLLPRI)
    return not watch.poll(0)
