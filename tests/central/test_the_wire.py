"""Over a real socket: what is cut in the middle, and what says that it will never end."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from cheroot.wsgi import Server
from waitress import wasyncore

from station.adapters.config.settings import Web
from station.app import serving
from tests.support.exchange import Central, Speaker, hash_of, photo
from tests.support.waiting import until


@pytest.fixture
def port(central: Central) -> Iterator[int]:
    server = Server(("127.0.0.1", 0), central.app, numthreads=4, timeout=10)
    server.prepare()
    thread = threading.Thread(target=server.serve, name="central")
    thread.start()
    try:
        yield int(server.bind_addr[1])
    finally:
        server.stop()
        thread.join()


def head(station: Speaker, method: str, call: str, length: int) -> bytes:
    return (
        f"{method} /sync/v1/{call} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n"
        f"Authorization: Bearer {station.token}\r\n\r\n"
    ).encode()


def send(port: int, *pieces: bytes) -> None:
    """Send pieces and cut the line."""
    with contextlib.closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as line:
        for piece in pieces:
            line.sendall(piece)


def first_line(port: int, sent: bytes) -> bytes:
    with contextlib.closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as line:
        line.sendall(sent)
        return line.makefile("rb").readline()


def test_a_photo_that_was_cut_goes_on_from_where_it_was(central: Central, port: int) -> None:
    station, data = central.opened(), photo(1) + b"\x00" * 5000
    name = hash_of(data)

    def has() -> int:
        return int((station.post("photos", [name]).json or {})["partly"].get(name, 0))

    send(port, head(station, "PUT", f"photos/{name}", len(data)), data[:3000])
    until(lambda: has() == 3000)
    where = f"Content-Range: bytes 3000-{len(data) - 1}/{len(data)}\r\n\r\n".encode()
    rest = head(station, "PUT", f"photos/{name}", len(data) - 3000)[:-2] + where
    send(port, rest, data[3000:4000])
    until(lambda: has() == 4000)
    assert station.part(data, 4000, len(data)).status_code == 201


def test_a_batch_that_was_cut_is_not_taken(central: Central, port: int) -> None:
    station = central.opened()
    station.write(1)
    send(port, head(station, "POST", "entries", 1000), b'{"first":1,"entries":[')
    assert station.open().json["size"] == 0  # type: ignore[index]
    assert station.ship().status_code == 200


def test_nobody_waits_for_a_gigabyte(central: Central, port: int) -> None:
    station = central.opened()
    for method, call in (("POST", "entries"), ("POST", "enrol"), ("PUT", f"photos/{'0' * 64}")):
        assert b" 413 " in first_line(port, head(station, method, call, 1 << 30))
    station.token = "of nobody"
    assert b" 413 " in first_line(port, head(station, "POST", "entries", 1 << 30))
    body = b"x" * (4 << 20)
    assert b" 401 " in first_line(port, head(station, "POST", "entries", len(body)) + body)


def test_waitress_takes_in_no_more_than_a_door_may(central: Central) -> None:
    """It keeps a body before any door is asked, for whoever sends one."""
    server: Any = serving._plain(central.app, Web("127.0.0.1", 0, (), ""), "")
    thread = threading.Thread(target=server.run, name="waitress")
    thread.start()
    try:
        port = int(server.effective_port)
        assert b" 413 " in first_line(port, head(central.station("07"), "POST", "open", 1 << 29))
    finally:
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join()
        server.task_dispatcher.shutdown()
