"""The client believes nothing that it was not given reason to: certificates, sizes, redirects, answers."""

import datetime
import gzip
import hashlib
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from station.adapters.central.answers import receipt_of, retry_after
from station.adapters.central.client import SMALL, HttpCentral
from station.adapters.central.line import Line
from station.adapters.signing import KeyFolder
from station.domain.sync.messages import Refusal
from station.sync_ports import CentralRefused, CentralUnreachable

Answer = Callable[[BaseHTTPRequestHandler], None]


def said(status: int, body: bytes, **headers: str) -> Answer:
    def answer(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(status)
        for name, value in headers.items():
            asked.send_header(name.replace("_", "-"), value)
        asked.send_header("Content-Length", str(len(body)))
        asked.end_headers()
        asked.wfile.write(body)

    return answer


@dataclass
class Served:
    """Whatever a test wants to be answered, at an address."""

    answer: Answer = said(200, b'{"have":[]}')  # noqa: RUF009
    asked: list[str] = field(default_factory=list)
    port: int = 0


@pytest.fixture
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    found = Served()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            found.asked.append(self.path)
            found.answer(self)

        do_GET = do_POST = do_PUT = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    found.port = server.server_port
    if getattr(request, "param", "") == "tls":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate(tmp_path))
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def certificate(folder: Path, name: str = "central") -> Path:
    """Write a certificate for this computer that vouches for itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + made.public_bytes(pem))
    return path


def pin_of(path: Path) -> str:
    found = x509.load_pem_x509_certificate(path.read_bytes())
    return hashlib.sha256(found.public_bytes(serialization.Encoding.DER)).hexdigest()


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Callable[..., HttpCentral]]:
    made: list[HttpCentral] = []

    def make(url: str, **more: str) -> HttpCentral:
        signer = KeyFolder(tmp_path, "returns-station/07")
        made.append(HttpCentral(Line(url, read_seconds=5.0, **more), "07", signer))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for each in made:
        each.close()


Make = Callable[..., HttpCentral]


@pytest.mark.parametrize("served", ["tls"], indirect=True)
def test_a_certificate_counts_by_its_authority_or_its_pin_and_by_nothing_else(
    served: Served, client: Make, tmp_path: Path
) -> None:
    url = f"https://127.0.0.1:{served.port}"
    ours, other = tmp_path / "central.pem", certificate(tmp_path, "other")
    pin = pin_of(ours)
    for good in ({"ca_file": str(ours)}, {"pin": pin}, {"ca_file": str(ours), "pin": pin}):
        assert client(url, **good).held([]).have == ()
    wrong = "0" * 64
    for bad in ({}, {"ca_file": str(other)}, {"pin": wrong}, {"ca_file": str(ours), "pin": wrong}):
        with pytest.raises(CentralUnreachable):
            client(url, **bad).held([])
    assert len(served.asked) == 3


def test_a_redirect_leads_nowhere(served: Served, client: Make) -> None:
    served.answer = said(302, b"", Location="http://127.0.0.1:1/")
    with pytest.raises(CentralUnreachable, match="302"):
        client(f"http://127.0.0.1:{served.port}").held([])
    assert served.asked == ["/sync/v1/photos"]


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed small"])
def test_an_answer_that_is_too_large_is_not_read_to_its_end(
    served: Served, client: Make, packed: bool
) -> None:
    body = b" " * (SMALL * 8)
    served.answer = said(200, gzip.compress(body), Content_Encoding="gzip") if packed else said(200, body)
    with pytest.raises(CentralUnreachable, match="more than"):
        client(f"http://127.0.0.1:{served.port}").held([])


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"\xff", b'{"have": 1}', b"[" * 100_000, b"<html>"], ids=range(7)
)
def test_an_answer_that_makes_no_sense_is_no_answer(served: Served, client: Make, body: bytes) -> None:
    served.answer = said(200, body)
    with pytest.raises(CentralUnreachable):
        client(f"http://127.0.0.1:{served.port}").held([])


def test_no_is_told_from_later(served: Served, client: Make) -> None:
    central = client(f"http://127.0.0.1:{served.port}")
    served.answer = said(403, b'{"reason":"revoked","detail":"by Sara"}')
    with pytest.raises(CentralRefused, match="by Sara") as refused:
        central.held([])
    assert refused.value.why is Refusal.REVOKED
    served.answer = said(503, b'{"reason":"store_failed"}', Retry_After="7")
    with pytest.raises(CentralUnreachable) as later:
        central.held([])
    assert later.value.retry_after == 7
    for status in (404, 429, 500, 502):
        served.answer = said(status, b"<h1>a proxy</h1>")
        with pytest.raises(CentralUnreachable):
            central.held([])


def test_a_date_to_come_back_at_is_counted_from_the_answer_s_own_date() -> None:
    dates = {"Date": "Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After": "Sun, 06 Nov 1994 08:51:37 GMT"}
    assert retry_after(dates) == 120
    assert retry_after({"Retry-After": "soon"}) is None
    assert retry_after({"Retry-After": "9" * 30}) is None


def test_what_a_newer_central_says_is_understood_as_far_as_it_goes() -> None:
    receipt = receipt_of(b'{"size":3,"feed":1,"new":[],"parked":[{"why":"not_invented_yet","seq":2,"x":1}]}')
    assert (receipt.size, receipt.parked[0].why, receipt.parked[0].seq) == (3, Refusal.NOT_AN_ENTRY, 2)


def test_a_token_is_in_no_error(served: Served, client: Make) -> None:
    central = client(f"http://127.0.0.1:{served.port}")
    central._token = "secret-token"
    served.answer = said(500, b"")
    with pytest.raises(CentralUnreachable) as failed:
        central.held([])
    assert "secret-token" not in str(failed.value)
