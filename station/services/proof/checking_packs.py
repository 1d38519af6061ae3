"""Check an evidence pack with nothing but the pack: no store, no network, no trust in its own words."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from station.domain.proof import pack
from station.domain.proof.checkpoint import Checkpoint, origin_of, read_checkpoint
from station.domain.proof.merkle import included, leaf_hash
from station.domain.proof.record import Header, Note, commitments_of, photos_of, told
from station.domain.proof.signed_note import (
    Forged,
    Holds,
    Malformed,
    VerifierKey,
    read_key,
    read_note,
    signers,
)
from station.domain.proof.signed_note import Note as SignedNote

# What wrong values of JSON lead to where they are taken for right ones.
_SENSELESS = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


class OpenPack(Protocol):
    """A pack that is open for reading; it is safe to read whole."""

    @property
    def names(self) -> Collection[str]: ...
    def read(self, name: str) -> bytes: ...
    def as_written(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What the check needs beside the pack: Ed25519, and RFC 8785 for plain values."""

    holds: Holds
    canonical: Callable[[object], bytes]


@dataclass
class Checked:
    """What was found: every problem as a sentence, what the pack is about, and by which keys it is signed."""

    problems: list[str] = field(default_factory=list)
    record: Mapping[str, Any] = field(default_factory=dict)
    signed_by: tuple[VerifierKey, ...] = ()
    size: int = 0
    entries: int = 0
    photos: int = 0


def check_pack(opened: OpenPack, tools: Tools, trusted: Collection[bytes] = ()) -> Checked:
    """Check every byte of a pack. ``trusted`` are public keys that count; none takes those of the pack."""
    check = _Check(opened, tools, frozenset(trusted))
    check.run()
    return check.found


