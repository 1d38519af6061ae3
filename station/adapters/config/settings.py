"""What station.toml says, once it is known to be right. Read by ``settings_file``."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from station.adapters.config.outbound_section import OutboundSettings
from station.domain.claims import ClaimDays
from station.domain.devices import Binding, SerialLine
from station.domain.forms.house import FormHouse
from station.domain.sampling.rules import Sampling
from station.domain.sync.keeping import Keeping


@dataclass(frozen=True, slots=True)
class StationSettings:
    """Which workstation this is. ``id`` is two digits, ``language`` that of the sign-in screen.

    An empty ``timezone`` is that of this machine.
    """

    id: str
    name: str
    language: str
    currency: str
    timezone: str = ""


@dataclass(frozen=True, slots=True)
class Web:
    """Where the pages are. An empty ``metrics_token`` leaves /metrics to managers who are signed in; with
    ``https`` a proxy before the station speaks TLS."""

    host: str
    port: int
    trusted_hosts: tuple[str, ...]
    metrics_token: str = field(repr=False)
    https: bool = False


@dataclass(frozen=True, slots=True)
class Data:
    """Where records and photos are kept; relative to the current directory."""

    dir: Path


@dataclass(frozen=True, slots=True)
class Bench:
    """How the bench behaves. The windows for repeated scans are in milliseconds."""

    idle_lock_minutes: int
    shift_hours: int
    same_code_ms: int
    same_command_ms: int
    sound: bool
    scanner_signals: bool
    rescan_label: bool

    @property
    def idle(self) -> timedelta:
        return timedelta(minutes=self.idle_lock_minutes)

    @property
    def shift(self) -> timedelta:
        return timedelta(hours=self.shift_hours)


@dataclass(frozen=True, slots=True)
class Audit:
    """How graders are measured: the share of finished inspections that is graded twice, calibration items
    for each grader and shift, and the days before a grader gets the same one again."""

    second_grades: float = 0.05
    calibration_per_shift: int = 2
    calibration_rest_days: int = 30


@dataclass(frozen=True, slots=True)
class Camera:
    """One camera: an index, a device path or an address; size in pixels, frames a second.

    Codes are read in the middle ``read_area`` (a share) of its picture. What is None is left as the camera
    has it; exposure, gain, focus and white balance are in the camera's own units.
    """

    name: str
    source: int | str
    width: int
    height: int
    fps: int
    reads_codes: bool
    read_area: float
    auto_shutter: bool
    auto_exposure: bool | None = None
    exposure: float | None = None
    gain: float | None = None
    autofocus: bool | None = None
    focus: float | None = None
    auto_white_balance: bool | None = None
    white_balance: float | None = None


class PrinterKind(StrEnum):
    """How labels leave: not at all, to a ZPL printer by one of three ways, or as PDF into a folder."""

    NONE = "none"
    NETWORK = "network"
    SERIAL = "serial"
    USB = "usb"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Printer:
    """The label printer and its paper, mm. ``address`` is host, port, device or folder, by its kind.

    ``answers`` is False for a printer that cannot tell its state; ``darkness`` None leaves it alone.
    """

    kind: PrinterKind
    address: str
    baud: int
    answers: bool
    dpi: int
    width_mm: float
    height_mm: float
    darkness: int | None
    print_lpn_on_intake: bool
    print_item_when_done: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale: a path or an address, and how its line is set."""

    path: str
    line: SerialLine


@dataclass(frozen=True, slots=True)
class PhotoLimits:
    """When a photo is refused, in the units of ``evidence.Quality``. None keeps the measured default."""

    min_sharpness: float | None
    max_edge_width: float | None
    min_brightest: float | None
    max_overexposed: float | None
    min_module: float | None
    max_alike: float | None


@dataclass(frozen=True, slots=True)
class ImportSettings:
    """Files that are taken over: the folder that is watched, None for none, how large one may be, and how
    often the folder is looked into."""

    folder: Path | None = None
    limit_mb: int = 64
    every_seconds: int = 5


@dataclass(frozen=True, slots=True)
class RuleFiles:
    """Where the site's rules are: a folder of checklists, and a file for each of the others."""

    checklists: Path
    policy: Path
    routing: Path
    prices: Path
    conditions: Path
    signals: Path
    disposal: Path
    sampling: Path


@dataclass(frozen=True, slots=True)
class CentralLine:
    """How central is reached. An empty ``url`` is a station without one, or one that was enrolled by command.

    ``pin`` is the SHA-256 of its certificate in hex; ``ca_file`` the PEM file of a private authority.
    """

    url: str = ""
    ca_file: Path | None = None
    pin: str = ""
    insecure: bool = False
    poll_seconds: float = 30


@dataclass(frozen=True, slots=True)
class Settings:
    """All of station.toml. ``cameras`` is empty at a station without one; the first is asked first.

    ``scale`` is None at a station without one.
    """

    station: StationSettings
    web: Web
    data: Data
    bench: Bench
    scanners: tuple[Binding, ...]
    cameras: tuple[Camera, ...]
    photo: PhotoLimits
    printer: Printer
    scale: Scale | None
    claims: ClaimDays
    rules: RuleFiles
    sampling: Sampling | None = None
    audit: Audit = Audit()
    imports: ImportSettings = ImportSettings()
    form: FormHouse = field(default_factory=FormHouse)
    central: CentralLine = CentralLine()
    keeping: Keeping = field(default_factory=Keeping)
    outbound: OutboundSettings = field(default_factory=OutboundSettings)
