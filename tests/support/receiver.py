"""A system that is told things: a real HTTP server on loopback that answers as a test says."""

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from station.adapters.outbound.poster import GuardedPoster, Limits, Resolve, system_addresses
from station.domain.outbound.addresses import Allowed
from station.outbound_ports import Outside
from station.ports import World
from tests.support.stations import Rig

LOOPBACK = Allowed(networks=("127.0.0.0/8",))


@dataclass(frozen=True)
class Got:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass(frozen=True)
class Say:
    """One answer: a status with headers and a body, or something worse."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    act: Callable[["Receiver", socket.socket], None] | None = None


@dataclass
class Receiver:
    """The server: ``answers`` are given in turn, the last one from then on; ``judge`` decides by message."""

    url: str = ""
    got: list[Got] = field(default_factory=list)
    answers: list[Say] = field(default_factory=lambda: [Say()])
    judge: Callable[[Got], Say | None] | None = None
    over: threading.Event = field(default_factory=threading.Event)

    def ids(self) -> list[str]:
        return [each.id for each in self.got]

    def answer(self, got: Got) -> Say:
        self.got.append(got)
        if self.judge and (said := self.judge(got)):
            return said
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def drip(receiver: Receiver, line: socket.socket) -> None:
    """Answer one byte at a time, and never come to an end."""
    with contextlib.suppress(OSError):
        line.sendall(b"HTTP/1.1 200 OK\r\n")
        while not receiver.over.wait(0.02):
            line.sendall(b"X")


def break_off(receiver: Receiver, line: socket.socket) -> None:
    """Reset the line in the middle of an answer."""
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    line.close()


@contextlib.contextmanager
def receiving(*answers: Say) -> Iterator[Receiver]:
    receiver = Receiver(answers=list(answers) or [Say()])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            said = receiver.answer(Got(self.path, headers, self.rfile.read(length)))
            if said.act:
                said.act(receiver, self.connection)
                return
            self.send_response(said.status)
            for name, value in {"Content-Length": str(len(said.body)), **said.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said.body)

        def log_message(self, *_: object) -> None:
            pass

        def finish(self) -> None:
            with contextlib.suppress(OSError, ValueError):
                super().finish()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign] - broken lines are meant
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield receiver
    finally:
        receiver.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def telling(
    world: World,
    allowed: Allowed = LOOPBACK,
    resolve: Resolve = system_addresses,
    limits: Limits | None = None,
) -> World:
    """Return a world that may send to these addresses."""
    rules = replace(world.outside.rules, allowed=allowed)
    return replace(world, outside=Outside(rules, GuardedPoster(allowed, resolve=resolve, limits=limits)))


def told(rig: Rig, allowed: Allowed = LOOPBACK, limits: Limits | None = None) -> Rig:
    """Return a rig whose station may send to loopback."""
    return replace(rig, world=telling(rig.world, allowed, limits=limits))
