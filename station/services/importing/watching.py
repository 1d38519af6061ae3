"""Take over what lies in a folder: its name tells the kind, and each arrival is taken once."""

from station.domain.importing.kinds import Encoding, ImportKind, Way
from station.domain.problems import Problem
from station.importing_ports import Arrived, Inbox
from station.ports import World
from station.services.importing.examining import MEGABYTE, Examined
from station.services.importing.taking import Arrival, take_over


def step(world: World, inbox: Inbox) -> int:
    """Deal with every file that lies still, and return how many were taken over.

    A file leaves the folder after what it says is kept. Killed in between, it is found again, known by its
    mark and put away. Raises what the store and the folder raise; the file stays where it is then.
    """
    inbox.look()
    for name in inbox.too_large():
        most = world.house.import_limit // MEGABYTE
        inbox.refuse(name, f"{name} was not read: it is larger than {most} MB.\n")
    return sum(_deal_with(world, inbox, arrived) for arrived in inbox.arrived())


def kind_of(name: str) -> ImportKind | None:
    """Tell from the beginning of a file's name what is in it, None for none."""
    plain = name.casefold()
    return next((kind for kind in ImportKind if plain.startswith(kind.value)), None)


def encoding_of(name: str) -> Encoding | None:
    """Tell the code page that a file's name has in it, as in products.cp1255.csv."""
    parts = name.casefold().split(".")[1:-1]
    return next((encoding for encoding in Encoding if encoding.value in parts), None)


def _deal_with(world: World, inbox: Inbox, arrived: Arrived) -> bool:
    kind = kind_of(arrived.name)
    if kind is None:
        inbox.refuse(arrived.name, f"{arrived.name} was not read. {_NAMES}\n")
        return False
    arrival = Arrival(Way.FOLDER, name=arrived.name, mark=arrived.mark)
    came = take_over(world, kind, arrived.data, arrival, encoding_of(arrived.name))
    if not came.examined.right:
        inbox.refuse(arrived.name, refusal_text(arrived.name, came.examined))
        return False
    inbox.done(arrived.name, done_text(arrived.name, came.examined))
    return came.taken is not None


_NAMES = f"Its name has to begin with one of: {', '.join(kind.value for kind in ImportKind)}."


def done_text(name: str, examined: Examined) -> str:
    """Say what a file changed, in a line."""
    counts = examined.counts
    if not counts.changes:
        return f"{name}: nothing new. All {counts.unchanged} are known as they are.\n"
    return f"{name}: {counts.new} new, {counts.changed} changed, {counts.unchanged} as they were.\n"


def refusal_text(name: str, examined: Examined) -> str:
    """Say all that is wrong with a file, a line each."""
    first = f"{name}: nothing was taken over. {examined.wrong} things are to be mended.\n\n"
    more = f"and {examined.more} more\n" if examined.more else ""
    return first + "".join(f"{_line(each)}\n" for each in examined.problems) + more


def _line(problem: Problem) -> str:
    return str(problem)
