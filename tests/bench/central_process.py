"""A central in a process of its own for benchmarks, on a real PostgreSQL and a real S3.

As a program it is that process: ``python -m tests.bench.central_process FOLDER URL ENDPOINT PORT``.
"""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from station.adapters.central.client import HttpCentral
from station.adapters.central.line import Line
from station.adapters.central.s3 import Bucket
from station.adapters.config.central_settings import CentralSettings, PhotoStore, Store
from station.adapters.config.rulebook import load_central
from station.adapters.signing import KeyFolder
from station.app.central_wiring import build_central
from station.app.paths import CENTRAL_TOML
from station.app.run import started
from station.app.serving import serve
from station.domain.proof.checkpoint import origin_of
from station.domain.routing import Rulebook
from station.domain.sync.messages import Enrolment, Health
from station.ports import World
from station.services.central.enrolling import invite
from tests.support.postgres import own_server
from tests.support.s3 import own_store
from tests.support.waiting import until


@dataclass(frozen=True, slots=True)
class Served:
    """A central that is served, its world for what no station may do, and what it stands on."""

    world: World
    address: str
    url: str
    bucket: Bucket
    folder: Path

    def enrolled(self, station: str) -> tuple[HttpCentral, KeyFolder]:
        """Return a station's signed-in way to central, and its keys."""
        home = self.folder / f"of-{station}"
        home.mkdir()
        keys = KeyFolder(home, origin_of(station))
        client = HttpCentral(Line(self.address), station, keys)
        code = invite(self.world, "bench", station)
        client.enrol(Enrolment(code, station, f"Bench {station}", str(keys.keys(make=True)[0]), "0"))
        client.open("", 0, Health("0"))
        return client, keys


def settings_at(folder: Path, url: str, endpoint: str, port: int) -> tuple[CentralSettings, Rulebook]:
    settings, rulebook = load_central(CENTRAL_TOML)
    house = replace(
        settings.house,
        data=replace(settings.house.data, dir=folder),
        web=replace(settings.house.web, port=port),
    )
    store, photos = Store(url), PhotoStore(endpoint, "photos")
    return replace(settings, house=house, store=store, photos=photos), rulebook


@contextlib.contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Start PostgreSQL, S3 and a central on both, and end them behind the benchmark."""
    with own_server("shared_buffers=256MB", "max_wal_size=4GB") as server, own_store() as store:
        keys = {
            "AWS_ACCESS_KEY_ID": store.bucket.access_key,
            "AWS_SECRET_ACCESS_KEY": store.bucket.secret_key,
        }
        os.environ |= keys
        port = _free_port()
        told = (str(folder / "central"), server.url(), store.bucket.endpoint)
        command = [sys.executable, "-m", "tests.bench.central_process", *told, str(port)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            try:
                until(lambda: _answers(port, process), patience=60)
                here = build_central(*settings_at(Path(told[0]), told[1], told[2], port))
                with started(here.parts[:2]):
                    yield Served(here.world, f"http://127.0.0.1:{port}", server.url(), store.bucket, folder)
            finally:
                process.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _answers(port: int, process: "subprocess.Popen[bytes]") -> bool:
    assert process.poll() is None, "central ended at once"
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def main() -> None:
    folder, url, endpoint, port = sys.argv[1:]
    central = build_central(*settings_at(Path(folder), url, endpoint, int(port)))
    with started(central.parts):
        serve(central)


if __name__ == "__main__":
    main()
