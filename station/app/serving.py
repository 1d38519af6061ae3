"""Serve the pages of a started station."""

import errno
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

import structlog
from flask import Flask
from waitress.server import create_server

from firmware_bridge.vision.codes import pyzbar_available
from station.adapters.config.central_settings import Tls
from station.adapters.config.settings import Web
from station.app.coming_up import come_up
from station.app.wiring import Station
from station.demo_ports import Simulator
from web.factory import create_app
from web.security import largest_body

log = structlog.get_logger()

# Measured: with waitress's default of 4 threads, five open screens starve everything else.
THREADS = 64
LOOKAHEAD = 5


class PortTaken(RuntimeError):
    """Another program listens where the station's pages should be."""


@dataclass(frozen=True, slots=True)
class Door:
    """What stands between the pages and the network: central's own certificate, or a proxy's address.

    What a proxy tells of its client is believed of that address alone.
    """

    tls: Tls | None = None
    proxy: str = ""


def serve(
    station: Station,
    simulator: Simulator | None = None,
    greet: Callable[[], None] = lambda: None,
    door: Door = Door(),
) -> None:
    """Serve the pages of a started station until a signal ends it. Raises PortTaken, CertificateUnusable.

    ``greet`` is called once the port is this station's own.
    """
    come_up(station)
    if not pyzbar_available():
        log.warning("zbar_missing", effect="fewer codes are read in photos", mend="apt-get install libzbar0")
    web = station.settings.web
    app = create_app(
        station.world,
        secret_key=station.folder.secret_key(),
        trusted_hosts=list(web.trusted_hosts),
        simulator=simulator,
        https=web.https or door.tls is not None,
    )
    server = _listen(app, web, door)
    leave_on_signal()
    log.info("serving", host=web.host, port=web.port)
    greet()
    server.run()


def _listen(app: Flask, web: Web, door: Door) -> Any:
    try:
        return _over_tls(app, web, door.tls) if door.tls else _plain(app, web, door.proxy)
    except OSError as error:
        # The server for TLS tells the number in its words only.
        if error.errno != errno.EADDRINUSE and os.strerror(errno.EADDRINUSE) not in str(error):
            raise
        told = f"Port {web.port} is taken by another program. Stop that one, or choose another port."
        raise PortTaken(told) from None


def _over_tls(app: Flask, web: Web, tls: Tls) -> Any:
    from station.app.tls_serving import TlsServer  # noqa: PLC0415 - a station never needs it

    return TlsServer(app, web, tls, _largest(app))


def _plain(app: Flask, web: Web, proxy: str) -> Any:
    behind = {"trusted_proxy": proxy, "trusted_proxy_headers": {"x-forwarded-for"}} if proxy else {}
    return create_server(
        app,
        host=web.host,
        port=web.port,
        threads=THREADS,
        channel_request_lookahead=LOOKAHEAD,
        max_request_body_size=_largest(app),
        ident=None,
        url_scheme="https" if web.https else "http",
        clear_untrusted_proxy_headers=True,
        **behind,
    )


def leave_on_signal() -> None:
    """Let SIGTERM and Ctrl-C end this process as exceptions do, so that all that was started is stopped.

    What a script starts in the background begins with SIGINT ignored; it is listened to again.
    """
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _largest(app: Flask) -> int:
    """Return what a request may bring at most, whoever asks: a server takes in no more."""
    return largest_body(app.extensions["station"].house.import_limit)


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
