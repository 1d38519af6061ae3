"""What the station needs of the world, as Protocols. Adapters answer; wiring joins them."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from station.api_ports import Answers, Tokens
from station.camera_ports import Preview, Shot
from station.central_ports import Arrivals, Doors, Exchange, Stations
from station.device_ports import Bindings, Devices
from station.domain.bench import Notice
from station.domain.claims import ClaimDays
from station.domain.evidence import Fault, Likeness, Quality
from station.domain.forms.house import FormHouse
from station.domain.labels import Label
from station.domain.printing import Outcome, PrinterState
from station.domain.routing import Rulebook
from station.domain.sampling.rules import Sampling
from station.domain.scanning import Gs1Facts
from station.domain.sync.keeping import Keeping
from station.domain.weight import Weighed
from station.feed_ports import FeedStore, TakenStore
from station.form_ports import Forms
from station.importing_ports import Imports, SiteForms
from station.outbound_ports import Destinations, Outside
from station.projection_ports import ByNumber, Projections
from station.rule_ports import Drafts, RuleForms, Rules
from station.stock_ports import Contents, Ledger, Parcels, Recalls, SignalLog, Works
from station.store_ports import (
    BenchStore,
    Catalog,
    History,
    Inspections,
    Journal,
    People,
    PhotoPrints,
    PrintQueue,
    Replays,
    Told,
)
from station.sync_ports import AnyDisk, Courier, Disk, NoCourier, Shipping
from station.trust_ports import (
    Agreement,
    Audits,
    Blinds,
    Claims,
    Errands,
    Notes,
    Packs,
    Pairs,
    Queue,
    Record,
    SampleLog,
    Signer,
    Tree,
)


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
    ``state`` is that of the worst of them."""

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
    ``rewritten`` makes a small JPEG of a JPEG or PNG that somebody brought, with nothing but the picture
    in it; it raises NO_PICTURE and PICTURE_TOO_LARGE.
    """

    def look(
        self, jpeg: bytes, expected: frozenset[str], *, shows_code: bool = True, inspection: str = ""
    ) -> Look: ...
    def rewritten(self, picture: bytes) -> bytes: ...


class Gs1(Protocol):
    """The GS1 grammar. Never raises."""

    def interpret(self, text: str, aim: str | None) -> Gs1Facts: ...


class Vault(Protocol):
    """Photos by the SHA-256 of their original bytes. ``put`` is durable when it returns.

    ``put`` raises DISK_FULL or STORE_FAILED; ``get`` raises KeyError. ``known`` is the SHA-256 that
    the caller has just taken of these bytes, so that it is not taken twice.
    """

    def put(self, data: bytes, known: str = "") -> str: ...
    def get(self, sha256: str) -> bytes: ...
    def remove(self, sha256: str) -> None: ...


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
    """The station's own words in its own language, for what is printed and stays with the goods.

    ``speaking`` are the same words in another language.
    """

    def word(self, member: StrEnum) -> str: ...
    def speaking(self, language: str) -> "Words": ...


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
    def history(self) -> History: ...
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
    @property
    def queue(self) -> Queue: ...
    @property
    def audits(self) -> Audits: ...
    @property
    def errands(self) -> Errands: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def told(self) -> Told: ...
    @property
    def blinds(self) -> Blinds: ...
    @property
    def tree(self) -> Tree: ...
    @property
    def record(self) -> Record: ...
    @property
    def pairs(self) -> Pairs: ...
    @property
    def tokens(self) -> Tokens: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def sampling(self) -> SampleLog: ...
    @property
    def projections(self) -> Projections: ...
    @property
    def numbered(self) -> ByNumber: ...
    @property
    def stations(self) -> Stations: ...
    @property
    def doors(self) -> Doors: ...
    @property
    def arrivals(self) -> Arrivals: ...
    @property
    def imports(self) -> Imports: ...
    @property
    def forms(self) -> Forms: ...
    @property
    def shipping(self) -> Shipping: ...
    @property
    def feed(self) -> FeedStore: ...
    @property
    def taken(self) -> TakenStore: ...
    @property
    def destinations(self) -> Destinations: ...


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
    """What a site decided for this station; central is a station without a bench."""

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
    import_limit: int = 64 * 1024 * 1024
    form: FormHouse = field(default_factory=FormHouse)
    is_central: bool = False
    claims: ClaimDays = field(default_factory=ClaimDays)
    keeping: Keeping = field(default_factory=Keeping)
    second_grades: float = 0.0
    calibration_per_shift: int = 0
    calibration_rest: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class World:
    """Every port in one hand. ``begin`` opens a transaction that writes, ``read`` one that does not.

    ``rulebook`` is what stands in the files; what counts is ``uow.rules.in_force()``. ``sampling`` is None
    where nothing is drawn, ``exchange`` everywhere but at central.
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
    site_forms: SiteForms
    gs1: Gs1
    labels: Labels
    label_files: LabelFiles
    printer: Printer
    words: Words
    packs: Packs
    replays: Replays
    clock: Clock
    ids: Ids
    secrets: Secrets
    signer: Signer
    bell: Bell
    agreement: Agreement
    sampling: Sampling | None = None
    exchange: Exchange | None = None
    courier: Courier = field(default_factory=NoCourier)
    disk: Disk = field(default_factory=AnyDisk)
    outside: Outside = field(default_factory=Outside)

    @property
    def today(self) -> date:
        return self.clock.now().date()
