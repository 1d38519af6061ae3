"""Central as a process: over TLS, and several side by side on one PostgreSQL."""

import http.cookiejar
import json
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask

from station.adapters.config.central_settings import Store, Tls
from station.adapters.config.rulebook import load_central
from station.adapters.config.settings import Web
from station.app.central_wiring import build_central
from station.app.certificate import CertificateUnusable, context_of
from station.app.paths import CONFIG
from station.app.run import started
from station.app.tls_serving import TlsServer
from station.app.wiring import with_data
from station.domain.people import Role
from station.services.loading import load_site
from station.services.proof.checking import check
from station.services.starting import publish_rules
from tests.support.exchange import CHEAP
from tests.support.postgres import fresh_database
from tests.support.stations import sample
from tests.support.waiting import until

CODES = 4
STATION = Path(sys.executable).with_name("station")


# Its own certificate ------------------------------------------------------------------------------


def made_tls(folder: Path, name: str = "central") -> Tls:
    """Make a certificate that vouches for itself, as a small site's own."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject)
    builder = builder.public_key(key.public_key()).serial_number(1)
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    signed = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    pem, secret = folder / f"{name}.pem", folder / f"{name}.key"
    pem.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    secret.write_bytes(key.private_bytes(*form))
    return Tls(pem, secret)


@contextmanager
def over_tls(tls: Tls) -> Iterator[int]:
    app = Flask("tried")
    app.add_url_rule("/", view_func=lambda: "well")
    server = TlsServer(app, Web("127.0.0.1", 0, (), ""), tls)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server.port
    finally:
        server.stop()
        thread.join()


def asked(port: int, tls: Tls) -> str:
    trusting = ssl.create_default_context(cafile=str(tls.certificate))
    with urllib.request.urlopen(f"https://localhost:{port}/", timeout=20, context=trusting) as answer:
        return str(answer.read().decode())


def test_nobody_who_says_nothing_keeps_others_from_being_answered(tmp_path: Path) -> None:
    tls = made_tls(tmp_path)
    with over_tls(tls) as port:
        silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(5)]
        try:
            assert asked(port, tls) == "well"
        finally:
            for each in silent:
                each.close()


def test_an_old_protocol_and_no_protocol_get_no_answer(tmp_path: Path) -> None:
    tls = made_tls(tmp_path)
    with over_tls(tls) as port:
        with socket.create_connection(("127.0.0.1", port), timeout=20) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert b"well" not in plain.recv(4096)
        assert asked(port, tls) == "well"
    assert context_of(tls).minimum_version is ssl.TLSVersion.TLSv1_2


def test_a_key_that_is_not_the_certificates_is_said_plainly(tmp_path: Path) -> None:
    one, other = made_tls(tmp_path, "one"), made_tls(tmp_path, "other")
    with pytest.raises(CertificateUnusable, match="key values mismatch"):
        context_of(Tls(one.certificate, other.key))


# Side by side -------------------------------------------------------------------------------------


class Desk:
    """A browser that may turn to any of the processes: its cookie counts at each."""

    def __init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._open = urllib.request.build_opener(jar).open

    def get(self, address: str) -> str:
        with self._open(address, timeout=30) as answer:
            return str(answer.read().decode())

    def post(self, address: str, page: str, body: object) -> dict[str, object]:
        found = re.search(r'csrf-token" content="([^"]+)"', page)
        assert found
        headers = {"Content-Type": "application/json", "X-CSRFToken": found[1]}
        request = urllib.request.Request(address, json.dumps(body).encode(), headers)
        with self._open(request, timeout=30) as answer:
            return dict(json.loads(answer.read()))


def free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def processes(config: Path, data: Path, ports: tuple[int, ...]) -> Iterator[list[subprocess.Popen[bytes]]]:
    command = [str(STATION), "central", "--config", str(config), "--data", str(data), "--port"]
    running = [subprocess.Popen([*command, str(port)], stderr=subprocess.DEVNULL) for port in ports]
    try:
        yield running
    finally:
        for each in running:
            each.kill()
            each.wait()


@pytest.mark.slow
def test_two_processes_on_one_postgresql_decide_and_leave_one_journal(tmp_path: Path) -> None:
    shutil.copytree(CONFIG, tmp_path / "config")
    config, data, ports = tmp_path / "config" / "central.toml", tmp_path / "data", free_ports()
    with fresh_database() as url:
        text = config.read_text()
        config.write_text(
            text.replace('# url = "postgresql://central@db.example.org/central"', f'url = "{url}"')
        )
        settings, rulebook = load_central(config)
        assert settings.store == Store(url)
        beside = build_central(
            replace(settings, house=with_data(settings.house, data)), rulebook, hashing=CHEAP
        )
        manager = next(person for person in sample()[2].people if person.role is Role.MANAGER)
        with started(beside.parts[:2]):
            publish_rules(beside.world)
            load_site(beside.world, (), (), (), (manager,))
            with beside.world.read() as uow:
                number = uow.people.get(manager.id).sign_in
            with processes(config, data, ports) as running:
                until(lambda: all(answers(port) for port in ports), 60)
                decide(ports, number, manager.pin)
                for each in running:
                    each.send_signal(signal.SIGTERM)
                assert [each.wait(30) for each in running] == [0, 0]
            with beside.world.read() as uow:
                entries = list(uow.journal.entries())
            assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
            assert sum(b'"station_invited"' in entry.canonical for entry in entries) == CODES
            assert check(beside.world).sound


def decide(ports: tuple[int, ...], number: str, pin: str) -> None:
    """Sign in at one process, and let both have codes made at once."""
    desk = Desk()
    one = f"http://127.0.0.1:{ports[0]}"
    page = desk.get(f"{one}/sign-in/desk")
    assert desk.post(f"{one}/sign-in/desk", page, {"who": number, "pin": pin}) == {"to": "/"}
    desk.get(f"{one}/stations")  # the page's token is made with the first one, as in a browser
    made: list[object] = []

    def enrol(port: int, station: str) -> None:
        address = f"http://127.0.0.1:{port}"
        body = {"fields": {"pin": pin, "station": station}}
        try:
            made.append(desk.post(f"{address}/stations/enrol", desk.get(f"{address}/stations"), body)["ok"])
        except OSError as wrong:
            made.append(wrong)

    threads = [threading.Thread(target=enrol, args=(ports[n % 2], f"{n:02}")) for n in range(CODES)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert made == [True] * CODES
