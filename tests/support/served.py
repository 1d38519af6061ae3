"""A whole demo station, served on a port of its own in this process, for browsers to open."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waitress.server import create_server

from station.app.demo.setup import Demo, fill, make_demo
from station.app.run import started
from station.app.serving import LOOKAHEAD, THREADS
from station.domain.people import Role
from station.domain.scanning import BADGE_PREFIX
from station.services.loading import note_start
from station.services.signing_in import NewPerson
from web.factory import create_app


@dataclass(frozen=True, slots=True)
class Served:
    """A running demo and its address."""

    demo: Demo
    address: str

    def person(self, role: Role, number: int = 0) -> NewPerson:
        return [p for p in self.demo.site.people if p.role is role][number]

    def scan(self, text: str) -> None:
        self.demo.hardware.scan(text)

    def scan_badge(self, person: NewPerson) -> None:
        self.scan(BADGE_PREFIX + person.badge)


@contextlib.contextmanager
def served_demo(data: Path) -> Iterator[Served]:
    """Serve a demo on a free port until the block is left."""
    demo = make_demo(data, 0)
    with started(demo.parts):
        fill(demo)
        note_start(demo.station.world)
        server = _server(demo)
        thread = threading.Thread(target=server.run, name="waitress-main")
        thread.start()
        try:
            yield Served(demo, f"http://127.0.0.1:{server.effective_port}")
        finally:
            server.close()
            server.trigger.pull_trigger()
            thread.join()


def _server(demo: Demo) -> Any:
    app = create_app(
        demo.station.world,
        secret_key=demo.station.folder.secret_key(),
        trusted_hosts=["127.0.0.1", "localhost"],
        simulator=demo.hardware,
    )
    return create_server(app, host="127.0.0.1", port=0, threads=THREADS, channel_request_lookahead=LOOKAHEAD)
