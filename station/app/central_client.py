"""Central as a command of a station reaches it."""

from station.adapters.central.client import HttpCentral
from station.app.courier import central_of, line_of
from station.app.wiring import Station


class NoCentral(RuntimeError):
    """The station has no central, or cannot reach it; says what to do."""


def client(station: Station) -> HttpCentral:
    """Return central as this station reaches it. Raises NoCentral."""
    line = line_of(station.settings, station.folder.path)
    if line is None:
        raise NoCentral(
            "This station has no central: everything is kept here. Ask central for a code, and run: "
            "station enrol URL CODE"
        )
    return central_of(line, station.settings, station.world.signer, station.world.house.version)
