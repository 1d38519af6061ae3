"""Central over HTTP: what ``docs/sync.md`` says, spoken by one pool of connections.

What comes back is hostile until it is read: no redirects, limits on size and time, certificates checked. A
pinned certificate stands for its authority; with a private authority as well both must hold.
"""

import gzip
import io
import json
import ssl
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
import urllib3
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError

from station.adapters.central.answers import RefusedWithToken, raise_refusal, receipt_of
from station.adapters.central.line import Line
from station.domain.sync.messages import (
    Batch,
    Enrolled,
    Enrolment,
    Feed,
    Health,
    Held,
    Opened,
    Opening,
    Receipt,
)
from station.domain.sync.opening import opening_text
from station.sync_ports import CentralUnreachable
from station.trust_ports import Signer

T = TypeVar("T")

# Photos go out by several connections at once; more than that only wait for each other.
CONNECTIONS = 6
SMALL, LARGE, DOCUMENT = 1 << 20, 32 << 20, 256 << 20
GZIP_FROM = 1024
# A body is handed over in pieces, so that the time limit is one for each piece and a slow link is no fault.
PIECE = 1 << 16
JSON = "application/json"
# The line was there, and broke on the way. One that could not be had is another matter.
_BROKEN = (ProtocolError, ReadTimeoutError)


class HttpCentral:
    """The ``Central`` port. The token is in memory only: after a restart the station signs in again.

    ``witness`` gets every head that central signed, too.
    """

    def __init__(
        self,
        line: Line,
        station: str,
        signer: Signer,
        software: str = "",
        witness: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._pool = _pool(line)
        self._path = urllib3.util.parse_url(line.url).path or ""
        self._station = station
        self._signer = signer
        self._agent = f"returns-station/{software or '0'}"
        self._token = ""  # nosec B105 - none yet
        self._witness = witness

    def close(self) -> None:
        self._pool.close()

    def enrol(self, asked: Enrolment) -> Enrolled:
        return self._say("POST", "enrol", Enrolled, asked)

    def open(self, turn: str, size: int, health: Health) -> Opened:
        challenge = self._say("POST", "challenge", dict[str, Any], {"station": self._station})
        text = str(challenge.get("challenge", ""))
        signed = self._signer.sign(opening_text(self._station, text, turn, size)).decode()
        opening = Opening(self._station, text, signed, turn, size, health)
        try:
            opened = self._say("POST", "open", Opened, opening)
        except RefusedWithToken as refused:
            self._token = refused.token  # good for its own entries, and for nothing else
            raise
        self._token = opened.token
        return opened

    def held(self, photos: Sequence[str], look: bool = False) -> Held:
        return self._say("POST", "photos?look=1" if look else "photos", Held, list(photos))

    def ship_photo(self, sha256: str, photo: bytes, from_byte: int = 0, upto: int = 0) -> None:
        start = from_byte if 0 <= from_byte < len(photo) else 0
        end = upto if start < upto <= len(photo) else len(photo)
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Range": f"bytes {start}-{end - 1}/{len(photo)}",
        }
        self._ask("PUT", f"photos/{sha256}", photo[start:end], headers)

    def ship(self, batch: Batch) -> Receipt:
        receipt = receipt_of(self._ask("POST", "entries", _json(batch), limit=LARGE, pack=True))
        if receipt.cosigned:
            self._witness(receipt.cosigned)
        return receipt

    def feed(self, after: int) -> Feed:
        return self._say("GET", f"feed?after={after}", Feed, limit=LARGE)

    def document(self, sha256: str) -> bytes:
        return self._ask("GET", f"documents/{sha256}", limit=DOCUMENT)

    def photo(self, sha256: str) -> bytes:
        return self._ask("GET", f"photos/{sha256}", limit=LARGE)

    def own(self, after: int, limit: int) -> tuple[str, ...]:
        return self._say("GET", f"own?after={after}&limit={limit}", tuple[str, ...], limit=LARGE)

    def _say(self, method: str, call: str, kind: type[T], what: object = None, limit: int = SMALL) -> T:
        body = b"" if what is None else _json(what)
        return _decoded(self._ask(method, call, body, limit=limit, pack=True), kind)

    def _ask(
        self,
        method: str,
        call: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        *,
        limit: int = SMALL,
        pack: bool = False,
    ) -> bytes:
        """Ask once and read the answer. Raises CentralUnreachable, CentralRefused."""
        sent = {"User-Agent": self._agent, "Accept": JSON, "Accept-Encoding": "gzip", **(headers or {})}
        if self._token:
            sent["Authorization"] = f"Bearer {self._token}"
        if pack:
            body = _packed(body, sent)
        sent["Content-Length"] = str(len(body))
        try:
            status, answered, said = self._exchange(method, call, body, sent, limit)
        except (HTTPError, OSError, ValueError) as cut:
            raise CentralUnreachable(_words(cut), cut=isinstance(cut, _BROKEN)) from cut
        if not 200 <= status < 300:
            raise_refusal(status, answered, said)
        return said

    def _exchange(
        self, method: str, call: str, body: bytes, headers: Mapping[str, str], limit: int
    ) -> tuple[int, Mapping[str, str], bytes]:
        response = self._pool.urlopen(
            method,
            f"{self._path.rstrip('/')}/sync/v1/{call}",
            body=io.BytesIO(body) if body else None,
            headers=headers,
            retries=False,
            redirect=False,
            assert_same_host=False,
            preload_content=False,
        )
        try:
            said = response.read(limit + 1, decode_content=True)
            if len(said) > limit:
                raise ValueError(f"an answer of more than {limit} bytes")
            whole = response.read(1) == b""
        except BaseException:
            response.close()
            raise
        if not whole:
            response.close()
            raise ValueError(f"an answer of more than {limit} bytes")
        response.release_conn()
        return response.status, response.headers, said


def _pool(line: Line) -> urllib3.HTTPConnectionPool:
    url = urllib3.util.parse_url(line.url)
    timeout = urllib3.Timeout(connect=line.connect_seconds, read=line.read_seconds)
    common: dict[str, Any] = {"timeout": timeout, "maxsize": CONNECTIONS, "block": True, "blocksize": PIECE}
    host = url.host or ""
    if url.scheme != "https":
        return urllib3.HTTPConnectionPool(host, url.port, **common)
    return urllib3.HTTPSConnectionPool(
        host, url.port, ssl_context=_trust(line), assert_fingerprint=line.pin or None, **common
    )


def _trust(line: Line) -> ssl.SSLContext:
    """Trust the system's authorities, or the private one alone, or where there is only a pin the pin."""
    context = ssl.create_default_context(cafile=line.ca_file or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if line.pin and not line.ca_file:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE  # the pin is compared with the certificate itself, which is more
    return context


def _json(value: object) -> bytes:
    return msgspec.json.encode(value)


def _packed(body: bytes, headers: dict[str, str]) -> bytes:
    headers["Content-Type"] = JSON
    if len(body) < GZIP_FROM:
        return body
    headers["Content-Encoding"] = "gzip"
    return gzip.compress(body, 5, mtime=0)


def _decoded(data: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
        raise CentralUnreachable(f"central's answer cannot be read: {wrong}") from wrong


def _words(cut: Exception) -> str:
    """Say in one line what cut the line; addresses are no secret, tokens are never in it."""
    return json.dumps(f"{type(cut).__name__}: {cut}"[:300], ensure_ascii=False).strip('"')
