"""What pyserial's network ports (socket://, rfc2217://) need beyond what it does for them.

A switch that loses power, or a cable that is pulled, closes no connection: without probes a reader waits for
hours. The kernel's probes find out within IDLE + INTERVAL * COUNT seconds, and the read fails then.
"""

from __future__ import annotations

import socket

import serial

IDLE_SECONDS = 5
INTERVAL_SECONDS = 3
COUNT = 3
RAW, RFC2217 = "socket://", "rfc2217://"


def is_url(port: str) -> bool:
    """Tell whether a port is one of pyserial's URLs (socket://, rfc2217://, loop://)."""
    return "://" in port


def keep_alive(handle: serial.Serial) -> None:
    """Let the kernel probe a network port; does nothing to one that has no connection (loop://)."""
    connection = _connection(handle)
    if connection is None:
        return
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, IDLE_SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, INTERVAL_SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, COUNT)
    # For what was written and is never acknowledged: probes wait until it is.
    patience = (IDLE_SECONDS + INTERVAL_SECONDS * COUNT) * 1000
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, patience)


def hang_up(handle: serial.Serial) -> None:
    """Close a port and its connection: pyserial leaves that open where the far end is gone already."""
    connection = _connection(handle)
    try:
        handle.close()
    finally:
        if connection is not None:
            connection.close()


def read_rest(handle: serial.Serial, size: int, usual: float) -> bytes:
    """Return what more has arrived on a raw connection; `in_waiting` is never more than 1 there."""
    handle.timeout = 0
    try:
        data: bytes = handle.read(size)
        return data
    finally:
        handle.timeout = usual


def _connection(handle: serial.Serial) -> socket.socket | None:
    connection = getattr(handle, "_socket", None)
    return connection if isinstance(connection, socket.socket) else None
