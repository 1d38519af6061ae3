"""Make an evidence pack: everything the journal tells of an item, a return or a claim, with its proofs."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Lpn, Rma
from station.domain.inspection import Inspection
from station.domain.proof import pack
from station.domain.proof.checkpoint import origin_of, read_checkpoint
from station.domain.proof.pack import About, PackKind
from station.domain.proof.record import Header, Note, commitments_of, named_photos, photos_of, rules_of, told
from station.domain.proof.signed_note import VerifierKey, read_note
from station.domain.proof.telling import claim_key, item_key, photo_key, return_key, rules_key, visit_key
from station.ports import UnitOfWork, World
from station.services.proof.read_me import chosen, read_me
from station.services.proof.sheets import sheet_of
from station.services.vaulted import photo_if_there
from station.store_ports import Entry

Read = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a pack is made of, read in one transaction. ``proofs`` are by the number of their entry."""

    entries: tuple[Entry, ...]
    proofs: Mapping[int, tuple[bytes, ...]]
    checkpoint: bytes
    size: int
    notes: tuple[Note, ...]

    @property
    def plain(self) -> list[dict[str, Any]]:
        return [json.loads(entry.canonical) for entry in self.entries]


def write_pack(world: World, about: About, language: str, out: BinaryIO) -> None:
    """Write the pack of an item, a return or a claim into a file.

    Raises UNKNOWN_CODE where there is no such thing, NOT_NOW where the journal tells nothing of it yet.
    """
    with world.read() as uow:
        gathered = _gathered(uow, about)
    signing = world.signer.signing()
    origin = origin_of(world.house.station)
    world.packs.write(
        out,
        _members(world, about, language, gathered, signing),
        lambda sums: world.signer.sign(pack.sealed_text(origin, sums)),
    )


def about_what(uow: UnitOfWork, text: str) -> About | None:
    """Tell whether a text names an item, a return or a claim; None for neither."""
    for kind, keys in _KEYS.items():
        try:
            keys(uow, text)
        except DomainError:
            continue
        return About(kind, text)
    return None


