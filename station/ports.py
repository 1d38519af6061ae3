"""What the station needs of the world, as Protocols. Adapters answer; wiring joins them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from station.camera_ports import Preview, Shot
from station.device_ports import Bindings, Devices
from station.domain.bench import Bench, Notice
from station.domain.catalog import Bin, ExpectedReturn, Product, WorkCenter
from station.domain.events import Event
from station.domain.evidence import Fault, Likeness, Quality
from station.domain.identifiers import BinCode, Lpn, Rma, Sku
from station.domain.inspection import Inspection
from station.domain.labels import Label
from station.domain.people import Attempts, Person, Session
from station.domain.printing import Outcome, PrinterState, PrintJob
from station.domain.routing import Rulebook
from station.domain.scanning import Gs1Facts, Hit
from station.domain.weight import Weighed
from station.rule_ports import Drafts, RuleForms, Rules
from station.stock_ports import Contents, Ledger, Parcels, Recalls, SignalLog, Works


class Clock(Protocol):
    """The wall clock; every time has the offset of the site's zone, so its date is the site's day."""

    def now(self) -> datetime: ...


class Ids(Protocol):
    """Makers of identity: UUIDv7 for entries and inspections, random tokens of 256 bits."""

    def new(self) -> str: ...
    def token(self) -> str: ...


class Secrets(Protocol):
    """One-way functions: argon2id for PINs, SHA-256 for badges and tokens, which are random."""

    def hash_pin(self, pin: str) -> str: ...
    def pin_matches(self, pin_hash: str, pin: str) -> bool: ...
    def digest(self, secret: str) -> str: ...


class DeviceState(StrEnum):
    """What a device light shows."""

    READY = "ready"
    STARTING = "starting"
    ABSENT = "absent"
    BUSY = "busy"
    FROZEN = "frozen"
    SILENT = "silent"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Lens:
    """One camera as it is set up and how it is. ``read_area`` is the middle share in which codes are read."""

    name: str = ""
    state: DeviceState = DeviceState.NONE
    reads_codes: bool = False
    read_area: float = 1.0
    auto_shutter: bool = False


class Camera(Protocol):
    """The bench's cameras by name; without one the first. Both pictures raise CAMERA_ABSENT or CAMERA_FROZEN.

    ``state`` is that of the worst of them.
    """

    def photo(self, name: str = "") -> Shot: ...
    def preview(self, name: str = "") -> Preview: ...
    def state(self) -> DeviceState: ...
    def lenses(self) -> tuple[Lens, ...]: ...


class Scale(Protocol):
    """The bench's scale. ``weigh`` takes up to a few seconds and raises NO_SCALE or one of SCALE_..."""

    def weigh(self) -> Weighed: ...
    def state(self) -> DeviceState: ...


class Scanners(Protocol):
    """The bench's scanners, for the light on the screen."""

    def state(self) -> DeviceState: ...


@dataclass(frozen=True, slots=True)
class Look:
    """What was measured in a photo: quality, codes read, and faults (codes aside).

    ``too_small`` says that bars are there and too small to be read; ``fingerprint`` is what later photos
    are compared with, 32 bytes; ``alike`` are the nearest photos of other inspections, the nearest first.
    """

    quality: Quality
    codes: tuple[str, ...]
    matches: bool
    trusted_other: bool
    faults: tuple[Fault, ...]
    too_small: bool = False
    fingerprint: bytes = b""
    alike: tuple[Likeness, ...] = ()


class Eyes(Protocol):
    """Measures a photo and reads the codes in it, looking for the expected ones first.

    With ``shows_code`` it takes more trouble to find one. Photos of ``inspection`` itself are no likeness.
    """

    def look(
        self, jpeg: bytes, expected: frozenset[str], *, shows_code: bool = True, inspection: str = ""
    ) -> Look: ...


class Gs1(Protocol):
    """The GS1 grammar. Never raises."""

    def interpret(self, text: str, aim: str | None) -> Gs1Facts: ...


class Vault(Protocol):
    """Photos by the SHA-256 of their original bytes. ``put`` is durable when it returns.

    ``put`` raises DISK_FULL or STORE_FAILED; ``get`` raises KeyError.
    """

    def put(self, data: bytes) -> str: ...
    def get(self, sha256: str) -> bytes: ...


