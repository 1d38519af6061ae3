"""Signatures by the Standard Webhooks specification 1.0: HMAC-SHA256 over id, time and body."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable

PREFIX = "whsec_"
SECRET_BYTES = 32


def secret_of(random: bytes) -> str:
    """Write a secret as receivers expect it. ``random`` are 24 to 64 bytes."""
    return PREFIX + base64.b64encode(random).decode()


def headers(id_: str, seconds: int, body: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """Sign a message; with two secrets, as while one is being changed, by both."""
    signed = (_signature(id_, seconds, body, secret) for secret in secrets)
    return {
        "webhook-id": id_,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(f"v1,{each}" for each in signed),
    }


def _signature(id_: str, seconds: int, body: bytes, secret: str) -> str:
    content = f"{id_}.{seconds}.".encode() + body
    digest = hmac.new(_key(secret), content, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix(PREFIX))


def is_secret(text: str) -> bool:
    """Tell whether a text is a secret that can sign."""
    try:
        return (
            text.startswith(PREFIX) and 24 <= len(base64.b64decode(text[len(PREFIX) :], validate=True)) <= 64
        )
    except binascii.Error:
        return False
