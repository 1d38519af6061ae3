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
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from station.adapters.central.s3 import Bucket
from station.app.demo.engines import PhotoServer

_numbers = itertools.count(1)


class Store(PhotoServer):
    """The store that the demo starts, in a folder of its own."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="s3-"))
        super().__init__(self.folder)

    def close(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


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
