"""A real S3 for tests (SeaweedFS), one for each worker, started by the first test that asks.

    from tests.support.s3 import fresh_bucket

    with fresh_bucket() as bucket:      # a ``Bucket`` for ``S3Vault``: a prefix of the test's own
        vault = S3Vault(bucket)

or, as a fixture of tests/conftest.py, ``bucket``. A test of faults starts a store of its own with
``own_store()``, and may kill it and start it again: ``store.kill()``, ``store.start()``.
"""

import atexit
import contextlib
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from station.adapters.central.s3 import Bucket, S3Vault
from station.domain.errors import DomainError
from tests.support.waiting import until

NAME = "photos"
KEY, SECRET = "test-access-key", "test-secret-key"
_WEED = Path(sys.executable).with_name("weed")
_SECONDS = 60
# Without telemetry: on its own it would tell the makers of itself.
_HERE = ("-ip=127.0.0.1", "-ip.bind=127.0.0.1")
_FLAGS = (*_HERE, "-master.telemetry=false", "-admin.ui=false", "-webdav=false")
_PARTS = ("s3", "master", "volume", "filer", "admin")
_PORTS = tuple(f"{part}.port{kind}" for part in _PARTS for kind in ("", ".grpc"))
_numbers = itertools.count(1)


class Store:
    """One SeaweedFS in a folder of its own, on ports of its own."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="s3-"))
        self._ports = _free_ports(len(_PORTS))
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def bucket(self) -> Bucket:
        return Bucket(NAME, f"http://127.0.0.1:{self._ports[0]}", access_key=KEY, secret_key=SECRET)

    def start(self) -> None:
        """Start, and wait until it takes a photo."""
        flags = [f"-{name}={port}" for name, port in zip(_PORTS, self._ports, strict=True)]
        self._running = subprocess.Popen(
            [str(_WEED), "mini", f"-dir={self.folder}", *_FLAGS, *flags],
            env={**os.environ, "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "S3_BUCKET": NAME},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            start_new_session=True,  # with its children it is ended as one
        )
        vault = S3Vault(self.bucket)
        until(lambda: _takes(vault), _SECONDS)

    def kill(self) -> None:
        """End at once, with all its children."""
        if self._running is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._running.pid, signal.SIGKILL)
            self._running.wait(_SECONDS)
            self._running = None

    def close(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def _takes(vault: S3Vault) -> bool:
    with contextlib.suppress(DomainError):
        return bool(vault.put(b"Is anybody there?"))
    return False


def _free_ports(count: int) -> list[int]:
    """Find ports that nobody has now, all at once, so that they are different."""
    with contextlib.ExitStack() as open_:
        found = [open_.enter_context(socket.socket()) for _ in range(count)]
        for each in found:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in found]


@contextlib.contextmanager
def own_store() -> Iterator[Store]:
    """Start a store for one test, and end it behind the test."""
    store = Store()
    try:
        store.start()
        yield store
    finally:
        store.close()


@cache
def _shared() -> Store:
    store = Store()
    atexit.register(store.close)
    store.start()
    return store


@contextlib.contextmanager
def fresh_bucket() -> Iterator[Bucket]:
    """Give a place in this worker's store that no other test has."""
    yield replace(_shared().bucket, prefix=f"{next(_numbers)}/")
