"""What central's records and photos are kept on, with the secrets that open it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from station.adapters.config.central_settings import CentralSettings, PhotoStore, Store
from station.adapters.local.engine import Database
from station.adapters.local.transactions import Transactions
from station.adapters.vault import FileVault
from station.domain.errors import DomainError
from station.ports import Vault

PASSWORD = "CENTRAL_DATABASE_PASSWORD"  # noqa: S105  # nosec B105 - the name of a variable, not a password
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


# A name that a photo could have, and none has.
_NO_PHOTO = "0" * 64


class CentralUnusable(RuntimeError):
    """What central keeps its records or photos on cannot be opened, or what opens it was not given."""


def address_of(store: Store, environment: Mapping[str, str] = os.environ) -> str:
    """Return the address of the database with its password in it, for nobody to see; empty for SQLite.

    Without a password the server has to know central otherwise. Raises CentralUnusable.
    """
    password = _password(store, environment)
    if not store.url or not password:
        return store.url
    parts = urlsplit(store.url)
    user, _, place = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user}:{quote(password, safe='')}@{place}"))


def _password(store: Store, environment: Mapping[str, str]) -> str:
    if store.password_file is None:
        return environment.get(PASSWORD, "")
    try:
        return store.password_file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as wrong:
        why = getattr(wrong, "strerror", None) or "it is not text"
        raise CentralUnusable(f"{store.password_file} cannot be read: {why}.") from None


def database_of(address: str, folder: Path) -> Transactions:
    """Return the database, which is not opened yet: PostgreSQL at an address, or a file in a folder."""
    if not address:
        return Database(folder / "station.db")
    from station.adapters.central.postgres import PostgresDatabase  # noqa: PLC0415 - a station never needs it

    return PostgresDatabase(address)


def vault_of(photos: PhotoStore, folder: Path, environment: Mapping[str, str] = os.environ) -> Vault:
    """Return where photos are: a bucket, or a folder. Raises CentralUnusable."""
    if not photos.bucket:
        return FileVault(folder / "photos")
    missing = [name for name in KEYS if not environment.get(name)]
    if missing:
        raise CentralUnusable(
            f"The keys to the bucket {photos.bucket} are missing: set {' and '.join(missing)} in the "
            "environment."
        )
    from station.adapters.central.s3 import Bucket, S3Vault  # noqa: PLC0415 - a station never needs it

    access, secret = (environment[name] for name in KEYS)
    return S3Vault(Bucket(photos.bucket, photos.endpoint, photos.region, access, secret))


@contextmanager
def told_plainly(settings: CentralSettings) -> Iterator[None]:
    """Say what cannot be reached or used while central starts: CentralUnusable, never with a secret."""
    try:
        yield
    except PhotosUnreachable as failed:
        told = f"The photo store at {settings.photos.endpoint}, bucket {settings.photos.bucket},"
        raise CentralUnusable(f"{told} cannot be used: {_last(failed)}") from None
    except DomainError as failed:
        if not settings.store.url or failed.__cause__ is None:
            raise
        where = urlsplit(settings.store.url)
        said = f"{where.hostname or 'a socket'}{where.path}"
        raise CentralUnusable(f"PostgreSQL at {said} cannot be used: {_last(failed)}") from None


class PhotosUnreachable(RuntimeError):
    """The photo store did not answer as one does."""


def look_for_photos(vault: Vault) -> None:
    """Ask for a photo that there is not. Raises PhotosUnreachable where even that gets no answer."""
    try:
        vault.get(_NO_PHOTO)
    except KeyError:
        return
    except DomainError as failed:
        raise PhotosUnreachable from failed


def _last(failed: BaseException) -> str:
    """Return the last reason behind a failure, in one line; drivers name no passwords in theirs."""
    while failed.__cause__ is not None:
        failed = failed.__cause__
    lines = str(failed).strip().splitlines()
    return lines[0].strip() if lines else type(failed).__name__
