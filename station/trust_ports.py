"""What audits, proofs, blind grades, claims and personal data need of the store."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, BinaryIO, NamedTuple, Protocol

from station.domain.auditing.decisions import Audit, Errand
from station.domain.auditing.queue import Queued, Why
from station.domain.claims import Claim
from station.domain.graders.agreement import Grading, Kappas, Told
from station.domain.graders.blind import Blind
from station.domain.graders.calibration import Calibration
from station.domain.graders.pairs import Pair
from station.domain.identifiers import BinCode, Lpn
from station.domain.proof.merkle import Node
from station.domain.proof.sheet import Sheet
from station.domain.proof.signed_note import VerifierKey
from station.domain.sampling.lots import Lot, Member
from station.domain.sampling.streams import Stream


@dataclass(frozen=True, slots=True)
class Filter:
    """Which part of the queue is looked at; an empty field leaves out nothing.

    ``least_value`` is in minor units, ``before`` is when an item came into the queue at the latest.
    """

    why: Why | None = None
    grader: str = ""
    category: str = ""
    least_value: int = 0
    before: datetime | None = None
    station: str = ""


class Queue(Protocol):
    """Audits by inspection. ``page`` lists those that wait, the longest first, after a key.

    ``waiting``, ``graders``, ``categories`` and ``stations`` count what waits: all, by who closed it,
    by category, by where.
    """

    def put(self, queued: Queued) -> None: ...
    def of(self, inspection: str) -> Queued | None: ...
    def page(self, chosen: Filter, limit: int, after: str = "") -> tuple[Queued, ...]: ...
    def counts(self) -> Mapping[Why, int]: ...
    def waiting(self) -> int: ...
    def graders(self) -> Mapping[str, int]: ...
    def categories(self) -> Mapping[str, int]: ...
    def stations(self) -> Mapping[str, int]: ...


class Audits(Protocol):
    """What was decided of inspections, in the order of the journal. ``of`` is one inspection's."""

    def add(self, audit: Audit) -> None: ...
    def of(self, inspection: str) -> tuple[Audit, ...]: ...


class Errands(Protocol):
    """What the desk asks of the bench, one an inspection at most. ``waiting`` lists the oldest first."""

    def put(self, errand: Errand) -> None: ...
    def drop(self, inspection: str) -> None: ...
    def of(self, inspection: str) -> Errand | None: ...
    def waiting(self, limit: int) -> tuple[Errand, ...]: ...
    def in_bin(self, bin_: BinCode) -> tuple[Errand, ...]: ...
    def count(self) -> int: ...


class Tree(Protocol):
    """The journal as an RFC 6962 tree: entry ``seq`` is leaf ``seq - 1``.

    ``note`` is the last signed checkpoint (C2SP signed note), empty before the first. ``inclusion`` and
    ``consistency`` are proofs as RFC 6962 orders them; both raise ValueError out of range. ``keys`` are
    the verifier keys that entries of the journal named, ``name_key`` adds one; ``nodes`` are the inner
    nodes that are kept.
    """

    def size(self) -> int: ...
    def root(self, size: int) -> bytes: ...
    def note(self) -> bytes: ...
    def inclusion(self, seq: int, size: int) -> tuple[bytes, ...]: ...
    def consistency(self, old: int, new: int) -> tuple[bytes, ...]: ...
    def keys(self) -> tuple[str, ...]: ...
    def name_key(self, key: str) -> None: ...
    def nodes(self) -> Iterator[Node]: ...


class Kept(StrEnum):
    """State that the journal can tell, table by table, beside the inspections."""

    RULES = "rules"
    RECALLS = "recalls"
    WORKS = "works"
    DISPOSALS = "disposals"
    CONTENTS = "contents"
    KEYS = "keys"
    CLAIMS = "claims"


class Written(NamedTuple):
    """One entry as it is on the disk. ``kind`` is empty where the bytes are not those of its leaf.

    ``leaf`` is empty where it is no hash; ``payload`` is JSON.
    """

    seq: int
    leaf: bytes
    station: str
    kind: str
    payload: bytes


class Columns(NamedTuple):
    """The row of an inspection: what is looked up by, and what it says, empty where it cannot be read."""

    lpn: str
    state: str
    closed_by: str | None
    rma: str | None
    plain: Mapping[str, Any]


class Record(Protocol):
    """The journal and the state beside it as they are on the disk; nothing is believed.

    ``closed`` are ids and states of closed inspections; ``rows`` are keys of a table with what they say.
    """

    def written(self) -> Iterator[Written]: ...
    def entry(self, seq: int) -> Written | None: ...
    def plain(self, payload: bytes) -> Any: ...
    def inspection(self, id_: str) -> Columns | None: ...
    def closed(self) -> Iterator[tuple[str, str]]: ...
    def people(self) -> Iterator[tuple[str, str, bool]]: ...
    def notes(self) -> Iterator[tuple[str, bytes, str]]: ...
    def rows(self, kept: Kept) -> Iterator[tuple[str, Any]]: ...


class KeysUnusable(RuntimeError):
    """The signing keys are not there, or cannot be trusted; says what to do."""


