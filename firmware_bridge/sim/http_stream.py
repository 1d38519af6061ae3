"""A network camera's HTTP side: one endless multipart answer of JPEGs a client (MJPEG)."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

BOUNDARY = "frame"
SEND_SECONDS = 5.0
SETTLE_SECONDS = 0.5
SEND_BUFFER = 1 << 17  # as in a camera: a client that lags misses frames, it does not fall seconds behind
NextFrame = Callable[[int], bytes]


class StreamServer(ThreadingHTTPServer):
    """Serve one camera until closed; closing drops every client and waits for their threads."""

    daemon_threads = False
    block_on_close = True

    def __init__(self, port: int, fps: float, next_frame: NextFrame) -> None:
        super().__init__(("127.0.0.1", port), StreamHandler)
        self.period = 1.0 / fps
        self.next_frame = next_frame
        self.over = threading.Event()
        self.clients: set[StreamHandler] = set()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), name="camera stream")

    def begin(self) -> None:
        """Serve from a thread."""
        self._thread.start()

    def settle(self) -> None:
        """Wait until no frame chosen before is still on its way out; a client that stalls is let be."""
        for client in tuple(self.clients):
            if client.sending.acquire(timeout=SETTLE_SECONDS):
                client.sending.release()

    def end(self) -> None:
        """Refuse and drop everyone."""
        self.over.set()
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that leaves is everyday."""


class StreamHandler(BaseHTTPRequestHandler):
    """Answer any GET with the stream."""

    server: StreamServer
    timeout = SEND_SECONDS

    def setup(self) -> None:
        """Prepare a client's lock: held from choosing a frame until it is written."""
        self.sending = threading.Lock()
        super().setup()

    def do_GET(self) -> None:
        """Send frames at the camera's rate until the client or the camera goes."""
        self._begin()
        self.server.clients.add(self)
        with contextlib.suppress(OSError):
            self._stream()
        self.server.clients.discard(self)

    def log_message(self, *arguments: Any) -> None:
        """Keep quiet."""

    def _stream(self) -> None:
        number, due, period = 0, time.monotonic(), self.server.period
        while not self.server.over.wait(max(0.0, due - time.monotonic())):
            self._send(number)
            number, due = number + 1, max(due, time.monotonic() - period) + period

    def _send(self, number: int) -> None:
        with self.sending:
            self.wfile.write(part(self.server.next_frame(number)))

    def _begin(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        self.send_response(200)
        self.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={BOUNDARY}")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()


def part(jpeg: bytes) -> bytes:
    """Wrap one JPEG as a part; the length lets a client show it without waiting for the next."""
    head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
    return head.encode() + jpeg + b"\r\n"
