"""Keep what people write in their own words apart from what is hashed, so that it can be removed."""

import hashlib
import secrets

from station.ports import UnitOfWork

SALT_BYTES = 16


def kept(uow: UnitOfWork, text: str) -> str:
    """Keep a text and return the commitment that the journal names, hex of 32 bytes; empty for no text."""
    if not text:
        return ""
    salt = secrets.token_bytes(SALT_BYTES)
    commitment = committed(salt, text)
    uow.notes.put(commitment, salt, text)
    return commitment


def committed(salt: bytes, text: str) -> str:
    """Return the SHA-256 of salt and text: without the salt nobody can try out texts."""
    return hashlib.sha256(salt + text.encode()).hexdigest()
