"""What a replay's process and the station tell each other: one JSON value a line."""

from dataclasses import dataclass

from station.domain.errors import Reason
from station.domain.replaying import Tried
from station.domain.tallying import Tally
from station.store_ports import Progress

# The variable that tells a process which database it reads.
DATABASE = "REPLAYED_DATABASE"
# So many items with differences are told in one line: to read it holds up nobody for long.
MANY = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One of these: how far it is, some of the items that differ, the tally without them, or a refusal."""

    progress: Progress | None = None
    different: tuple[Tried, ...] = ()
    tally: Tally | None = None
    refused: Reason | None = None
