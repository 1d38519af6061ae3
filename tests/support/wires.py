"""A wire between a station and central that can be cut: a small TCP proxy on loopback."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

_PIECE = 4096


@dataclass
class Wire:
    """Passes bytes on. ``cut_after`` lets so many more go towards central, in all; then every line is cut."""

    far: tuple[str, int]
    cut_after: int | None = None
    cuts: int = 0
    _server: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    _lines: list[socket.socket] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.getsockname()[1]}"

    def run(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
                far = socket.create_connection(self.far, timeout=10)
            except OSError:
                return
            self._lines += [near, far]
            for take, give, counted in ((near, far, True), (far, near, False)):
                thread = threading.Thread(target=self._pass, args=(take, give, counted))
                self._threads.append(thread)
                thread.start()

    def _pass(self, take: socket.socket, give: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := take.recv(_PIECE):
                give.sendall(self._let_through(piece) if counted else piece)
        for line in (take, give):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _let_through(self, piece: bytes) -> bytes:
        with self._lock:
            if self.cut_after is None:
                return piece
            passed, self.cut_after = piece[: self.cut_after], max(0, self.cut_after - len(piece))
            if self.cut_after:
                return passed
            self.cuts += 1
            self.cut_after = None
        self.cut()
        raise OSError("cut")

    def cut(self) -> None:
        """Cut every line at once, on both sides."""
        for line in self._lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self.cut()
        for thread in self._threads:
            thread.join()
        for line in self._lines:
            line.close()


@contextlib.contextmanager
def wire_to(port: int) -> Iterator[Wire]:
    wire = Wire(("127.0.0.1", port))
    thread = threading.Thread(target=wire.run, name="wire")
    thread.start()
    try:
        yield wire
    finally:
        wire.close()
        thread.join()
