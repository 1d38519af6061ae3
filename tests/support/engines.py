"""One test on both engines: a station on SQLite, and one whose records are in PostgreSQL.

In a module of tests::

    @pytest.fixture(params=ENGINES)
    def rig(request, tmp_path):
        with stocked_on(request.param, tmp_path / "data") as rig:
            yield rig
"""

from contextlib import AbstractContextManager
from pathlib import Path

from tests.support.postgres_stations import stocked_on_postgres
from tests.support.stations import Rig, stocked_rig

ENGINES = ("sqlite", "postgresql")


def stocked_on(engine: str, folder: Path) -> AbstractContextManager[Rig]:
    """Start a station with the sample site on one of the engines."""
    return stocked_rig(folder) if engine == "sqlite" else stocked_on_postgres(folder)
