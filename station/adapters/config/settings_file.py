"""station.toml to Settings."""

from pathlib import Path

from station.adapters.config.camera_section import cameras
from station.adapters.config.claims_section import claims
from station.adapters.config.dates import zones
from station.adapters.config.incoming_sections import form, imports
from station.adapters.config.kinds import (
    FLAG,
    TEXT,
    name_in,
    number,
    pattern,
    whole,
)
from station.adapters.config.outbound_section import outbound
from station.adapters.config.printer_section import printer
from station.adapters.config.problems import Problems
from station.adapters.config.scale_section import scale
from station.adapters.config.scanner_section import scanner
from station.adapters.config.sections import Section, reading
from station.adapters.config.settings import (
    Audit,
    Bench,
    Data,
    PhotoLimits,
    RuleFiles,
    Settings,
    StationSettings,
    Web,
)
from station.adapters.config.shipping_sections import central, keeping
from station.domain.phrases import phrase
from station.domain.texts import LANGUAGES

_STATION_ID = pattern(r"\d{2}", phrase('two digits in quotes, such as "07"'))
_CURRENCY = pattern(r"[A-Z]{3}", phrase('three capital letters, such as "EUR"'))
_TOKEN = pattern(r"\S*", phrase("a word in quotes, or nothing"), secret=True)
_PORT = whole(1, 65535)
_SHARE = number(0, 1)
IDLE, SHIFT = whole(1, 480), whole(1, 24)


def load_settings(path: Path) -> Settings:
    """Read station.toml. Raises ConfigError with every problem in it."""
    problems = Problems()
    settings = read_settings(path, problems)
    problems.raise_any()
    return settings


def read_settings(path: Path, problems: Problems) -> Settings:
    """Read station.toml, noting problems; what is wrong is blank in the result."""
    with reading(path, problems) as top:
        shipping = top.section("central")
        return Settings(
            station=_station(top.section("station", required=True)),
            web=read_web(top.section("web")),
            data=Data(Path(top.section("data").take("dir", TEXT, "data"))),
            bench=_bench(top.section("bench")),
            scanners=tuple(scanner(each) for each in top.sections("scanner")),
            cameras=cameras(top),
            photo=_photo(top.section("photo")),
            printer=printer(top.section("printer")),
            scale=scale(top),
            claims=claims(top.section("claims")),
            rules=read_rules(top.section("rules"), path.parent),
            audit=_audit(top.section("audit")),
            imports=imports(top.section("imports"), path.parent),
            form=form(top.section("form")),
            central=central(shipping, path.parent),
            keeping=keeping(shipping, top.section("disk")),
            outbound=outbound(top.section("outbound"), path.parent),
        )


def _station(section: Section) -> StationSettings:
    return read_house(section, section.take("id", _STATION_ID))


def read_house(section: Section, id_: str) -> StationSettings:
    """Read what a station and central call themselves, and where they are."""
    return StationSettings(
        id=id_,
        name=section.take("name", TEXT),
        language=section.take("language", name_in(LANGUAGES), "en"),
        currency=section.take("currency", _CURRENCY),
        timezone=section.take("timezone", zones(), "") if "timezone" in section.table else "",
    )


def read_web(section: Section) -> Web:
    """Read where the pages are."""
    return Web(
        host=section.take("host", TEXT, "127.0.0.1"),
        port=section.take("port", _PORT, 8000),
        trusted_hosts=section.many("trusted_hosts", TEXT) or ("127.0.0.1", "localhost"),
        metrics_token=section.take("metrics_token", _TOKEN, ""),
        https=section.take("https", FLAG, False),
    )


def _bench(section: Section) -> Bench:
    return Bench(
        idle_lock_minutes=section.take("idle_lock_minutes", IDLE, 10),
        shift_hours=section.take("shift_hours", SHIFT, 12),
        same_code_ms=section.take("same_code_ms", whole(0, 60000), 1000),
        same_command_ms=section.take("same_command_ms", whole(0, 60000), 300),
        sound=section.take("sound", FLAG, True),
        scanner_signals=section.take("scanner_signals", FLAG, True),
        rescan_label=section.take("rescan_label", FLAG, False),
    )


def _audit(section: Section) -> Audit:
    return Audit(
        second_grades=section.take("second_grades", _SHARE, 0.05),
        calibration_per_shift=section.take("calibration_per_shift", whole(0, 20), 2),
        calibration_rest_days=section.take("calibration_rest_days", whole(0, 365), 30),
    )


def _photo(section: Section) -> PhotoLimits:
    return PhotoLimits(
        min_sharpness=section.maybe("min_sharpness", _SHARE),
        max_edge_width=section.maybe("max_edge_width", number(0, 1000)),
        min_brightest=section.maybe("min_brightest", number(0, 255)),
        max_overexposed=section.maybe("max_overexposed", _SHARE),
        min_module=section.maybe("min_module", number(0, 100)),
        max_alike=section.maybe("max_alike", _SHARE),
    )


def read_rules(section: Section, beside: Path) -> RuleFiles:
    """Read where the rules are, seen from a folder."""
    return RuleFiles(
        checklists=beside / section.take("checklists", TEXT, "checklists"),
        policy=beside / section.take("policy", TEXT, "rules/policy.toml"),
        routing=beside / section.take("routing", TEXT, "rules/routing.toml"),
        prices=beside / section.take("prices", TEXT, "rules/prices.toml"),
        conditions=beside / section.take("conditions", TEXT, "rules/conditions.toml"),
        signals=beside / section.take("signals", TEXT, "rules/signals.toml"),
        disposal=beside / section.take("disposal", TEXT, "rules/disposal.toml"),
        sampling=beside / section.take("sampling", TEXT, "rules/sampling.toml"),
    )
