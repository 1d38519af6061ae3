"""Central without metal and without a site, and stations that are nothing but a key and a journal.

They speak the protocol of ``docs/sync.md`` themselves, so that a test can say any of it wrongly::

    with central_on(folder) as central:
        station = central.enrolled("07")
        station.open()
        station.write(3)
        station.ship()
"""

import atexit
import contextlib
import gzip
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from station.adapters.config.central_settings import CentralSettings, Store
from station.adapters.config.rulebook import load_central
from station.adapters.local.canonical import canonical
from station.adapters.local.engine import Database
from station.adapters.signing import KeyFolder
from station.app.central_wiring import build_central
from station.app.paths import CENTRAL_TOML
from station.app.run import started
from station.domain.proof.checkpoint import Checkpoint, origin_of
from station.domain.proof.merkle import Frontier, grow, leaf_hash
from station.domain.routing import Rulebook
from station.domain.sync.opening import opening_text
from station.ports import World
from station.services.central import enrolling
from tests.support.postgres import fresh_database
from tests.support.stations import CHEAP, TestClock
from tests.support.templates import compiled_once
from web.factory import create_app

# The smallest there is: 1 by 1, grey.
PHOTO = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300"
    + "01" * 64
    + "ffc0000b080001000101011100ffc400140001"
    + "00" * 16
    + "ffda0008010100003f00ffd9"
)


def photo(number: int = 0) -> bytes:
    """Return a photo that no other number has."""
    return PHOTO + number.to_bytes(8)


def hash_of(data: bytes) -> str:
    return sha256(data).hexdigest()


@dataclass
class Central:
    """A started central, with its doors."""

    world: World
    clock: TestClock
    app: Flask
    folder: Path
    numbers: Iterator[int] = field(default_factory=count)

    def fresh(self) -> "Speaker":
        """Return an opened station that no other test has."""
        return self.opened(f"{next(self.numbers):02}")

    def station(self, id_: str, name: str = "") -> "Speaker":
        """Return a station that central knows nothing of, with a key of its own."""
        keys = KeyFolder(self.folder / f"of-{id_}{name}", origin_of(id_))
        (self.folder / f"of-{id_}{name}").mkdir(exist_ok=True)
        keys.keys(make=True)
        return Speaker(self, id_, keys, self.app.test_client())

    def enrolled(self, id_: str = "07") -> "Speaker":
        station = self.station(id_)
        assert station.enrol(enrolling.invite(self.world, "somebody")).status_code == 200
        return station

    def opened(self, id_: str = "07") -> "Speaker":
        station = self.enrolled(id_)
        assert station.open().status_code == 200
        return station


