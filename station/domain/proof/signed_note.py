"""Signed notes and verifier keys as C2SP has them (c2sp.org/signed-note), read strictly.

A note is a text, an empty line, and signature lines. Only Ed25519 is known here; signatures of other
kinds and by other keys are kept and passed over, as the specification wants.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

ED25519 = b"\x01"
PUBLIC_BYTES = 32
ID_BYTES = 4
# The specification wants at least 16 signatures to be read; a note longer than this is nobody's.
MOST_SIGNATURES = 64
MOST_BYTES = 64 * 1024
_DASH = "\N{EM DASH} "

# Tells whether a signature of a text holds: public key, text, signature.
Holds = Callable[[bytes, bytes, bytes], bool]


class Malformed(ValueError):
    """A note, checkpoint or key is not written as its specification wants; says what is wrong."""


class Forged(ValueError):
    """No key that counts has signed a note, or one that does has not signed this text."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public Ed25519 key with the name it signs under; as text, what anyone can check notes with."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        named = self.name.encode() + b"\n" + ED25519 + self.public
        return hashlib.sha256(named).digest()[:ID_BYTES]

    @property
    def fingerprint(self) -> str:
        """Return SHA-256 of the public key in hex, to be read aloud or kept on paper."""
        return hashlib.sha256(self.public).hexdigest()

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_base64(ED25519 + self.public)}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note: the name and id of a key, and what it made of the text."""

    name: str
    id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {_base64(self.id + self.value)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, which ends with a newline, and its signatures."""

    text: str
    signatures: tuple[Signature, ...]

    def __bytes__(self) -> bytes:
        return (self.text + "\n" + "".join(map(str, self.signatures))).encode()


def read_key(text: str) -> VerifierKey:
    """Read a verifier key. Raises Malformed."""
    name, _, rest = text.partition("+")
    id_, _, encoded = rest.partition("+")
    raw = _bytes(encoded, "a verifier key")
    _check_name(name)
    if raw[:1] != ED25519 or len(raw) != 1 + PUBLIC_BYTES:
        raise Malformed("a verifier key is not an Ed25519 key of 32 bytes")
    key = VerifierKey(name, raw[1:])
    if key.id.hex() != id_:
        raise Malformed(f"a verifier key says that its id is {id_!r}, and it is {key.id.hex()}")
    return key


def read_note(data: bytes) -> Note:
    """Read a signed note; nothing of it is true before ``signers`` says so. Raises Malformed."""
    text, empty, lines = _text(data).rpartition("\n\n")
    if not empty or not lines.endswith("\n"):
        raise Malformed("a note ends with an empty line and signature lines")
    found = lines[:-1].split("\n")
    if len(found) > MOST_SIGNATURES:
        raise Malformed(f"a note has more than {MOST_SIGNATURES} signatures")
    return Note(text + "\n", tuple(map(_signature, found)))


def signers(note: Note, keys: Iterable[VerifierKey], holds: Holds) -> tuple[VerifierKey, ...]:
    """Return which of these keys signed a note. Raises Forged where none did, or one did not sign this."""
    known = {(key.name, key.id): key for key in keys}
    found = []
    for signature in note.signatures:
        key = known.get((signature.name, signature.id))
        if key is None:
            continue
        if not holds(key.public, note.text.encode(), signature.value):
            raise Forged(f"the signature of {key.name} ({key.id.hex()}) does not belong to this text")
        found.append(key)
    if not found:
        names = ", ".join(f"{each.name} ({each.id.hex()})" for each in note.signatures)
        raise Forged(f"none of the keys that count has signed it, but {names}")
    return tuple(dict.fromkeys(found))


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise Malformed(f"a note is longer than {MOST_BYTES} bytes")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise Malformed("a note is not UTF-8") from None
    if any(character < " " and character != "\n" for character in text):
        raise Malformed("a note has a control character in it")
    return text


def _signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space:
        raise Malformed(f"{line[:80]!r} is not a signature line: em dash, name, base64")
    _check_name(name)
    raw = _bytes(encoded, "a signature")
    if len(raw) <= ID_BYTES:
        raise Malformed("a signature is too short")
    return Signature(name, raw[:ID_BYTES], raw[ID_BYTES:])


def _check_name(name: str) -> None:
    if not name or "+" in name or any(character.isspace() for character in name):
        raise Malformed(f"{name[:80]!r} cannot name a key: it is empty or has a space or a plus")


def _bytes(encoded: str, what: str) -> bytes:
    """Read base64 as it is written, and no other spelling of the same bytes."""
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed(f"{what} is not base64") from None
    if _base64(raw) != encoded:
        raise Malformed(f"{what} is not base64 as it is written")
    return raw


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
