"""Serve the pages of a started station."""

import errno
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

import structlog
from flask import Flask
from waitress.server import create_server

from firmware_bridge.vision.codes import pyzbar_available
from station.adapters.config.settings import Web
from station.app.coming_up import come_up
from station.app.wiring import Station
from station.demo_ports import Simulator
from web.factory import create_app

log = structlog.get_logger()

# Measured: with waitress's default of 4 threads, five open screens starve everything else.
THREADS = 64
LOOKAHEAD = 5


class PortTaken(RuntimeError):
    """Another program listens where the station's pages should be."""


def serve(
    station: Station, simulator: Simulator | None = None, greet: Callable[[], None] = lambda: None
) -> None:
    """Serve the pages of a started station until a signal ends it. Raises PortTaken.

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
        https=web.https,
    )
    server = _listen(app, web)
    signal.signal(signal.SIGTERM, _leave)
    log.info("serving", host=web.host, port=web.port)
    greet()
    server.run()


def _listen(app: Flask, web: Web) -> Any:
    try:
        return create_server(
            app,
            host=web.host,
            port=web.port,
            threads=THREADS,
            channel_request_lookahead=LOOKAHEAD,
            ident=None,
            url_scheme="https" if web.https else "http",
        )
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        told = f"Port {web.port} is taken by another program. Stop that one, or choose another port."
        raise PortTaken(told) from None


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
