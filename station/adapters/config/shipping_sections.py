"""The tables [central] and [disk] of station.toml: where records go as well, and how much room they need."""

from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from station.adapters.config.kinds import FLAG, TEXT, pattern, whole
from station.adapters.config.sections import Section
from station.adapters.config.settings import CentralLine
from station.domain.phrases import phrase
from station.domain.sync.keeping import Keeping

_URL = pattern(
    r"(https?://[^\s/?#@]+(/[^\s?#]*)?)?",
    phrase('an address such as "https://central.example.org", or nothing'),
)
_PIN = pattern(
    r"(([0-9A-Fa-f]{2}:?){32})?", phrase("the SHA-256 of a certificate: 64 digits and letters a to f")
)
_MB = 1_000_000


def central(section: Section, beside: Path) -> CentralLine:
    """Read how central is reached; without TLS only where that was written out, or on this computer."""
    ca_file = section.maybe("ca_file", TEXT)
    line = CentralLine(
        url=section.take("url", _URL, ""),
        ca_file=beside / ca_file if ca_file else None,
        pin=section.take("pin_sha256", _PIN, "").replace(":", "").lower(),
        insecure=section.take("insecure", FLAG, False),
        poll_seconds=section.take("poll_seconds", whole(2, 3600), 30),
    )
    if not line.insecure and is_open(line.url):
        section.wrong(
            "url",
            phrase("records would travel where anybody can read them"),
            phrase('an address that begins with "https://", or insecure = true'),
        )
    if line.ca_file and not line.ca_file.is_file():
        section.wrong("ca_file", phrase("there is no such file"), phrase("the PEM file of an authority"))
    return line


def is_open(url: str) -> bool:
    """Tell whether an address goes without TLS over a network."""
    parts = urlsplit(url)
    return parts.scheme == "http" and not _is_here(parts.hostname or "")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def keeping(central_section: Section, disk: Section) -> Keeping:
    """Read how long photos stay here, and from when on room is short."""
    known = Keeping()
    days = central_section.take("prune_after_days", whole(0, 3650), 0)
    grace = central_section.take("prune_grace_days", whole(1, 365), known.grace.days)
    return replace(
        known,
        prune_after=timedelta(days=days) if days else None,
        grace=timedelta(days=grace),
        warn_free=disk.take("warn_free_mb", whole(0, 10_000_000), known.warn_free // _MB) * _MB,
        warn_share=disk.take("warn_free_percent", whole(0, 90), round(known.warn_share * 100)) / 100,
        hold_free=disk.take("hold_free_mb", whole(0, 10_000_000), known.hold_free // _MB) * _MB,
        hold_share=disk.take("hold_free_percent", whole(0, 90), round(known.hold_share * 100)) / 100,
    )
