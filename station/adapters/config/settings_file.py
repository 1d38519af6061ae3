"""station.toml to Settings."""

from pathlib import Path

from station.adapters.config.camera_section import cameras
from station.adapters.config.kinds import (
    FLAG,
    TEXT,
    member_of,
    name_in,
    number,
    number_in,
    pattern,
    whole,
)
from station.adapters.config.printer_section import printer
from station.adapters.config.problems import Problems
from station.adapters.config.sections import Section, reading
from station.adapters.config.settings import (
    Bench,
    Data,
    Flow,
    Parity,
    PhotoLimits,
    RuleFiles,
    Scanner,
    Settings,
    StationSettings,
    Terminator,
    Web,
)
from station.domain.texts import LANGUAGES

_STATION_ID = pattern(r"\d{2}", 'two digits in quotes, such as "07"')
_CURRENCY = pattern(r"[A-Z]{3}", 'three capital letters, such as "EUR"')
_TOKEN = pattern(r"\S*", "a word in quotes, or nothing", secret=True)
_PORT = whole(1, 65535)
_DEVICE = pattern(r"usb:[0-9a-fA-F]{4}:[0-9a-fA-F]{4}([:@].+)?", 'an identity such as "usb:05e0:1701:S123"')
_PATH = pattern(
    r"/.+|COM\d+|(socket|rfc2217)://[^\s/:]+:\d+",
    '"/dev/...", "COM3" or "socket://host:port"',
)
_STOPBITS = number_in(1, 1.5, 2)
_SHARE = number(0, 1)


def load_settings(path: Path) -> Settings:
    """Read station.toml. Raises ConfigError with every problem in it."""
    problems = Problems()
    settings = read_settings(path, problems)
    problems.raise_any()
    return settings


def read_settings(path: Path, problems: Problems) -> Settings:
    """Read station.toml, noting problems; what is wrong is blank in the result."""
    with reading(path, problems) as top:
        return Settings(
            station=_station(top.section("station", required=True)),
            web=_web(top.section("web")),
            data=Data(Path(top.section("data").take("dir", TEXT, "data"))),
            bench=_bench(top.section("bench")),
            scanners=tuple(_scanner(each) for each in top.sections("scanner")),
            cameras=cameras(top),
            photo=_photo(top.section("photo")),
            printer=printer(top.section("printer")),
            rules=_rules(top.section("rules"), path.parent),
        )


def _station(section: Section) -> StationSettings:
    return StationSettings(
        id=section.take("id", _STATION_ID),
        name=section.take("name", TEXT),
        language=section.take("language", name_in(LANGUAGES), "en"),
        currency=section.take("currency", _CURRENCY),
    )


def _web(section: Section) -> Web:
    return Web(
        host=section.take("host", TEXT, "127.0.0.1"),
        port=section.take("port", _PORT, 8000),
        trusted_hosts=section.many("trusted_hosts", TEXT) or ("127.0.0.1", "localhost"),
        metrics_token=section.take("metrics_token", _TOKEN, ""),
    )


def _bench(section: Section) -> Bench:
    return Bench(
        idle_lock_minutes=section.take("idle_lock_minutes", whole(1, 480), 10),
        shift_hours=section.take("shift_hours", whole(1, 24), 12),
        same_code_ms=section.take("same_code_ms", whole(0, 60000), 1000),
        same_command_ms=section.take("same_command_ms", whole(0, 60000), 300),
        sound=section.take("sound", FLAG, True),
    )


def _scanner(section: Section) -> Scanner:
    scanner = Scanner(
        device=section.maybe("device", _DEVICE),
        path=section.maybe("path", _PATH),
        baud=section.take("baud", whole(300, 4_000_000), 9600),
        bytesize=section.take("bytesize", whole(7, 8), 8),
        parity=section.take("parity", member_of(Parity), Parity.NONE),
        stopbits=section.take("stopbits", _STOPBITS, 1.0),
        flow=section.take("flow", member_of(Flow), Flow.NONE),
        terminator=section.take("terminator", member_of(Terminator), Terminator.AUTO),
    )
    given = ("device" in section.table) + ("path" in section.table)
    if given != 1:
        section.wrong("", f"{('neither', '', 'both')[given]} device and path given", "exactly one of them")
    return scanner


def _photo(section: Section) -> PhotoLimits:
    return PhotoLimits(
        min_sharpness=section.maybe("min_sharpness", _SHARE),
        max_edge_width=section.maybe("max_edge_width", number(0, 1000)),
        min_brightest=section.maybe("min_brightest", number(0, 255)),
        max_overexposed=section.maybe("max_overexposed", _SHARE),
    )


def _rules(section: Section, beside: Path) -> RuleFiles:
    return RuleFiles(
        checklists=beside / section.take("checklists", TEXT, "checklists"),
        policy=beside / section.take("policy", TEXT, "rules/policy.toml"),
        routing=beside / section.take("routing", TEXT, "rules/routing.toml"),
    )
