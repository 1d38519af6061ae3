"""What an evidence pack holds, and by which names. A pack is one ZIP about an item, a return or a claim."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# The form of packs; a program that knows only older forms has to say so.
FORMAT = 1

RECORD = "record.json"
READ_ME = "READ-ME.txt"
SHEET = "record.pdf"
SUMS = "SHA256SUMS"
SEAL = "seal.txt"
CHECKPOINT = "checkpoint.txt"
KEY = "public-key.pem"
KEYS = "public-keys.txt"
# Neither has its hash in the list of hashes: one is that list, the other is signed over it.
UNSUMMED = (SUMS, SEAL)

_SPKI = "302a300506032b6570032100"
_ENTRY = re.compile(r"journal/(\d{12})\.json", re.ASCII)
_PROOF = re.compile(r"proofs/(\d{12})\.json", re.ASCII)
_PHOTO = re.compile(r"photos/([0-9a-f]{64})\.jpg", re.ASCII)
ALWAYS = (READ_ME, SHEET, RECORD, CHECKPOINT, KEY, KEYS, SUMS, SEAL)


class PackKind(StrEnum):
    """What a pack is about."""

    ITEM = "item"
    RETURN = "return"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class About:
    """What a pack is about: a licence plate, the number of a return, or the id of a claim."""

    kind: PackKind
    subject: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What a pack may be at most: members, bytes of one and of all unpacked."""

    members: int = 20_000
    largest: int = 64 * 1024 * 1024
    all: int = 2 * 1024 * 1024 * 1024


def entry_name(seq: int) -> str:
    return f"journal/{seq:012d}.json"


def proof_name(seq: int) -> str:
    return f"proofs/{seq:012d}.json"


def photo_name(sha256: str) -> str:
    return f"photos/{sha256}.jpg"


def seq_of(name: str) -> int | None:
    """Return the number of the entry that a member is, None for other members."""
    found = _ENTRY.fullmatch(name)
    return int(found[1]) if found else None


def hash_of(name: str) -> str | None:
    """Return the SHA-256 that a photo's name promises, None for other members."""
    found = _PHOTO.fullmatch(name)
    return found[1] if found else None


def known_name(name: str) -> bool:
    """Tell whether a pack may have a member of this name; no such name leads out of a folder."""
    return name in ALWAYS or any(form.fullmatch(name) for form in (_ENTRY, _PROOF, _PHOTO))


def sums_of(hashes: Mapping[str, str]) -> bytes:
    """Write hashes by name as ``sha256sum`` does, sorted by name."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode()


def read_sums(text: bytes) -> dict[str, str] | None:
    """Read what ``sums_of`` wrote, to the byte; None for anything else."""
    try:
        lines = text.decode("ascii").splitlines()
    except UnicodeDecodeError:
        return None
    found = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    return found if sums_of(found) == text else None


def sealed_text(origin: str, sums: bytes) -> str:
    """Return the text that is signed over a pack: whose it is, and SHA-256 of the list of hashes.

    It has two lines, so that nobody can take it for a checkpoint, which has three.
    """
    return f"{origin} evidence pack\n{hashlib.sha256(sums).hexdigest()}\n"


def pem_of(public: bytes) -> bytes:
    """Write an Ed25519 public key as openssl reads it (RFC 8410, 4)."""
    encoded = base64.b64encode(bytes.fromhex(_SPKI) + public).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{encoded}\n-----END PUBLIC KEY-----\n".encode()
