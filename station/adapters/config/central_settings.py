"""What central.toml says, once it is known to be right. Read by ``central_file``."""

from dataclasses import dataclass
from pathlib import Path

from station.adapters.config.settings import Settings

# What central calls itself in records: stations are two digits, so no station has this id.
CENTRAL = "central"


@dataclass(frozen=True, slots=True)
class Store:
    """Where records are kept: a PostgreSQL address without a password, empty for SQLite in the data folder.

    The password is in ``password_file``, or in the environment.
    """

    url: str = ""
    password_file: Path | None = None

    @property
    def kind(self) -> str:
        return "PostgreSQL" if self.url else "SQLite"


@dataclass(frozen=True, slots=True)
class PhotoStore:
    """Where photos are kept: a bucket of an S3 endpoint; without one, a folder beside the records."""

    endpoint: str = ""
    bucket: str = ""
    region: str = "us-east-1"

    @property
    def kind(self) -> str:
        return "S3" if self.bucket else "a folder"


@dataclass(frozen=True, slots=True)
class Tls:
    """Central's own certificate, with those between it and its authority, and the key to it; PEM files."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class CentralSettings:
    """All of central.toml. ``house`` is what central has in common with a station.

    ``tls`` is None where a proxy before central speaks TLS, or nobody does; ``proxy`` is its address.
    """

    house: Settings
    store: Store = Store()
    photos: PhotoStore = PhotoStore()
    tls: Tls | None = None
    proxy: str = ""
