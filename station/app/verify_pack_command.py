"""``station verify PACK``: check an evidence pack with no store and no network."""

import base64
import binascii
import sys
from pathlib import Path

from station.adapters import packs
from station.adapters.packs.reading import NoPack, PackFile
from station.adapters.signing import signature_holds
from station.domain.proof.pack import pem_of
from station.domain.proof.signed_note import PUBLIC_BYTES, Malformed, read_key
from station.services.proof.checking_packs import Checked, Tools, check_pack

_LARGEST_KEY_FILE = 64 * 1024


class NoKey(RuntimeError):
    """Refuse what was given as a public key and is none."""


def run(path: Path, key: str | None) -> int:
    """Check a pack and say what was found: 0 where all is right, 1 otherwise, 2 for no file.

    ``key`` is the public key that is trusted, or a file with it. Raises NoKey.
    """
    trusted = () if key is None else trusted_keys(key)
    try:
        with PackFile(path) as opened:
            found = check_pack(opened, Tools(signature_holds, packs.canonical), trusted)
    except NoPack as refused:
        print(refused)
        return 1
    except OSError as refused:
        print(f"{path} cannot be opened: {refused.strerror}.", file=sys.stderr)
        return 2
    print("\n".join(found.problems or _sound(found, bool(trusted))))
    return 1 if found.problems else 0


def trusted_keys(given: str) -> tuple[bytes, ...]:
    """Read the public keys that are trusted: one as text, or a file of them, or a PEM file. Raises NoKey."""
    try:
        path = Path(given)
        text = path.read_text(errors="replace")[:_LARGEST_KEY_FILE] if path.is_file() else given
        lines = [line for line in text.splitlines() if line.strip()]
        if lines and lines[0].startswith("-----BEGIN"):
            return (_of_pem(lines),)
        return tuple(read_key(line.strip()).public for line in lines or [""])
    except (Malformed, OSError, ValueError) as wrong:
        raise NoKey(
            f"{given[:80]!r} is no public key: {wrong}. Give the text of one, such as "
            "returns-station/07+..., or a file that has it, such as station.pub or a public-key.pem."
        ) from wrong


def _of_pem(lines: list[str]) -> bytes:
    """Return the 32 bytes of an Ed25519 key. Raises Malformed."""
    try:
        public = base64.b64decode("".join(lines[1:-1]), validate=True)[-PUBLIC_BYTES:]
    except (binascii.Error, ValueError):
        public = b""
    if pem_of(public).decode().splitlines() != lines:
        raise Malformed("it is not an Ed25519 public key as openssl writes it")
    return public


def _sound(found: Checked, trusted: bool) -> list[str]:
    record = found.record
    signed = [f"Signed with {key}, SHA-256 {key.fingerprint}." for key in found.signed_by]
    whose = (
        ["This is the key that you trust."]
        if trusted
        else [
            "Whose key that is the pack cannot prove. Compare it with the one that the station told you, "
            "or give that one: --key KEY."
        ]
    )
    return [
        f"The pack checks out: {record['kind']} {record['subject']}, made on {record['made_at']} at station "
        f"{record['station']}.",
        f"{found.entries} entries are in the journal of {found.size}, {found.photos} photos are as they were "
        "taken, every byte is accounted for.",
        *signed,
        *whose,
    ]
