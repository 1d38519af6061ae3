"""How stations are, as central sees them."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from station.domain.api.tokens import Scope
from station.domain.sync.condition import Condition, Urgency
from station.services.central import overview
from web.api.operations import operation
from web.context import world


class Station(Struct, frozen=True):
    """One station."""

    station: str
    name: str
    urgency: Urgency
    conditions: Annotated[
        tuple[Condition, ...], Meta(description="What is to be said, the most urgent first.")
    ]
    last_contact: Annotated[datetime | None, Meta(description="By central's clock.")]
    entries: Annotated[int, Meta(description="How many entries of its journal central has.")]
    records_waiting: int
    photos_waiting: int
    parked: Annotated[int, Meta(description="Entries that lie at central, not taken or not worked in.")]


class Stations(Struct, frozen=True):
    """All stations, those that need somebody first."""

    stations: tuple[Station, ...]


@operation("GET", "/stations", Scope.STATIONS_READ, "See how stations are", Stations, only_central=True)
def list_stations() -> Stations:
    """See every station with its lag and what somebody has to do about it."""
    return Stations(tuple(_said(each) for each in overview.stations(world())))


def _said(seen: overview.Seen) -> Station:
    standing = seen.standing
    return Station(
        standing.known.station,
        standing.known.name,
        seen.urgency,
        seen.conditions,
        standing.contact,
        standing.size,
        standing.records,
        standing.photos,
        standing.parked_here,
    )
