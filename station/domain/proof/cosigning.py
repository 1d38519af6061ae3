"""Cosignatures of a witness (c2sp.org/tlog-cosignature, version 1): who saw a head, and when."""

import hashlib
from collections.abc import Callable, Iterable

from station.domain.proof.signed_note import (
    ID_BYTES,
    Holds,
    Note,
    Signature,
    VerifierKey,
    read_note,
)

COSIGNATURE = b"\x04"
TIME_BYTES = 8
SIGNATURE_BYTES = 64

# Signs a text as a note, with every key that can.
Sign = Callable[[str], bytes]


def cosigner_id(key: VerifierKey) -> bytes:
    """Return the id under which an Ed25519 key cosigns: other than the one under which it signs notes."""
    named = key.name.encode() + b"\n" + COSIGNATURE + key.public
    return hashlib.sha256(named).digest()[:ID_BYTES]


def cosigned_text(head: str, seconds: int) -> str:
    """Return what a cosignature is made of: a head, and when it was seen in seconds since 1970."""
    return f"cosignature/v1\ntime {seconds}\n{head}"


def cosignatures(head: str, seconds: int, keys: Iterable[VerifierKey], sign: Sign) -> tuple[Signature, ...]:
    """Cosign the text of a head with these keys, whose private halves ``sign`` has."""
    known = {(key.name, key.id): key for key in keys}
    made = read_note(sign(cosigned_text(head, seconds))).signatures
    time = seconds.to_bytes(TIME_BYTES)
    return tuple(
        Signature(each.name, cosigner_id(known[each.name, each.id]), time + each.value)
        for each in made
        if (each.name, each.id) in known
    )


def cosigned_at(note: Note, keys: Iterable[VerifierKey], holds: Holds) -> int | None:
    """Return when one of these keys cosigned a note, in seconds since 1970; None where none did.

    A cosignature that does not belong to the text counts as none.
    """
    known = {(key.name, cosigner_id(key)): key for key in keys}
    for each in note.signatures:
        key = known.get((each.name, each.id))
        if key is None or len(each.value) != TIME_BYTES + SIGNATURE_BYTES:
            continue
        seconds = int.from_bytes(each.value[:TIME_BYTES])
        if holds(key.public, cosigned_text(note.text, seconds).encode(), each.value[TIME_BYTES:]):
            return seconds
    return None
