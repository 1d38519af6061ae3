"""Join what carries records to central: by the settings first, else by what the enrolment learned."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from station.adapters.central import enrolled, witness
from station.adapters.central.line import Line
from station.adapters.central.loop import ShipLoop
from station.adapters.config.settings import Settings
from station.app.folder import DataFolder
from station.ports import World
from station.services.syncing.taking import take_waiting
from station.trust_ports import Signer

if TYPE_CHECKING:
    from station.adapters.central.client import HttpCentral


def line_of(settings: Settings, data: Path) -> Line | None:
    """Return how central is reached, None for a station without one. Raises EnrolmentUnreadable."""
    written, known = settings.central, enrolled.read(data)
    ca_file = str(written.ca_file or "")
    if known is None:
        return Line(written.url, ca_file, written.pin) if written.url else None
    same = not written.url or written.url.rstrip("/") == known.url.rstrip("/")
    if not same or ca_file or written.pin:
        return Line(written.url or known.url, ca_file, written.pin)
    return Line(known.url, str(enrolled.authority_file(data)) if known.authority else "", known.pin)


def central_of(line: Line, settings: Settings, signer: Signer, version: str) -> "HttpCentral":
    """Make the client; its library is loaded only where there is a central."""
    from station.adapters.central.client import HttpCentral  # noqa: PLC0415

    return HttpCentral(line, settings.station.id, signer, version, partial(witness.keep, settings.data.dir))


def courier_of(settings: Settings, folder: DataFolder, signer: Signer, version: str) -> ShipLoop | None:
    """Return the loop that ships, None for a station without a central."""
    line = line_of(settings, folder.path)
    if line is None:
        return None
    central = central_of(line, settings, signer, version)
    return ShipLoop(central, line.url, settings.central.poll_seconds, take=take_waiting)


def attached(courier: ShipLoop | None, world: World) -> Sequence[ShipLoop]:
    """Give the loop its world; it is started last and stopped first."""
    if courier is None:
        return ()
    courier.attach(world)
    return (courier,)
