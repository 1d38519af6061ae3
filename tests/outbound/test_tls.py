"""TLS as it really is: the name in the certificate counts, though the connection goes to an address."""

import datetime
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from station.adapters.outbound.poster import GuardedPoster, Limits
from station.domain.outbound.addresses import Allowed
from station.domain.outbound.destinations import Failure
from station.outbound_ports import NotSent

ALLOWED = Allowed(hosts=("*",), networks=("127.0.0.1/32",))


def certificate(folder: Path, *names: str) -> Path:
    """Make a certificate of its own authority for these names and 127.0.0.1, with its key behind it."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, names[0])])
    now = datetime.datetime.now(datetime.UTC)
    known = [*map(x509.DNSName, names), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(known), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "pair.pem"
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    path.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, *form))
    return path


@contextmanager
def serving(pair: Path, hosts: list[str]) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            hosts.append(self.headers["Host"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair)
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign] - refused handshakes are meant
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def poster(ca_file: Path | None) -> GuardedPoster:
    limits = Limits(connect=2, whole=3)
    return GuardedPoster(ALLOWED, ca_file=ca_file, resolve=lambda *_: ("127.0.0.1",), limits=limits)


@pytest.mark.parametrize("host", ["hooks.example", "127.0.0.1"])
def test_a_name_that_the_certificate_has_is_told(tmp_path: Path, host: str) -> None:
    pair, hosts = certificate(tmp_path, "hooks.example"), list[str]()
    with serving(pair, hosts) as port:
        assert poster(pair).post(f"https://{host}:{port}/", b"{}", {}).status == 204
    assert hosts == [f"{host}:{port}"]


@pytest.mark.parametrize(("host", "trusted"), [("other.example", True), ("hooks.example", False)])
def test_another_name_or_an_authority_that_nobody_knows_is_not(
    tmp_path: Path, host: str, trusted: bool
) -> None:
    pair, hosts = certificate(tmp_path, "hooks.example"), list[str]()
    with serving(pair, hosts) as port, pytest.raises(NotSent) as refused:
        poster(pair if trusted else None).post(f"https://{host}:{port}/", b"{}", {})
    assert refused.value.how.why is Failure.BAD_CERTIFICATE
    assert hosts == []