class _Check:
    def __init__(self, opened: OpenPack, tools: Tools, trusted: frozenset[bytes]) -> None:
        self._pack, self._tools, self._trusted = opened, tools, trusted
        self._entries: dict[int, Mapping[str, Any]] = {}
        self.found = Checked()

    def run(self) -> None:
        missing = [name for name in pack.ALWAYS if name not in self._pack.names]
        self._say(f"{name} is missing." for name in missing)
        if not missing:
            self._say(self._sums())
            self.found.record = self._plain(pack.RECORD) or {}
            self._say(self._content())
        if not self._pack.as_written():
            self._say(["The ZIP itself was changed: it has bytes that belong to no file of the pack."])

    def _content(self) -> Iterator[str]:
        """Check what the files say. Where the signatures do not hold, the rest says nothing."""
        if not self.found.record:
            yield f"{pack.RECORD} is not a record of this form."
            return
        try:
            yield from self._signatures()
        except (Malformed, Forged) as wrong:
            yield f"{wrong}."
            return
        yield from self._photos()
        yield from self._record()

    def _say(self, problems: Any) -> None:
        self.found.problems += [each for each in problems if each not in self.found.problems]

    def _plain(self, name: str) -> Any:
        """Read JSON that is written as RFC 8785 wants it; None for anything else."""
        data = self._pack.read(name)
        try:
            value = json.loads(data)
            return value if isinstance(value, dict) and self._tools.canonical(value) == data else None
        except _SENSELESS:
            return None

    # Hashes --------------------------------------------------------------------------------------

    def _sums(self) -> Iterator[str]:
        listed = pack.read_sums(self._pack.read(pack.SUMS))
        if listed is None:
            yield f"{pack.SUMS} is not as sha256sum writes it."
            return
        there = set(self._pack.names) - set(pack.UNSUMMED)
        yield from (f"{name} is missing: {pack.SUMS} names it." for name in sorted(set(listed) - there))
        yield from (
            f"{name} does not belong here: {pack.SUMS} does not name it."
            for name in sorted(there - set(listed))
        )
        for name in sorted(there & set(listed)):
            if hashlib.sha256(self._pack.read(name)).hexdigest() != listed[name]:
                yield f"{name} was changed: it is not what {pack.SUMS} says."

    # Signatures ----------------------------------------------------------------------------------

    def _signatures(self) -> Iterator[str]:
        """Check keys, seal, checkpoint and proofs. Raises Malformed, Forged."""
        origin = origin_of(str(self.found.record.get("station")))
        keys = self._keys(origin)
        yield from self._seal(keys, origin)
        yield from self._journal(self._checkpoint(keys, origin))

    def _keys(self, origin: str) -> tuple[VerifierKey, ...]:
        """Read the keys of the pack, of which one is trusted where any are. Raises Malformed, Forged."""
        lines = self._pack.read(pack.KEYS).decode("utf-8", "replace").splitlines()
        keys = tuple(read_key(line) for line in lines)
        if self._pack.read(pack.KEY) not in [pack.pem_of(key.public) for key in keys]:
            raise Forged(f"{pack.KEY} is none of {pack.KEYS}")
        for key in keys:
            if key.name != origin:
                raise Forged(f"{pack.KEYS} has a key of {key.name}, and the pack is of {origin}")
        if not self._counting(keys):
            names = ", ".join(f"{key} (SHA-256 {key.fingerprint})" for key in keys)
            raise Forged(f"The pack is signed with a foreign key: {names} is not the key that you trust")
        return keys

    def _counting(self, keys: Collection[VerifierKey]) -> tuple[VerifierKey, ...]:
        return tuple(key for key in keys if not self._trusted or key.public in self._trusted)

    def _signers(
        self, note: SignedNote, keys: Collection[VerifierKey], where: str
    ) -> tuple[VerifierKey, ...]:
        """Return the keys that count and signed; every signature has to hold. Raises Forged."""
        by = self._counting(signers(note, keys, self._tools.holds))
        if not by:
            raise Forged(f"{where} is not signed with the key that you trust")
        return by

    def _seal(self, keys: tuple[VerifierKey, ...], origin: str) -> Iterator[str]:
        note = read_note(self._pack.read(pack.SEAL))
        self.found.signed_by = self._signers(note, keys, pack.SEAL)
        known = [(key.name, key.id) for key in keys]
        signed = [(each.name, each.id) for each in note.signatures]
        if any(each not in known for each in signed) or len(set(signed)) != len(signed):
            yield f"{pack.SEAL} has a line in it that no key of {pack.KEYS} put there."
        if note.text != pack.sealed_text(origin, self._pack.read(pack.SUMS)):
            yield f"{pack.SEAL} is the seal of another pack, or of another station than {origin}."

    def _checkpoint(self, keys: tuple[VerifierKey, ...], origin: str) -> Checkpoint:
        note = read_note(self._pack.read(pack.CHECKPOINT))
        self._signers(note, keys, pack.CHECKPOINT)
        head = read_checkpoint(note.text)
        if head.origin != origin:
            raise Forged(f"{pack.CHECKPOINT} is of {head.origin}, and the pack of {origin}")
        self.found.size = head.size
        return head

    # Entries -------------------------------------------------------------------------------------

    def _journal(self, head: Checkpoint) -> Iterator[str]:
        numbers = [seq for name in self._pack.names if (seq := pack.seq_of(name)) is not None]
        for seq in sorted(numbers):
            name = pack.entry_name(seq)
            entry = self._plain(name)
            if (
                entry is None
                or entry.get("seq") != seq
                or origin_of(str(entry.get("station"))) != head.origin
            ):
                yield f"{name} is not entry {seq} of {head.origin}."
            elif not self._proved(seq, head):
                yield f"{name} is not in the journal that {pack.CHECKPOINT} is the head of."
            else:
                self._entries[seq] = entry
        stray = {pack.proof_name(seq) for seq in numbers}
        yield from (
            f"{n} proves nothing here."
            for n in self._pack.names
            if n.startswith("proofs/") and n not in stray
        )
        self.found.entries = len(numbers)

    def _proved(self, seq: int, head: Checkpoint) -> bool:
        name = pack.proof_name(seq)
        proof = self._plain(name) if name in self._pack.names else None
        try:
            path = [bytes.fromhex(step) for step in (proof or {})["path"]]
            placed = (proof or {})["leaf_index"], (proof or {})["tree_size"]
        except _SENSELESS:
            return False
        leaf = leaf_hash(self._pack.read(pack.entry_name(seq)))
        return placed == (seq - 1, head.size) and included(leaf, seq - 1, head.size, path, head.root)

    # What is said of them ------------------------------------------------------------------------

    def _photos(self) -> Iterator[str]:
        there = {digest: name for name in self._pack.names if (digest := pack.hash_of(name))}
        self.found.photos = len(there)
        try:
            named = photos_of(list(self._entries.values()))
        except _SENSELESS:
            yield "The entries cannot be read as a station writes them."
            return
        yield from (
            f"{pack.photo_name(each)} is missing: an entry names it." for each in sorted(named - set(there))
        )
        yield from (f"{there[each]} is named by no entry." for each in sorted(set(there) - named))
        for digest, name in sorted(there.items()):
            if hashlib.sha256(self._pack.read(name)).hexdigest() != digest:
                yield f"{name} is not the photo that was taken: its SHA-256 is another."

    def _record(self) -> Iterator[str]:
        """Work the record out again from the entries: it has to say just that."""
        record, entries = self.found.record, [self._entries[seq] for seq in sorted(self._entries)]
        try:
            notes = [Note(**note) for note in record["notes"]]
            header = Header(*(str(record[name]) for name in Header.__slots__))
            again = told(header, entries, notes)
            committed = set(commitments_of(entries))
        except _SENSELESS:
            yield f"{pack.RECORD} is not a record of this form."
            return
        if self._tools.canonical(again) != self._pack.read(pack.RECORD):
            names = ", ".join(name for name in again if again[name] != record.get(name))
            yield f"{pack.RECORD} does not say what the entries say: {names or 'it has more in it'}."
        for note in notes:
            if note.commitment not in committed or _commitment(note) != note.commitment:
                yield f"{pack.RECORD} has a text that no entry knows."
        for rule in again["rules"]:
            if rule["seq"] is None:
                yield f"No entry publishes {rule['kind']} {rule['id']}, version {rule['version']}."


def _commitment(note: Note) -> str:
    try:
        return hashlib.sha256(bytes.fromhex(note.salt) + note.text.encode()).hexdigest()
    except _SENSELESS:
        return ""
