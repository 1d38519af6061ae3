"""One-way functions for what proves who someone is."""

import hashlib

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Hashing:
    """argon2id for PINs, which people choose; SHA-256 for badges and tokens, which are random."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()

    def hash_pin(self, pin: str) -> str:
        return self._hasher.hash(_bytes(pin))

    def pin_matches(self, pin_hash: str, pin: str) -> bool:
        try:
            return self._hasher.verify(pin_hash, _bytes(pin))
        except (VerificationError, InvalidHashError):
            return False

    def digest(self, secret: str) -> str:
        return hashlib.sha256(_bytes(secret)).hexdigest()


def _bytes(secret: str) -> bytes:
    """Return a secret as it was typed; what a browser sends may hold halves of characters."""
    return secret.encode("utf-8", "surrogatepass")
