"""One POST to an address that the site allows: checked, looked up once, and connected to what was checked.

No redirect is followed, no proxy is asked, no more of an answer is read than is shown, and no answer takes
longer than the time for the whole, however slowly its bytes come.
"""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from station.domain.outbound.addresses import Allowed, Blocked, Endpoint, endpoint_of, first_fit, literal_of
from station.domain.outbound.answers import Answer
from station.domain.outbound.destinations import Failed, Failure
from station.outbound_ports import NotSent

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection

CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 20.0
MOST_ANSWERED = 64 * 1024
_KEPT = frozenset({"retry-after", "location", "content-type"})
# Names a host's addresses; raises OSError.
Resolve = Callable[[str, int], Sequence[str]]


def system_addresses(host: str, port: int) -> Sequence[str]:
    """Look a name up as this machine does."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a connection and a whole exchange may take, in seconds."""

    connect: float = CONNECT_SECONDS
    whole: float = WHOLE_SECONDS


class GuardedPoster:
    """The ``Poster`` port. ``ca_file`` names authorities beside those of the system."""

    def __init__(
        self,
        allowed: Allowed,
        *,
        ca_file: Path | None = None,
        resolve: Resolve = system_addresses,
        limits: Limits | None = None,
        software: str = "",
    ) -> None:
        self._allowed = allowed
        self._ca_file = ca_file
        self._resolve = resolve
        self._limits = limits or Limits()
        self._agent = f"returns-station/{software or '0'}"

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        try:
            endpoint = endpoint_of(url, self._allowed)
            address = self._address(endpoint)
        except Blocked as blocked:
            raise NotSent(Failed(Failure.NOT_ALLOWED, blocked.why.value)) from None
        except (OSError, UnicodeError):
            raise NotSent(Failed(Failure.UNKNOWN_HOST, "")) from None
        with self._going(endpoint, address) as connection:
            return self._asked(connection, endpoint, body, headers)

    def _address(self, endpoint: Endpoint) -> str:
        """Look a host up, once, and check every address it has. Raises Blocked and OSError."""
        found = literal_of(endpoint.host)
        names = (str(found),) if found else self._resolve(endpoint.host, endpoint.port)
        return first_fit(names, endpoint, self._allowed)

    @contextlib.contextmanager
    def _going(self, endpoint: Endpoint, address: str) -> Iterator["HTTPConnection"]:
        """Connect, cut the line when the time is over, and say what went wrong in our own words."""
        connection = self._connection(endpoint, address)
        over = threading.Event()

        def cut() -> None:
            over.set()
            with contextlib.suppress(OSError):
                if connection.sock is not None:
                    connection.sock.shutdown(socket.SHUT_RDWR)

        watch = threading.Timer(self._limits.whole, cut)
        watch.start()
        try:
            yield connection
        except Exception as error:
            how = Failure.TOO_SLOW if over.is_set() else _why(error)
            if how is None:
                raise
            raise NotSent(Failed(how)) from None
        else:
            if over.is_set():  # what was cut off looks like an answer that is over
                raise NotSent(Failed(Failure.TOO_SLOW))
        finally:
            watch.cancel()
            watch.join()
            connection.close()

    def _connection(self, endpoint: Endpoint, address: str) -> "HTTPConnection":
        from urllib3.connection import HTTPConnection, HTTPSConnection  # noqa: PLC0415 - most stations tell nobody

        limits = self._limits
        if endpoint.scheme == "http":
            return HTTPConnection(address, endpoint.port, timeout=limits.connect)
        return HTTPSConnection(
            address,
            endpoint.port,
            timeout=limits.connect,
            ssl_context=self._tls,
            server_hostname=endpoint.host,
        )

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self._ca_file:
            context.load_verify_locations(self._ca_file)
        return context

    def _asked(
        self, connection: "HTTPConnection", endpoint: Endpoint, body: bytes, headers: Mapping[str, str]
    ) -> Answer:
        sent = {
            "Host": endpoint.authority,
            "User-Agent": self._agent,
            "Accept-Encoding": "identity",
            **headers,
        }
        connection.connect()
        assert connection.sock is not None
        connection.sock.settimeout(self._limits.whole)
        connection.request("POST", endpoint.path, body, sent, preload_content=False, decode_content=False)
        answer = connection.getresponse()
        said = answer.read(MOST_ANSWERED)
        kept = {name.lower(): value for name, value in answer.headers.items() if name.lower() in _KEPT}
        return Answer(answer.status, kept, said)


def _why(error: Exception) -> Failure | None:
    """Say why an exchange failed; None for what is our own fault."""
    import http.client  # noqa: PLC0415 - with urllib3

    from urllib3 import exceptions as urllib3  # noqa: PLC0415

    causes: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Failure], ...] = (
        (urllib3.NewConnectionError, Failure.NO_CONNECTION),  # counts as a time limit, too
        ((ssl.SSLError, urllib3.SSLError), Failure.BAD_CERTIFICATE),
        ((TimeoutError, urllib3.TimeoutError), Failure.TOO_SLOW),
        ((ConnectionResetError, BrokenPipeError, http.client.HTTPException), Failure.BROKEN_OFF),
        ((urllib3.ProtocolError, urllib3.DecodeError), Failure.BROKEN_OFF),
        (OSError, Failure.NO_CONNECTION),
        (urllib3.HTTPError, Failure.BROKEN_OFF),
        (ValueError, Failure.CANNOT_BE_TOLD),  # such as a header that HTTP cannot write
    )
    return next((failure for kinds, failure in causes if isinstance(error, kinds)), None)
