"""Photos in a bucket of S3, once, under the SHA-256 of their original bytes.

Nothing that the store says is believed. It is told the checksum of what it gets, so that bytes which were
changed on the way are refused there; and what it gives back must have the hash that it was asked for.
"""

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store

from station.domain.errors import DomainError, Reason

if TYPE_CHECKING:
    from obstore.store import S3Config

_log = structlog.get_logger()
# A bench waits for none of this; a station that ships does, and asks again later anyway.
_REQUEST = timedelta(seconds=30)
_CONNECT = timedelta(seconds=5)
_TRIES = 3


class WrongBytes(DomainError):
    """The store gave other bytes than those it was asked for. They are handed to nobody."""

    def __init__(self, sha256: str) -> None:
        super().__init__(Reason.STORE_FAILED)
        self.sha256 = sha256

    def __str__(self) -> str:
        return f"The photo store gave other bytes than those of photo {self.sha256}."


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where photos are: a bucket, an endpoint (empty: Amazon's own for the region), keys to it (empty: from
    the environment), and what stands before every name."""

    name: str
    endpoint: str = ""
    region: str = "us-east-1"
    access_key: str = ""
    secret_key: str = ""
    prefix: str = "photos/"


class S3Vault:
    """A bucket of photos. ``put`` is done when the store says that it keeps them; many may run at once.

    ``patience`` is how long one request may take; one that failed is tried again for half as long.
    """

    def __init__(self, bucket: Bucket, patience: timedelta = _REQUEST) -> None:
        self._prefix = bucket.prefix
        self._store = _open(bucket, patience)

    def put(self, data: bytes, known: str = "") -> str:
        """Keep bytes and return their SHA-256 in hex. Raises STORE_FAILED."""
        name = known or hashlib.sha256(data).hexdigest()
        with _translated():
            try:
                self._write(name, data, new=True)
            except AlreadyExistsError:
                self._make_sure(name, data)
        return name

    def get(self, sha256: str) -> bytes:
        """Return the bytes of a photo. Raises KeyError if it is not here, WrongBytes, STORE_FAILED."""
        with _translated():
            found = self._read(_checked(sha256))
        if hashlib.sha256(found).hexdigest() != sha256:
            _log.error("the photo store gave wrong bytes", sha256=sha256, size=len(found))
            raise WrongBytes(sha256)
        return found

    def remove(self, sha256: str) -> None:
        """Take the bytes of a photo out for good; one that is gone stays gone. Raises STORE_FAILED."""
        with _translated(), contextlib.suppress(FileNotFoundError):
            self._store.delete(self._key(_checked(sha256)))

    def _make_sure(self, name: str, data: bytes) -> None:
        """See that what is there under this name is the same; if not, what has this hash takes its place."""
        if self._read(name) == data:
            return
        _log.error("the photo store kept wrong bytes; they are replaced", sha256=name)
        self._write(name, data, new=False)
        if self._read(name) != data:
            raise WrongBytes(name)

    def _write(self, name: str, data: bytes, new: bool) -> None:
        self._store.put(self._key(name), data, mode="create" if new else "overwrite", use_multipart=False)

    def _read(self, name: str) -> bytes:
        try:
            return bytes(self._store.get(self._key(name)).bytes())
        except FileNotFoundError:
            raise KeyError(name) from None

    def _key(self, name: str) -> str:
        return f"{self._prefix}{name}"


def _checked(sha256: str) -> str:
    """Refuse what is no name of a photo before it becomes part of an address. Raises KeyError."""
    if not (len(sha256) == 64 and sha256.isascii() and sha256.isalnum()):
        raise KeyError(sha256)
    return sha256


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (BaseError, OSError, ValueError) as error:
        _log.warning("the photo store failed", error=type(error).__name__)
        raise DomainError(Reason.STORE_FAILED) from error


def _open(bucket: Bucket, patience: timedelta) -> S3Store:
    said: S3Config = {
        "region": bucket.region,
        "checksum_algorithm": "SHA256",
        "disable_bulk_delete": True,  # not every store has it; photos are removed one at a time
    }
    if bucket.endpoint:
        said["endpoint"] = bucket.endpoint
    if bucket.access_key:
        said["access_key_id"], said["secret_access_key"] = bucket.access_key, bucket.secret_key
    return S3Store(
        bucket.name,
        config=said,
        client_options={
            "timeout": patience,
            "connect_timeout": _CONNECT,
            "allow_http": bucket.endpoint.startswith("http://"),
        },
        retry_config={"max_retries": _TRIES, "retry_timeout": patience * 1.5},
    )
