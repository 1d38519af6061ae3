"""The keys that sign the journal's head: one file beside the database, never in it.

Lines of the file, the present key first: private keys in the form of Go's note package
(``PRIVATE+KEY+name+id+base64``). A key whose private half was lost stands as its verifier key.
"""

import base64
import binascii
import os
from dataclasses import dataclass
from pathlib import Path

import structlog
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from station.adapters.durable import write_whole
from station.domain.proof.signed_note import ED25519, Malformed, Note, Signature, VerifierKey, read_key
from station.trust_ports import KeysUnusable

_log = structlog.get_logger()
_PRIVATE = "PRIVATE+KEY+"
_OTHERS = 0o077
# The key of today and the one before it sign together.
SIGNING = 2


@dataclass(frozen=True, slots=True)
class Key:
    """A key with its private half, None where that was lost."""

    public: VerifierKey
    private: Ed25519PrivateKey | None

    def __str__(self) -> str:
        if self.private is None:
            return str(self.public)
        seed = base64.b64encode(ED25519 + self.private.private_bytes_raw()).decode()
        return f"{_PRIVATE}{self.public.name}+{self.public.id.hex()}+{seed}"


def witnessed_path(data: Path) -> Path:
    """Return where the last head lies that central signed, too."""
    return data / "central" / "witnessed"


def signature_holds(public: bytes, text: bytes, signature: bytes) -> bool:
    """Tell whether an Ed25519 signature belongs to a text."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


class KeyFolder:
    """The signing keys of one station and its last head, in its data folder beside the database.

    The keys are in a folder that is this account's alone.
    """

    def __init__(self, data: Path, name: str) -> None:
        self.path = data / "keys" / "station.key"
        self.public_path = data / "keys" / "station.pub"
        self.head_path = data / "checkpoint"
        self._name = name
        self._keys: tuple[Key, ...] = ()

    def keys(self, make: bool = False) -> tuple[VerifierKey, ...]:
        """Return the keys that count, the present one first; ``make`` one where there is none yet.

        Raises KeysUnusable.
        """
        if not self._keys:
            self._keys = self._read(make)
        return tuple(key.public for key in self._keys)

    def signing(self) -> tuple[VerifierKey, ...]:
        """Return the keys whose private half is here. Raises KeysUnusable."""
        self.keys()
        return tuple(key.public for key in self._keys if key.private)

    def sign(self, text: str) -> bytes:
        """Return a note over a text, signed with every key that can. Raises KeysUnusable."""
        self.keys()
        signed = text.encode()
        lines = [
            Signature(key.public.name, key.public.id, key.private.sign(signed))
            for key in self._keys
            if key.private
        ]
        return bytes(Note(text, tuple(lines)))

    def holds(self, public: bytes, text: bytes, signature: bytes) -> bool:
        return signature_holds(public, text, signature)

    def rotate(self, lost: VerifierKey | None = None) -> None:
        """Let a new key sign, beside the present one. ``lost`` is the one whose private half is gone.

        Raises KeysUnusable.
        """
        if lost is None:
            self.keys()
            before = self._keys
        elif self.path.exists():
            raise KeysUnusable(f"{self.path} is there: nothing is lost. Leave out --lost.")
        else:
            before = (Key(lost, None),)
        self._keep((self._new(), *before)[:SIGNING])

    def remember(self, note: bytes) -> None:
        """Write the last head over the one before, in one call: a new file each time takes 40 times as long.

        It need not survive a power cut: the next one comes soon.
        """
        try:
            handle = os.open(self.head_path, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                os.pwrite(handle, note, 0)
                os.ftruncate(handle, len(note))
            finally:
                os.close(handle)
        except OSError as error:
            _log.warning("the last head could not be put beside the database", error=str(error))

    def remembered(self) -> bytes:
        try:
            return self.head_path.read_bytes()
        except OSError:
            return b""

    def witnessed(self) -> bytes:
        try:
            return witnessed_path(self.path.parents[1]).read_bytes()
        except OSError:
            return b""

    def _new(self) -> Key:
        private = Ed25519PrivateKey.generate()
        return Key(VerifierKey(self._name, private.public_key().public_bytes_raw()), private)

    def _keep(self, keys: tuple[Key, ...]) -> None:
        """Write the keys whole or not at all, then their public halves for anybody."""
        self.path.parent.mkdir(mode=0o700, exist_ok=True)
        write_whole(self.path, "".join(f"{key}\n" for key in keys).encode(), 0o600)
        write_whole(self.public_path, "".join(f"{key.public}\n" for key in keys).encode())
        self._keys = keys

    def _read(self, make: bool) -> tuple[Key, ...]:
        text = self._text()
        if text is None:
            if not make:
                raise KeysUnusable(
                    f"{self.path} is not there, and the journal was signed with it. Put it back from a "
                    "backup. If it is lost for good, run: station key rotate --lost"
                )
            self._keep((self._new(),))
            return self._keys
        if self.path.stat().st_mode & _OTHERS:
            raise KeysUnusable(
                f"Other accounts can read {self.path}. Run: chmod 600 {self.path}; and if somebody may "
                "have read it: station key rotate"
            )
        keys = tuple(self._key(line) for line in text.splitlines())
        if not keys or keys[0].private is None:
            raise KeysUnusable(f"{self.path} holds no private key. Put it back from a backup.")
        return keys

    def _text(self) -> str | None:
        """Read the file; None where there is none. Raises KeysUnusable."""
        try:
            return self.path.read_text()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as wrong:
            why = getattr(wrong, "strerror", None) or "it is not text"
            raise KeysUnusable(f"{self.path} cannot be read: {why}. Put it back from a backup.") from wrong

    def _key(self, line: str) -> Key:
        try:
            key = _parse(line)
        except Malformed as wrong:
            raise KeysUnusable(f"{self.path} cannot be read: {wrong}. Put it back from a backup.") from wrong
        if key.public.name != self._name:
            raise KeysUnusable(
                f"{self.path} holds the key of {key.public.name}, and this is {self._name}. "
                "Put this station's own key back."
            )
        return key


def _parse(line: str) -> Key:
    if not line.startswith(_PRIVATE):
        return Key(read_key(line), None)
    name, _, rest = line.removeprefix(_PRIVATE).partition("+")
    id_, _, encoded = rest.partition("+")
    try:
        seed = base64.b64decode(encoded, validate=True)
        private = Ed25519PrivateKey.from_private_bytes(seed.removeprefix(ED25519))
    except (binascii.Error, ValueError):
        raise Malformed("a private key is not an Ed25519 key") from None
    public = VerifierKey(name, private.public_key().public_bytes_raw())
    if public.id.hex() != id_:
        raise Malformed("a private key is not the one that its id names")
    return Key(public, private)
