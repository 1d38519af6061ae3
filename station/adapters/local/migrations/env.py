"""Alembic's entry: it is run on the connection that the store hands over, never by URL."""

from alembic import context

from station.adapters.local.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
