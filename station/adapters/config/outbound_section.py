"""The table [outbound] of the settings: where messages may go, and how things are named in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path

from station.adapters.config.connector_files import read_connectors
from station.adapters.config.kinds import FLAG, TEXT, Kind, pattern, whole
from station.adapters.config.problems import Problems
from station.adapters.config.sections import Section
from station.adapters.config.statuses_file import read_statuses
from station.domain.outbound.addresses import Allowed
from station.domain.outbound.naming import NAMESPACE, Naming
from station.domain.outbound.rules import OutboundRules
from station.domain.outbound.statuses import Statuses
from station.domain.phrases import phrase

_HOST = pattern(
    r"\*|(\*\.)?[A-Za-z0-9]([A-Za-z0-9.\-]*[A-Za-z0-9])?",
    phrase('a host such as "hooks.example.com" or "*.example.com", or "*" for every public one'),
)
_PREFIX = pattern(r"\d{6,12}", phrase("the 6 to 12 digits of a GS1 company prefix, in quotes"))
_NAMESPACE = pattern(
    r"(urn:[a-z0-9][a-z0-9\-]{1,31}:([A-Za-z0-9.\-_:]*:)?|https?://[^\s?#]+/)",
    phrase('the beginning of a URI, such as "https://returns.example.com/id/" or "urn:x-shop:"'),
)
_URI = pattern(r"(https?://\S+|urn:\S+)", phrase('a URI, such as "https://id.gs1.org/414/9506000134352"'))


@dataclass(frozen=True, slots=True)
class OutboundSettings:
    """What a site decided of what goes out, with the authorities that it trusts beside the system's."""

    rules: OutboundRules = field(default_factory=OutboundRules)
    ca_file: Path | None = None


def _network(value: object) -> str | None:
    try:
        return str(ip_network(value)) if isinstance(value, str) else None
    except ValueError:
        return None


_NETWORK: Kind[str] = Kind(phrase('a network such as "10.20.0.0/16" or "fd00::/8"'), _network, "")


def outbound(section: Section, beside: Path) -> OutboundSettings:
    """Read what goes out, with the files that it names, noting problems of them all."""
    problems = section.document.problems
    return OutboundSettings(_rules(section, beside, problems), _ca_file(section, beside))


def _rules(section: Section, beside: Path, problems: Problems) -> OutboundRules:
    connectors = beside / section.take("connectors", TEXT, "connectors")
    return OutboundRules(
        allowed=Allowed(
            hosts=section.many("allow_hosts", _HOST),
            networks=section.many("allow_networks", _NETWORK),
            ports=section.many("allow_ports", whole(1, 65535)) or (443,),
        ),
        naming=Naming(
            namespace=section.take("namespace", _NAMESPACE, NAMESPACE),
            company_prefixes=section.many("company_prefixes", _PREFIX),
            locations=_locations(section),
            destroyed_when_away=section.take("destroyed_when_away", FLAG, False),
        ),
        statuses=_statuses(section, beside, problems),
        connectors=read_connectors(connectors, problems),
    )


def _statuses(section: Section, beside: Path, problems: Problems) -> Statuses:
    """Read what customers are told: nothing at a site that named no file and has none where it usually is."""
    named = section.maybe("statuses", TEXT)
    path = beside / (named or "outbound/statuses.toml")
    return read_statuses(path, problems) if named or path.exists() else Statuses()


def _locations(section: Section) -> Mapping[str, str]:
    table = section.section("locations")
    code = pattern(r".{1,20}", phrase("a station, a bin or a work center"))
    return {name: table.take(key, _URI) for key, name in table.keys(phrase("place"), code)}


def _ca_file(section: Section, beside: Path) -> Path | None:
    name = section.maybe("ca_file", TEXT)
    path = beside / name if name else None
    if path and not path.is_file():
        section.wrong("ca_file", phrase("there is no such file"), phrase("the PEM file of an authority"))
        return None
    return path
