"""What the pages of the supervisor's desk show, each read in one go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from station.domain.audit import Override
from station.domain.auditing import Audited, Course, Decision, Errand
from station.domain.catalog import Product
from station.domain.checklist import Example
from station.domain.disposition import Disposition
from station.domain.errors import DomainError
from station.domain.grading import Grade
from station.domain.identifiers import Lpn
from station.domain.inspection import Inspection, State
from station.domain.people import Person
from station.domain.policy import Remedy
from station.domain.queue import Queued, Why
from station.domain.signals import Signal
from station.domain.texts import Texts
from station.ports import World
from station.services.queries import Record
from station.services.visits import Visit
from station.trust_ports import Filter

SIZE = 50


# The queue ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the queue: why it waits and since when stand in ``queued``, with the facts (``told``).

    ``grader`` is the name of who closed it, ``photo`` the SHA-256 of its first photo, empty without one;
    ``own`` says that the person who looks may not audit it.
    """

    queued: Queued
    name: Texts
    grader: str
    state: State
    grade: Grade | None
    remedy: Remedy | None
    disposition: Disposition | None
    photo: str
    own: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Part of the queue, the longest waiting first, and the key that the next page starts after."""

    rows: tuple[Row, ...]
    next: str | None


def page(world: World, person: Person, chosen: Filter, after: str = "", size: int = SIZE) -> Page:
    """Page through what waits, by key; ``after`` is an inspection."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits: in all, by reason, by grader (id, name, count) and by category."""

    waiting: int
    whys: Mapping[Why, int]
    graders: tuple[tuple[str, str, int], ...]
    categories: tuple[tuple[str, int], ...]


def counts(world: World) -> Counts:
    """Count what waits, for the filters."""
    raise NotImplementedError


def following(world: World, person: Person, chosen: Filter, after: str = "") -> str | None:
    """Return the next inspection that the person may decide on, behind one in the queue; None at its end.

    One that was decided meanwhile keeps its place in the order.
    """
    raise NotImplementedError


def scanned(world: World, code: str) -> str | None:
    """Return the inspection that a licence plate names: the one that waits, else the latest."""
    raise NotImplementedError


# One item -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the time line. ``what`` is of an inspection's own course or an audit; ``by`` a name.

    ``about`` are plain facts by name: bins, the question and choice of an answer, the slot of a photo, the
    kind of a signal. ``seconds`` is how long it took; ``note`` what was written, None once it was removed.
    """

    at: datetime
    what: Course | Audited
    by: str
    seconds: float
    about: Mapping[str, str]
    override: Override | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Opened:
    """One item at the desk, with everything that a decision needs.

    ``queued`` is None for one that was never in the queue. ``decisions`` is what the person may do now;
    where it is empty ``refused`` says why, such as OWN_WORK or AUDITED_MEANWHILE. ``earlier`` are the visits
    before, the earliest first. ``references`` are the pictures of the checklist by question, all of them
    given out by ``reference``. ``by_grade`` is where the rules would send the item at each grade. ``asks``
    are the signals that a release has to settle. ``errand`` is what waits at the bench for this item.
    """

    record: Record
    queued: Queued | None
    decisions: tuple[Decision, ...]
    refused: DomainError | None
    product: Product | None
    earlier: tuple[Visit, ...]
    references: Mapping[str, tuple[Example, ...]]
    by_grade: Mapping[Grade, Disposition]
    asks: tuple[Signal, ...]
    steps: tuple[Step, ...]
    errand: Errand | None

    @property
    def inspection(self) -> Inspection:
        return self.record.inspection

    @property
    def lpn(self) -> Lpn:
        return self.inspection.item.lpn

    @property
    def revision(self) -> int:
        """What a decision has to name: the state of the queue that this page shows."""
        return self.queued.revision if self.queued else 0


def opened(world: World, person: Person, inspection: str) -> Opened | None:
    """Read one item, None for an inspection that is not known."""
    raise NotImplementedError


def reference(world: World, inspection: str, sha256: str) -> bytes | None:
    """Read a reference photo of the checklist that an inspection was made by; no other photo."""
    raise NotImplementedError