def file_name(about: About) -> str:
    """Name a pack's file after what it is about, in letters that every system takes."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in about.subject)
    return f"evidence-{plain[:60]}.zip"


# What the journal tells --------------------------------------------------------------------------


def _gathered(uow: UnitOfWork, about: About) -> Gathered:
    told_of = uow.told.of(_KEYS[about.kind](uow, about.subject))
    if not told_of:
        raise DomainError(Reason.NOT_NOW)
    entries = {entry.seq: entry for entry in (*told_of, *uow.told.of(_more_keys(told_of)))}
    ordered = tuple(entries[seq] for seq in sorted(entries))
    checkpoint = uow.tree.note()
    size = read_checkpoint(read_note(checkpoint).text).size
    proofs = {entry.seq: uow.tree.inclusion(entry.seq, size) for entry in ordered}
    return Gathered(ordered, proofs, checkpoint, size, _notes(uow, ordered))


def _of_item(uow: UnitOfWork, subject: str) -> list[str]:
    """Find an item by its licence plate. Raises UNKNOWN_CODE."""
    visits = uow.inspections.visits(Lpn(subject))
    if not visits:
        raise DomainError(Reason.UNKNOWN_CODE, code=subject)
    return _item_keys(visits)


def _item_keys(visits: Iterable[Inspection]) -> list[str]:
    keys = [key for each in visits for key in (item_key(each.item.lpn), visit_key(each.id))]
    return list(dict.fromkeys(keys))


def _of_return(uow: UnitOfWork, subject: str) -> list[str]:
    """Find a return by its number. Raises UNKNOWN_CODE."""
    try:
        uow.catalog.expected(Rma(subject))
    except KeyError:
        raise DomainError(Reason.UNKNOWN_CODE, code=subject) from None
    return [return_key(subject), *_item_keys(uow.inspections.of_return(Rma(subject)))]


def _of_claim(uow: UnitOfWork, subject: str) -> list[str]:
    """Find a claim, and with it the item or the return that it is about. Raises UNKNOWN_CODE."""
    claim = uow.claims.get(subject)
    if claim is None:
        raise DomainError(Reason.UNKNOWN_CODE, code=subject)
    of_what = _of_item(uow, claim.lpn) if claim.lpn else _of_return(uow, claim.rma or "")
    return [claim_key(subject), *of_what]


_KEYS: Mapping[PackKind, Callable[[UnitOfWork, str], list[str]]] = {
    PackKind.ITEM: _of_item,
    PackKind.RETURN: _of_return,
    PackKind.CLAIM: _of_claim,
}


def _more_keys(told_of: Iterable[Entry]) -> list[str]:
    """Name the rules by which items were judged, and the photos, which may have been removed elsewhere."""
    entries = [json.loads(entry.canonical) for entry in told_of]
    whole = (entry["payload"].get("inspection") for entry in entries)
    rules = (rules_key(*rule) for each in whole if isinstance(each, dict) for rule in rules_of(each))
    return list(dict.fromkeys((*rules, *map(photo_key, sorted(named_photos(entries))))))


def _notes(uow: UnitOfWork, entries: Iterable[Entry]) -> tuple[Note, ...]:
    """Read what people wrote, with the salt that proves it; what was removed is left out."""
    named = commitments_of(json.loads(entry.canonical) for entry in entries)
    found = ((commitment, uow.notes.salted(commitment)) for commitment in named)
    return tuple(Note(commitment, kept[0].hex(), kept[1]) for commitment, kept in found if kept)


# The pack ----------------------------------------------------------------------------------------


def _members(
    world: World, about: About, language: str, gathered: Gathered, signing: Sequence[VerifierKey]
) -> dict[str, Read]:
    entries = gathered.plain
    kept = [sha256 for sha256 in sorted(photos_of(entries)) if _bytes(world, sha256)]
    record = told(_header(world, about, language), entries, gathered.notes)
    words, key = world.words.speaking(language), chosen(gathered.checkpoint, signing)
    fixed = {
        pack.RECORD: world.packs.canonical(record),
        pack.CHECKPOINT: gathered.checkpoint,
        pack.KEY: pack.pem_of(key.public),
        pack.KEYS: "".join(f"{each}\n" for each in signing).encode(),
        pack.READ_ME: read_me(words, gathered.checkpoint, key, signing).encode(),
        pack.SHEET: world.packs.sheet(
            sheet_of(words, record, entries, gathered.checkpoint.decode(), str(key)),
            lambda sha256: _bytes(world, sha256),
            datetime.fromisoformat(record["made_at"]),
        ),
        **_proved(world, gathered),
    }
    photos = {pack.photo_name(sha256): _photo(world, sha256) for sha256 in kept}
    return {name: _kept(data) for name, data in fixed.items()} | photos


def _header(world: World, about: About, language: str) -> Header:
    now = world.clock.now().isoformat(timespec="seconds")
    house = world.house
    return Header(about.kind.value, about.subject, house.station, language, now, house.version)


def _proved(world: World, gathered: Gathered) -> dict[str, bytes]:
    """Return each entry as it stands in the journal, and the proof that it does."""
    found = {}
    for entry in gathered.entries:
        path = [step.hex() for step in gathered.proofs[entry.seq]]
        proof = {"leaf_index": entry.seq - 1, "tree_size": gathered.size, "path": path}
        found[pack.entry_name(entry.seq)] = entry.canonical
        found[pack.proof_name(entry.seq)] = world.packs.canonical(proof)
    return found


def _kept(data: bytes) -> Read:
    return lambda: data


def _bytes(world: World, sha256: str) -> bytes:
    """Read a photo; nothing for one that cannot be had. The check of the pack says so then."""
    return photo_if_there(world, sha256) or b""


def _photo(world: World, sha256: str) -> Read:
    """Read a photo when its turn comes: those of a whole return need not fit into memory."""
    return lambda: _bytes(world, sha256)
