"""The wire between a demo station and central, which can be cut and mended."""

import contextlib
import socket
import threading

PIECE = 64 * 1024


class Wire:
    """Carries every connection to a port of this computer on to another, while it is whole."""

    def __init__(self, to_port: int) -> None:
        self._to = ("127.0.0.1", to_port)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._whole = True
        self._thread = threading.Thread(target=self._accept, name="wire", daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    @property
    def whole(self) -> bool:
        return self._whole

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.cut()
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._thread.join()

    def cut(self) -> None:
        """Break off everything that is under way, and let nothing through."""
        with self._lock:
            self._whole = False
            for each in self._open:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self._whole = True

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:  # the wire is taken down
                return
            threading.Thread(target=self._carry, args=(near,), name="wire", daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with near, contextlib.suppress(OSError):
            if not self._whole:
                return
            with socket.create_connection(self._to, timeout=5) as far:
                far.settimeout(None)
                self._both_ways(near, far)

    def _both_ways(self, near: socket.socket, far: socket.socket) -> None:
        with self._lock:
            self._open |= {near, far}
        back = threading.Thread(target=_pour, args=(far, near), name="wire", daemon=True)
        back.start()
        _pour(near, far)
        back.join()
        with self._lock:
            self._open -= {near, far}


def _pour(source: socket.socket, into: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(PIECE):
            into.sendall(piece)
    with contextlib.suppress(OSError):
        into.shutdown(socket.SHUT_WR)
