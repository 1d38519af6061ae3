"""What a started station does before its pages open: keep reference photos and rules, note the start."""

from station.adapters.config.pictures import pictures_in
from station.app import waits
from station.app.wiring import Station
from station.services.examples import keep_examples
from station.services.starting import note_start


def come_up(station: Station) -> None:
    """Keep the pictures of the checklists in the files, publish what is new, and record the start."""
    checklists = station.world.rulebook.checklists.values()
    keep_examples(station.world, pictures_in(station.settings.rules.checklists, checklists))
    waits.warn(station)
    note_start(station.world)
