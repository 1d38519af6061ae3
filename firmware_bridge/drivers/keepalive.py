"""A network port whose far end is gone without a word is noticed all the same.

A switch that loses power, or a cable that is pulled, closes no connection: without probes a reader waits for
hours. The kernel's probes find out within IDLE + INTERVAL * COUNT seconds, and the read fails then.
"""

from __future__ import annotations

import socket

import serial

IDLE_SECONDS = 5
INTERVAL_SECONDS = 3
COUNT = 3


def keep_alive(handle: serial.Serial) -> None:
    """Let the kernel probe a network port; does nothing to one that has no connection (loop://)."""
    connection = getattr(handle, "_socket", None)
    if not isinstance(connection, socket.socket):
        return
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, IDLE_SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, INTERVAL_SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, COUNT)
    # What was written and is never acknowledged: the probes wait for it otherwise.
    connection.setsockopt(
        socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, (IDLE_SECONDS + INTERVAL_SECONDS * COUNT) * 1000
    )
