"""What happened by audits: at the desk, and at the bench because of it.

``AuditOverridden`` and ``ItemMoved`` carry the whole inspection: the store must say the same of it from then
on, where it is closed. ``HoldReleased`` (at bench or desk) and ``ItemTakenOut`` open a closed one again. All
others change nothing of the inspection itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from station.domain.auditing.queue import Why
from station.domain.disposal import Disposal
from station.domain.identifiers import BinCode, Lpn
from station.domain.inspection import Inspection


@dataclass(frozen=True, slots=True)
class AuditConfirmed:
    """A supervisor found an inspection right. ``together`` is how many were confirmed at once."""

    inspection: str
    lpn: Lpn
    whys: tuple[Why, ...]
    told: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    together: int = 1


@dataclass(frozen=True, slots=True)
class AuditOverridden:
    """A supervisor changed grade, remedy or disposition at the desk: ``inspection`` whole, its override last.

    ``to`` is the bin that an item which lies in another one is to be moved to; ``to_move`` says that it is,
    even where no bin has room.
    """

    inspection: Inspection
    whys: tuple[Why, ...]
    seconds: float = 0.0
    to_move: bool = False
    to: BinCode | None = None


@dataclass(frozen=True, slots=True)
class AuditSentBack:
    """An item is to be inspected again; ``note`` is the commitment of what the supervisor wrote."""

    inspection: str
    lpn: Lpn
    whys: tuple[Why, ...]
    note: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class HoldKept:
    """A supervisor looked at an item on hold and left it there."""

    inspection: str
    lpn: Lpn
    whys: tuple[Why, ...]
    note: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class ItemTakenOut:
    """An item was taken out of its bin, to be moved or to be inspected again; ``bin`` is where it lay."""

    inspection: str
    lpn: Lpn
    bin: BinCode


@dataclass(frozen=True, slots=True)
class ItemMoved:
    """An item that was overridden reached its new bin: ``inspection`` whole."""

    inspection: Inspection
    was: BinCode
    bin: BinCode


@dataclass(frozen=True, slots=True)
class DisposalTakenBack:
    """An item was not thrown away after all: its line of the ledger, ``disposal``, counts no more."""

    inspection: str
    lpn: Lpn
    disposal: Disposal


AuditEvent = (
    AuditConfirmed | AuditOverridden | AuditSentBack | HoldKept | ItemTakenOut | ItemMoved | DisposalTakenBack
)
