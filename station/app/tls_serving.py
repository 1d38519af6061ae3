"""Serve pages over TLS without a proxy: central's own certificate, TLS 1.2 or newer."""

import ssl
from typing import Any

import structlog
from cheroot.makefile import StreamReader, StreamWriter
from cheroot.server import HTTPConnection
from cheroot.ssl import Adapter
from cheroot.wsgi import Server
from flask import Flask

from station.adapters.config.central_settings import Tls
from station.adapters.config.settings import Web
from station.app.certificate import context_of

log = structlog.get_logger()

THREADS = 64
# Who says nothing for so long is cut off, in seconds: each connection that talks holds a thread.
PATIENCE = 10
# Screens listen on open streams: they are cut after so many seconds when central stops.
LEAVING = 2
LARGEST_HEADER = 64 * 1024
BUFFER = 8192


class _Adapter(Adapter):
    """Wraps connections; hands are shaken later, by the thread that works on the connection.

    Otherwise somebody who connects and says nothing would keep everybody else from connecting.
    """

    def __init__(self, context: ssl.SSLContext) -> None:
        self.context = context

    def bind(self, sock: Any) -> Any:
        return sock

    def wrap(self, sock: Any) -> tuple[Any, dict[str, str]]:
        over_tls = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        return over_tls, self.get_environ()

    def get_environ(self) -> dict[str, str]:
        return {"wsgi.url_scheme": "https", "HTTPS": "on"}

    def makefile(self, sock: Any, mode: str = "r", bufsize: int = BUFFER) -> Any:
        return (StreamReader if "r" in mode else StreamWriter)(sock, mode, bufsize)


class _Connection(HTTPConnection):
    """One connection, which shakes hands before its first request."""

    shaken = False

    def communicate(self) -> bool:
        if not self.shaken:
            try:
                self.socket.do_handshake()
            except OSError as wrong:  # not TLS, an old one, no trust in the certificate, or nothing said
                log.info("no_handshake", source=self.remote_addr, why=getattr(wrong, "reason", str(wrong)))
                return False
            self.shaken = True
        return bool(super().communicate())  # type: ignore[no-untyped-call]


class _Server(Server):
    """Tells of broken connections in a line each."""

    def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:
        log.info("connection", said=msg)


class TlsServer:
    """A server that runs until it is interrupted, as waitress's does."""

    def __init__(self, app: Flask, web: Web, tls: Tls, largest: int = 0) -> None:
        self._server = _Server(
            (web.host, web.port),
            app,
            numthreads=THREADS,
            server_name="central",
            request_queue_size=128,
            timeout=PATIENCE,
            shutdown_timeout=LEAVING,
        )
        self._server.ssl_adapter = _Adapter(context_of(tls))
        self._server.ConnectionClass = _Connection
        self._server.max_request_header_size = LARGEST_HEADER
        self._server.max_request_body_size = largest
        self._server.prepare()

    @property
    def port(self) -> int:
        return int(self._server.bind_addr[1])

    def run(self) -> None:
        try:
            self._server.serve()
        finally:
            self.stop()

    def stop(self) -> None:
        self._server.stop()
