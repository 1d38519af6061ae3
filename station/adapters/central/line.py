"""How central is reached."""

from dataclasses import dataclass

CONNECT_SECONDS = 5.0
READ_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Line:
    """Central's address, its authority (PEM file) and its pin (SHA-256 of the certificate, hex)."""

    url: str
    ca_file: str = ""
    pin: str = ""
    connect_seconds: float = CONNECT_SECONDS
    read_seconds: float = READ_SECONDS
