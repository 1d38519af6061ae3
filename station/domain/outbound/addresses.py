"""Where messages may go: checked in the address as written, and again in what its name resolves to.

A name is looked up once and the connection goes to the address that was checked: a name that changes between
the two (DNS rebinding) gains nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

Network = IPv4Network | IPv6Network
Ip = IPv4Address | IPv6Address
PORTS = {"https": 443, "http": 80}
LONGEST = 2000


class Unfit(StrEnum):
    """Why nothing is sent to an address."""

    NOT_AN_ADDRESS = "not_an_address"
    NOT_HTTPS = "not_https"
    NAME_AND_PASSWORD = "name_and_password"  # noqa: S105 - a reason  # nosec B105
    NOT_ALLOWED_HOST = "not_allowed_host"
    NOT_ALLOWED_PORT = "not_allowed_port"
    PRIVATE_ADDRESS = "private_address"


class Blocked(Exception):
    """Refuse an address, and say why."""

    def __init__(self, why: Unfit, what: str = "") -> None:
        super().__init__(f"{why.value} {what}".strip())
        self.why = why


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a site allows: hosts ("shop.example", "*.example", or "*" for all public ones), ports, and
    networks of its own, into which plain http and any port may go as well."""

    hosts: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    ports: tuple[int, ...] = (443,)

    @property
    def nets(self) -> tuple[Network, ...]:
        return tuple(ip_network(each) for each in self.networks)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address taken apart: ``path`` with what stands behind the question mark."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def endpoint_of(url: str, allowed: Allowed) -> Endpoint:
    """Take an address apart and check all that can be told from it alone. Raises Blocked."""
    parts = _split(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise Blocked(Unfit.NOT_AN_ADDRESS)
    if parts.username is not None or parts.password is not None:
        raise Blocked(Unfit.NAME_AND_PASSWORD)
    host, port = parts.hostname.rstrip(".").lower(), parts.port or PORTS[parts.scheme]
    literal = literal_of(host)
    if not _host_allowed(host, allowed) and not (literal and _own(literal, allowed)):
        raise Blocked(Unfit.NOT_ALLOWED_HOST, host)
    if parts.scheme == "http" and not allowed.networks:
        raise Blocked(Unfit.NOT_HTTPS)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    endpoint = Endpoint(parts.scheme, host, port, path)
    if literal:
        check(literal, endpoint, allowed)
    return endpoint


def _split(url: str) -> SplitResult:
    """Split an address. Raises Blocked for what is none: blanks, letters beyond ASCII, a bad port."""
    plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    if not plain or len(url) > LONGEST:
        raise Blocked(Unfit.NOT_AN_ADDRESS)
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname
    except ValueError:
        raise Blocked(Unfit.NOT_AN_ADDRESS) from None
    return parts


def literal_of(host: str) -> Ip | None:
    """Return the address that a host is, None for a name. Raises Blocked for decimal, octal and short forms.

    Systems read those in different ways: 2130706433, 0177.0.0.1, 0x7f.1, 127.1 are 127.0.0.1 somewhere.
    """
    try:
        return ip_address(host)
    except ValueError:
        last = host.rsplit(".", 1)[-1]
        if last.isdigit() or last.lower().startswith("0x"):
            raise Blocked(Unfit.NOT_AN_ADDRESS, host) from None
        return None


def _host_allowed(host: str, allowed: Allowed) -> bool:
    return any(_matches(host, each.lower()) for each in allowed.hosts)


def _matches(host: str, pattern: str) -> bool:
    if pattern == "*":
        return True
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern


def check(address: Ip, endpoint: Endpoint, allowed: Allowed) -> None:
    """Check an address that a name resolved to. Raises Blocked."""
    if _own(address, allowed):
        return
    if endpoint.scheme != "https":
        raise Blocked(Unfit.NOT_HTTPS, str(address))
    if not public(address):
        raise Blocked(Unfit.PRIVATE_ADDRESS, str(address))
    if endpoint.port not in allowed.ports:
        raise Blocked(Unfit.NOT_ALLOWED_PORT, str(endpoint.port))


def _own(address: Ip, allowed: Allowed) -> bool:
    plain = unwrapped(address)
    return any(plain in network for network in allowed.nets if network.version == plain.version)


# Addresses in which IPv4 addresses hide: 6to4, Teredo and NAT64 lead to whatever stands in them.
_WRAPPED = tuple(ip_network(each) for each in ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48"))


def unwrapped(address: Ip) -> Ip:
    """Return the IPv4 address of an IPv4-mapped one."""
    return getattr(address, "ipv4_mapped", None) or address


def public(address: Ip) -> bool:
    """Tell whether an address is one of the open network: no loopback, link, private or shared range."""
    plain = unwrapped(address)
    if any(plain in network for network in _WRAPPED if network.version == plain.version):
        return False
    odd = plain.is_multicast or plain.is_unspecified or plain.is_reserved or plain.is_link_local
    return plain.is_global and not odd and not getattr(plain, "is_site_local", False)


def first_fit(addresses: Iterable[str], endpoint: Endpoint, allowed: Allowed) -> str:
    """Return the first address of a name, if every one of them may be used. Raises Blocked."""
    found = [ip_address(each) for each in addresses]
    for address in found:
        check(address, endpoint, allowed)
    if not found:
        raise Blocked(Unfit.NOT_AN_ADDRESS, endpoint.host)
    return str(found[0])


def host_of(url: str) -> str:
    """Return the host of an address that was checked before; a path may be a secret."""
    return urlsplit(url).hostname or ""
