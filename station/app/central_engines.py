"""What central's records and photos are kept on, with the secrets that open it."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from station.adapters.config.central_settings import PhotoStore, Store
from station.adapters.local.engine import Database
from station.adapters.local.transactions import Transactions
from station.adapters.vault import FileVault
from station.ports import Vault

PASSWORD = "CENTRAL_DATABASE_PASSWORD"  # noqa: S105  # nosec B105 - the name of a variable, not a password
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


class SecretMissing(RuntimeError):
    """What central needs to open its photos or records was not given to it."""


def address_of(store: Store, environment: Mapping[str, str] = os.environ) -> str:
    """Return the address of the database with its password in it, for nobody to see; empty for SQLite.

    Without a password the server has to know central otherwise. Raises SecretMissing.
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
        raise SecretMissing(f"{store.password_file} cannot be read: {why}.") from None


def database_of(address: str, folder: Path) -> Transactions:
    """Return the database, which is not opened yet: PostgreSQL at an address, or a file in a folder."""
    if not address:
        return Database(folder / "station.db")
    from station.adapters.central.postgres import PostgresDatabase  # noqa: PLC0415 - a station never needs it

    return PostgresDatabase(address)


def vault_of(photos: PhotoStore, folder: Path, environment: Mapping[str, str] = os.environ) -> Vault:
    """Return where photos are: a bucket, or a folder. Raises SecretMissing."""
    if not photos.bucket:
        return FileVault(folder / "photos")
    missing = [name for name in KEYS if not environment.get(name)]
    if missing:
        raise SecretMissing(
            f"The keys to the bucket {photos.bucket} are missing: set {' and '.join(missing)} in the "
            "environment."
        )
    from station.adapters.central.s3 import Bucket, S3Vault  # noqa: PLC0415 - a station never needs it

    access, secret = (environment[name] for name in KEYS)
    return S3Vault(Bucket(photos.bucket, photos.endpoint, photos.region, access, secret))
