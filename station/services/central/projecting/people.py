"""What stations tell of people whom central removed."""

from station.services.central.projecting.here import Here
from station.services.people.removing import remove_late_notes


def removed(here: Here) -> None:
    """Remove what the station still sent of somebody before it took over that they are gone."""
    remove_late_notes(here.uow, here.came.station, here.event.person)