class Signer(Protocol):
    """The station's signing keys and its last signed head, which live outside the database.

    ``keys`` are those that count, the present one first; with ``make`` one is made where there is none.
    ``signing`` are those of them whose private half is here.
    ``sign`` makes a signed note of a text, with every key that can; ``rotate`` lets a new key sign beside
    the present one, or in the place of one that was ``lost``. ``holds`` tells whether a signature (last)
    by a public key (first) belongs to a text. ``remember`` keeps the last head, quickly and not for good;
    ``remembered`` is empty without one, and so is ``witnessed``, the last head that central signed, too.
    All but these raise KeysUnusable.
    """

    def keys(self, make: bool = False) -> tuple[VerifierKey, ...]: ...
    def signing(self) -> tuple[VerifierKey, ...]: ...
    def sign(self, text: str) -> bytes: ...
    def holds(self, public: bytes, text: bytes, signature: bytes) -> bool: ...
    def rotate(self, lost: VerifierKey | None = None) -> None: ...
    def remember(self, note: bytes) -> None: ...
    def remembered(self) -> bytes: ...
    def witnessed(self) -> bytes: ...


class Notes(Protocol):
    """What people wrote in their own words, apart from the journal, which knows a salted hash of it.

    ``text`` is None once it was removed; ``salted`` is its salt and itself, by which the hash can be checked.
    """

    def put(self, commitment: str, salt: bytes, text: str) -> None: ...
    def text(self, commitment: str) -> str | None: ...
    def salted(self, commitment: str) -> tuple[bytes, str] | None: ...
    def remove(self, commitment: str) -> None: ...


class Pairs(Protocol):
    """Items that were graded twice, the latest first, second gradings and calibration items alike.

    ``since`` None is all of them, ``category`` empty every one. At most ``limit`` are given.
    """

    def between(
        self, since: datetime | None, category: str = "", limit: int = 20_000
    ) -> tuple[Pair, ...]: ...


class SampleLog(Protocol):
    """Streams of finished inspections, their lots, and which inspections are in them.

    ``lots`` are those of a stream, the latest first, ``members`` those of a lot; ``open_lot`` is the
    one that is not full yet, ``aged`` are such lots begun before an instant. ``add`` and ``put`` replace what
    is there.
    """

    def stream(self, key: str) -> Stream | None: ...
    def streams(self) -> tuple[Stream, ...]: ...
    def put_stream(self, stream: Stream) -> None: ...
    def lot(self, lot: str) -> Lot: ...
    def open_lot(self, stream: str) -> Lot | None: ...
    def lots(self, stream: str, limit: int) -> tuple[Lot, ...]: ...
    def aged(self, before: datetime, limit: int) -> tuple[Lot, ...]: ...
    def put(self, lot: Lot) -> None: ...
    def member(self, inspection: str) -> Member | None: ...
    def members(self, lot: str) -> tuple[Member, ...]: ...
    def add(self, member: Member) -> None: ...


class Blinds(Protocol):
    """Second grades and calibration items.

    ``open_for`` are those that a person may grade now, the longest waiting first: not own work, not what
    somebody else has begun since ``stale``. ``planned`` counts the calibration items that are meant for a
    person from after an instant on, ``given`` names their inspections; ``graded`` are those that are done
    since an instant, the earliest first, ``graded_by`` one person's, the latest first. ``forget`` drops what
    nobody has begun of an inspection as a calibration item. ``live`` leaves out those that were retired.
    """

    def put(self, blind: Blind) -> None: ...
    def get(self, blind: str) -> Blind | None: ...
    def open_for(self, person: str, now: datetime, stale: datetime, limit: int) -> tuple[Blind, ...]: ...
    def by_plate(self, lpn: Lpn, person: str, now: datetime, stale: datetime) -> Blind | None: ...
    def second(self, inspection: str) -> Blind | None: ...
    def planned(self, person: str, after: datetime) -> int: ...
    def given(self, person: str, after: datetime) -> frozenset[str]: ...
    def graded(self, since: datetime, limit: int) -> tuple[Blind, ...]: ...
    def graded_by(self, person: str, limit: int) -> tuple[Blind, ...]: ...
    def forget(self, inspection: str) -> None: ...
    def calibrate(self, item: Calibration) -> None: ...
    def calibration(self, inspection: str) -> Calibration | None: ...
    def calibrations(self) -> Sequence[Calibration]: ...
    def live(self) -> Sequence[Calibration]: ...


class Claims(Protocol):
    """Claims by id. ``page`` lists those under way, or those that are over, after a key: what is to be sent
    first, by deadline. ``of`` are those about an item or a return, ``due_by`` counts those to send by a day.
    """

    def put(self, claim: Claim) -> None: ...
    def get(self, claim: str) -> Claim | None: ...
    def of(self, subject: str) -> tuple[Claim, ...]: ...
    def page(self, over: bool, limit: int, after: str = "") -> tuple[Claim, ...]: ...
    def due_by(self, day: date) -> int: ...


class Packs(Protocol):
    """Evidence packs as files. ``sheet`` draws a document as PDF with photos by SHA-256, ``canonical`` writes
    plain values as RFC 8785; ``write`` writes a pack of members, and ``sign`` signs the list of their hashes.
    """

    def canonical(self, value: object) -> bytes: ...
    def sheet(self, sheet: Sheet, fetch: Callable[[str], bytes], made_at: datetime) -> bytes: ...
    def write(
        self, out: BinaryIO, members: Mapping[str, Callable[[], bytes]], sign: Callable[[bytes], bytes]
    ) -> None: ...


class Agreement(Protocol):
    """How far graders agree beyond chance; what cannot be told comes as the reason why, never as NaN.

    ``kappas`` takes a square table of two graders in the order of its scale, ``alpha`` the ranks that each
    item got, from 0 up to, but not including, ``levels``. Both take up to a second.
    """

    def kappas(self, counts: Sequence[Sequence[int]]) -> Kappas: ...
    def alpha(self, items: Sequence[Grading], levels: int) -> Told: ...
