"""A station that worked before people had numbers: nobody is lost, and everybody gets one."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from station.adapters.local import engine
from station.adapters.local.engine import Database
from station.adapters.local.people import LocalPeople

BEFORE = "0008"
PERSON = '{"id":"%s","name":"%s","role":"operator","language":"he","badge_hash":"%s","pin_hash":"h"}'
SESSION = '{"id":"s","person":"dana","started_at":"%s","seen_at":"%s"}'
AT = "2026-11-01T08:00:00+02:00"


def at_revision(path: Path, revision: str) -> None:
    """Bring a database to an earlier state of its tables, as an older station left it."""
    config = Config()
    config.set_main_option("script_location", str(Path(engine.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with Database(path)._writer.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for name in ("dana", "דני"):
            row = PERSON % (name, name.title(), f"badge of {name}")
            values = {"id": name, "badge": f"badge of {name}", "data": row.encode()}
            connection.execute(sa.text("INSERT INTO people VALUES (:id, :badge, :data)"), values)
        session = (SESSION % (AT, AT)).encode()
        connection.execute(sa.text("INSERT INTO sessions VALUES ('s', :data)"), {"data": session})


def test_people_of_before_keep_everything_and_get_numbers(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    at_revision(path, BEFORE)
    database = Database(path)
    database.start()
    try:
        with database.writing() as connection:
            people = LocalPeople(connection)
            first, second = people.all()
            assert (first.id, first.number, second.name, second.number) == ("dana", 1, "דני", 2)
            assert {len(first.sign_in), len(second.sign_in)} == {6} and first.sign_in != second.sign_in
            assert people.by_sign_in(second.sign_in) == second
            assert people.by_badge("badge of dana") == first
            assert [session.place for session in people.sessions("dana")] == ["bench"]
            assert people.next_number() == 3
    finally:
        database.stop()