@dataclass
class Speaker:
    """A station's side of the protocol; each call returns the answer as it came."""

    central: Central
    id: str
    keys: KeyFolder
    http: FlaskClient
    turn: str = ""
    token: str = ""
    texts: list[str] = field(default_factory=list)

    def post(self, call: str, body: object, **headers: str) -> TestResponse:
        known = {"Authorization": f"Bearer {self.token}", **headers}
        return self.http.post(f"/sync/v1/{call}", data=json.dumps(body), headers=known)

    def get(self, call: str) -> TestResponse:
        return self.http.get(f"/sync/v1/{call}", headers={"Authorization": f"Bearer {self.token}"})

    def enrol(self, code: str, **changed: object) -> TestResponse:
        body = {"code": code, "station": self.id, "name": f"Bench {self.id}", "key": str(self.keys.keys()[0])}
        return self.post("enrol", {**body, **changed})

    def opening(self, **changed: object) -> dict[str, object]:
        """Return a signed opening; what is changed is changed after it was signed."""
        challenge = self.post("challenge", {"station": self.id}).json["challenge"]  # type: ignore[index]
        size = len(self.texts)
        signed = self.keys.sign(opening_text(self.id, challenge, self.turn, size)).decode()
        said = {"station": self.id, "challenge": challenge, "signature": signed, "turn": self.turn}
        return {**said, "size": size, "health": {"version": "1.0"}, **changed}

    def open(self, **changed: object) -> TestResponse:
        answer = self.post("open", self.opening(**changed))
        said = answer.json or {}
        self.turn, self.token = said.get("turn", self.turn), said.get("token", self.token)
        return answer

    def entry(self, seq: int, payload: dict[str, Any] | None = None, **changed: object) -> str:
        """Return the text of an entry; its id says whose it is and where it stands."""
        id_ = str(UUID(int=int(sha256(f"{self.id} {seq} {payload}".encode()).hexdigest()[:32], 16)))
        plain = {"seq": seq, "id": id_, "station": self.id, "actor": "somebody"}
        plain |= {"at": "2026-11-22T10:00:00.000+02:00", "schema_version": 1, "kind": "signed_in"}
        return canonical({**plain, "simulated": True, "payload": payload or {}, **changed}).decode()

    def write(self, many: int = 1, payload: dict[str, Any] | None = None, **changed: object) -> None:
        for _ in range(many):
            self.texts.append(self.entry(len(self.texts) + 1, payload, **changed))

    def note(self, last: int, **changed: object) -> str:
        """Return the head over the first entries, signed."""
        tree = grow(Frontier(), (leaf_hash(text.encode()) for text in self.texts[:last]))
        head = replace(Checkpoint(origin_of(self.id), last, tree.root), **changed)  # type: ignore[arg-type]
        return self.keys.sign(str(head)).decode()

    def batch(self, first: int = 1, last: int | None = None, **changed: object) -> dict[str, object]:
        last = len(self.texts) if last is None else last
        body = {"first": first, "entries": self.texts[first - 1 : last], "note": self.note(last)}
        return {**body, **changed}

    def ship(self, first: int = 1, last: int | None = None, **changed: object) -> TestResponse:
        return self.post("entries", self.batch(first, last, **changed))

    def packed(self, body: bytes) -> TestResponse:
        return self.http.post(
            "/sync/v1/entries",
            data=gzip.compress(body),
            headers={"Authorization": f"Bearer {self.token}", "Content-Encoding": "gzip"},
        )

    def put(self, data: bytes, named: str = "", **headers: str) -> TestResponse:
        known = {"Authorization": f"Bearer {self.token}", **headers}
        return self.http.put(f"/sync/v1/photos/{named or hash_of(data)}", data=data, headers=known)

    def part(self, data: bytes, start: int, end: int, named: str = "") -> TestResponse:
        where = f"bytes {start}-{end - 1}/{len(data)}"
        return self.put(data[start:end], named or hash_of(data), **{"Content-Range": where})


def reason(answer: TestResponse) -> tuple[int, str]:
    """Return the status and the reason of a refusal."""
    assert answer.content_type == "application/problem+json", answer.data
    return answer.status_code, (answer.json or {}).get("reason", "")


@cache
def _settings() -> tuple[CentralSettings, Rulebook]:
    return load_central(CENTRAL_TOML)


@cache
def _empty() -> Path:
    """Make the tables once for this process; every other central begins with a copy."""
    folder = Path(tempfile.mkdtemp(prefix="central-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database = Database(folder / "station.db")
    database.start()
    database.stop()
    return folder


# To bind all addresses takes most of the time of a short test: an app goes on to the next central.
_apps: list[Flask] = []


def _app(world: World) -> Flask:
    app = create_app(world, secret_key=b"k" * 32, trusted_hosts=["localhost", "127.0.0.1"])
    return compiled_once(app)


@contextlib.contextmanager
def central_on(folder: Path, url: str = "") -> Iterator[Central]:
    """Start a central in a folder; its records are in SQLite there, or in a PostgreSQL."""
    settings, rulebook = _settings()
    if not url and not folder.exists():
        shutil.copytree(_empty(), folder)
    house = replace(settings.house, data=replace(settings.house.data, dir=folder))
    clock = TestClock()
    chosen = replace(settings, house=house, store=Store(url))
    built = build_central(chosen, rulebook, clock=clock, hashing=CHEAP)
    with started(built.parts):
        app = _apps.pop() if _apps else _app(built.world)
        app.extensions["station"] = built.world
        yield Central(built.world, clock, app, folder)
        _apps.append(app)


@contextlib.contextmanager
def central_at(engine: str, folder: Path) -> Iterator[Central]:
    """Start a central on one of the engines."""
    if engine == "sqlite":
        with central_on(folder) as central:
            yield central
        return
    with fresh_database() as url, central_on(folder, url) as central:
        yield central