class Labels(Protocol):
    """Draws codes to print, as inline SVG."""

    def code128(self, text: str) -> str: ...
    def qr(self, text: str) -> str: ...


class LabelFiles(Protocol):
    """Draws labels for the station's paper: to look at, for any printer, for a ZPL printer."""

    def png(self, label: Label) -> bytes: ...
    def pdf(self, labels: Sequence[Label]) -> bytes: ...
    def zpl(self, labels: Sequence[Label]) -> bytes: ...


class Words(Protocol):
    """The station's own words in its own language, for what is printed and stays with the goods."""

    def word(self, member: StrEnum) -> str: ...


@dataclass(frozen=True, slots=True)
class PrinterSays:
    """How the printer is, and how many labels it has and has not printed."""

    state: PrinterState
    waiting: int = 0


class Printer(Protocol):
    """The label printer. ``state`` is what was heard last; ``ask`` and ``send`` take seconds. None raises."""

    def state(self) -> PrinterState: ...
    def ask(self) -> PrinterSays: ...
    def send(self, label: Label) -> tuple[Outcome, PrinterState]: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the journal as stored: its sequence number, canonical JSON and leaf hash."""

    seq: int
    canonical: bytes
    leaf: bytes


class Journal(Protocol):
    """The append-only log. Sequence numbers have no gaps."""

    def append(self, event: Event, actor: str, *, simulated: bool = False) -> int: ...
    def head(self) -> int: ...
    def entries(self, after: int = 0) -> Iterator[Entry]: ...


class Inspections(Protocol):
    """Inspections by id, and the questions that screens ask of them.

    A licence plate may have been inspected several times: ``by_lpn`` is the latest, ``visits`` are all,
    the earliest first.

    ``plain`` is the row in the words of the journal, empty where it cannot be read and None without one;
    ``closed_states`` is the state of every closed one by id; ``of_return`` are those of a return, the
    earliest first; ``replate`` saves one that has another licence plate than ``was``.
    """

    def get(self, inspection: str) -> Inspection: ...
    def plain(self, inspection: str) -> Mapping[str, Any] | None: ...
    def closed_states(self) -> Mapping[str, str]: ...
    def add(self, inspection: Inspection) -> None: ...
    def save(self, inspection: Inspection) -> None: ...
    def by_lpn(self, lpn: Lpn) -> Inspection | None: ...
    def visits(self, lpn: Lpn) -> tuple[Inspection, ...]: ...
    def of_return(self, rma: Rma) -> tuple[Inspection, ...]: ...
    def replate(self, inspection: Inspection, was: Lpn) -> None: ...
    def next_lpn_number(self) -> int: ...
    def lpn_numbers_drawn(self) -> int: ...
    def recent(self, limit: int) -> tuple[Inspection, ...]: ...
    def on_hold(self, limit: int, after: str = "") -> tuple[Inspection, ...]: ...
    def closed(self, limit: int, before: str = "") -> tuple[Inspection, ...]: ...
    def closed_since(self, person: str, since: datetime) -> int: ...


class Catalog(Protocol):
    """Products, expected returns and bins, and one index over every code that names them."""

    def find(self, codes: tuple[str, ...]) -> tuple[Hit, ...]: ...
    def product(self, sku: Sku) -> Product: ...
    def categories(self) -> tuple[str, ...]: ...
    def expected(self, rma: Rma) -> ExpectedReturn: ...
    def awaiting(self, sku: Sku, limit: int) -> tuple[tuple[ExpectedReturn, int], ...]: ...
    def save_expected(self, expected: ExpectedReturn) -> None: ...
    def bin(self, code: BinCode) -> Bin: ...
    def bins(self) -> tuple[Bin, ...]: ...
    def centers(self) -> tuple[WorkCenter, ...]: ...
    def save_bin(self, bin_: Bin) -> None: ...
    def save_center(self, center: WorkCenter) -> None: ...
    def load(
        self,
        products: Iterable[Product],
        returns: Iterable[ExpectedReturn],
        bins: Iterable[Bin],
        centers: Iterable[WorkCenter] = (),
    ) -> None: ...


class People(Protocol):
    """Who may sign in, their sessions, and their wrong PINs."""

    def get(self, person: str) -> Person: ...
    def by_badge(self, badge_hash: str) -> Person | None: ...
    def save(self, person: Person) -> None: ...
    def session(self, session: str) -> Session | None: ...
    def save_session(self, session: Session) -> None: ...
    def attempts(self, person: str) -> Attempts: ...
    def save_attempts(self, person: str, attempts: Attempts) -> None: ...


class BenchStore(Protocol):
    def load(self) -> Bench: ...
    def save(self, bench: Bench) -> None: ...


class PrintQueue(Protocol):
    """Labels that were asked for, in that order. ``unfinished`` are those not printed and not given up.

    ``get`` raises KeyError; ``forget`` drops what is over but for the last ``keep``.
    """

    def add(self, job: PrintJob) -> None: ...
    def save(self, job: PrintJob) -> None: ...
    def get(self, job: str) -> PrintJob: ...
    def unfinished(self, limit: int) -> tuple[PrintJob, ...]: ...
    def recent(self, limit: int) -> tuple[PrintJob, ...]: ...
    def forget(self, keep: int) -> None: ...


class PhotoPrints(Protocol):
    """Prints of all photos, numbered in the order in which they came. ``named`` leaves out what is gone."""

    def add(self, sha256: str, inspection: str, fingerprint: bytes) -> None: ...
    def after(self, number: int, limit: int) -> tuple[tuple[int, bytes], ...]: ...
    def named(self, numbers: Sequence[int]) -> Mapping[int, tuple[str, str]]: ...


class UnitOfWork(Protocol):
    """One transaction over everything the station keeps. Leaving it with an exception rolls back."""

    @property
    def journal(self) -> Journal: ...
    @property
    def inspections(self) -> Inspections: ...
    @property
    def catalog(self) -> Catalog: ...
    @property
    def rules(self) -> Rules: ...
    @property
    def people(self) -> People: ...
    @property
    def bench(self) -> BenchStore: ...
    @property
    def prints(self) -> PrintQueue: ...
    @property
    def bindings(self) -> Bindings: ...
    @property
    def photo_prints(self) -> PhotoPrints: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def parcels(self) -> Parcels: ...
    @property
    def contents(self) -> Contents: ...
    @property
    def works(self) -> Works: ...
    @property
    def recalls(self) -> Recalls: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def signals(self) -> SignalLog: ...


class Bell(Protocol):
    """Wakes the screens: ``ring`` after a commit, ``echo`` at once when a scan comes in, ``alarm``
    with what could not even be written down."""

    def ring(self, revision: int) -> None: ...
    def echo(self, text: str) -> None: ...
    def alarm(self, notice: Notice) -> None: ...
    def wait(self, revision: int, echo: int, timeout: float) -> "Rung": ...


@dataclass(frozen=True, slots=True)
class Rung:
    """The last revision told of; how many echoes there were, and the last text; the alarm, until
    the next commit succeeds."""

    revision: int
    echo: int
    text: str
    alarm: Notice | None = None


@dataclass(frozen=True, slots=True)
class House:
    """What a site decided for this station."""

    station: str
    name: str
    language: str
    currency: str
    idle: timedelta = timedelta(minutes=10)
    shift: timedelta = timedelta(hours=12)
    same_code_ms: int = 1000
    same_command_ms: int = 300
    sound: bool = True
    scanner_signals: bool = True
    print_lpn: bool = False
    print_item: bool = False
    rescan_label: bool = False
    zone: str = ""
    simulated: bool = False
    metrics_token: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """Every port in one hand. ``begin`` opens a transaction that writes, ``read`` one that does not.

    ``rulebook`` is what stands in the files; what counts is ``uow.rules.in_force()``.
    """

    house: House
    rulebook: Rulebook
    begin: Callable[[], AbstractContextManager[UnitOfWork]]
    read: Callable[[], AbstractContextManager[UnitOfWork]]
    vault: Vault
    camera: Camera
    scale: Scale
    scanners: Scanners
    devices: Devices
    eyes: Eyes
    rule_forms: RuleForms
    gs1: Gs1
    labels: Labels
    label_files: LabelFiles
    printer: Printer
    words: Words
    clock: Clock
    ids: Ids
    secrets: Secrets
    bell: Bell

    @property
    def today(self) -> date:
        return self.clock.now().date()
