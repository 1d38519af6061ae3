"""The station's own store: SQLAlchemy Core over SQLite in WAL mode."""
