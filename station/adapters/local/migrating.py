"""Bring the tables of a database up to date."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError


class NewerDatabase(RuntimeError):
    """The database was last used by a newer version of the station."""


def migrate(connection: sa.Connection) -> None:
    """Run what is missing, in the transaction of this connection. Raises NewerDatabase."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as unknown:
        raise NewerDatabase(
            f"{connection.engine.url.database} was last used by a newer version of the station. "
            "Start that version, or take a backup from before it."
        ) from unknown
