"""central.toml to CentralSettings."""

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from station.adapters.config.central_settings import CENTRAL, CentralSettings, PhotoStore, Store, Tls
from station.adapters.config.claims_section import claims
from station.adapters.config.incoming_sections import form, imports
from station.adapters.config.kinds import TEXT, Kind, pattern
from station.adapters.config.outbound_section import outbound
from station.adapters.config.printer_section import printer
from station.adapters.config.problems import Problems
from station.adapters.config.sections import Section, reading
from station.adapters.config.settings import Bench, Data, PhotoLimits, Settings
from station.adapters.config.settings_file import IDLE, SHIFT, read_house, read_rules, read_web
from station.domain.phrases import phrase

_URL = "postgresql://"
_WORD = pattern(r"\S*", phrase("a name without spaces, or nothing"))
_ADDRESS = pattern(r"[0-9A-Fa-f.:]*", phrase('an address such as "127.0.0.1", or nothing'))
_ENDPOINT = pattern(r"(https?://[^\s/?#@]+/?)?", phrase('an address such as "https://s3.example.org"'))


def _database(value: object) -> str | None:
    """Take the address of a database that has no password in it: settings are shown and copied about."""
    if value == "":
        return ""
    if not isinstance(value, str) or not value.startswith(_URL) or any(map(str.isspace, value)):
        return None
    try:
        return None if urlsplit(value).password else value
    except ValueError:
        return None


_DATABASE: Kind[str] = Kind(
    phrase('an address without a password, such as "postgresql://central@db.example.org/central"'),
    _database,
    "",
    secret=True,
)


def is_central(path: Path) -> bool:
    """Tell whether a file is central's settings. A station's have a table of this name, too."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return False
    return CENTRAL in tables and "station" not in tables


def read_central(path: Path, problems: Problems) -> CentralSettings:
    """Read central.toml, noting problems; what is wrong is blank in the result."""
    with reading(path, problems) as top:
        web = top.section("web")
        return CentralSettings(
            house=_house(top, web, path.parent),
            store=_store(top.section("store"), path.parent),
            photos=_photos(top.section("photos")),
            tls=_tls(web, path.parent),
            proxy=web.take("proxy", _ADDRESS, ""),
        )


def _house(top: Section, web: Section, beside: Path) -> Settings:
    """Read what central has in common with a station; it has no devices."""
    return Settings(
        station=read_house(top.section(CENTRAL, required=True), CENTRAL),
        web=read_web(web),
        data=Data(Path(top.section("data").take("dir", TEXT, "data/central"))),
        bench=_sessions(top.section("sessions")),
        scanners=(),
        cameras=(),
        photo=PhotoLimits(None, None, None, None, None, None),
        printer=printer(Section(top.document, {})),
        scale=None,
        claims=claims(top.section("claims")),
        rules=read_rules(top.section("rules"), beside),
        outbound=outbound(top.section("outbound"), beside),
        imports=imports(top.section("imports"), beside),
        form=form(top.section("form")),
    )


def _sessions(section: Section) -> Bench:
    """Read how long somebody stays signed in; the rest of a bench is never asked for."""
    return Bench(
        idle_lock_minutes=section.take("idle_lock_minutes", IDLE, 10),
        shift_hours=section.take("shift_hours", SHIFT, 12),
        same_code_ms=0,
        same_command_ms=0,
        sound=True,
        scanner_signals=False,
        rescan_label=False,
    )


def _store(section: Section, beside: Path) -> Store:
    file = section.maybe("password_file", TEXT)
    path = beside / file if file else None
    if path and not path.is_file():
        section.wrong("password_file", phrase("there is no such file"), phrase("a file here"))
    return Store(section.take("url", _DATABASE, ""), path)


def _photos(section: Section) -> PhotoStore:
    photos = PhotoStore(
        endpoint=section.take("endpoint", _ENDPOINT, ""),
        bucket=section.take("bucket", _WORD, ""),
        region=section.take("region", TEXT, "us-east-1"),
    )
    if bool(photos.endpoint) is not bool(photos.bucket):
        missing = "bucket" if photos.endpoint else "endpoint"
        section.wrong(missing, phrase("is missing"), phrase("both endpoint and bucket, or neither"))
    return photos


def _tls(web: Section, beside: Path) -> Tls | None:
    given = {name: web.maybe(name, TEXT) for name in ("certificate", "key")}
    paths = {name: beside / file for name, file in given.items() if file}
    for name, path in paths.items():
        if not path.is_file():
            web.wrong(name, phrase("there is no such file"), phrase("a file here"))
    for name in given.keys() - paths.keys():
        if paths:
            web.wrong(name, phrase("is missing"), phrase("both certificate and key, or neither"))
    return Tls(paths["certificate"], paths["key"]) if len(paths) == len(given) else None
