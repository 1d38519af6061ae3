"""Check that the record holds together: order, hashes, photos, and the state that it explains."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from station.domain.inspection import State
from station.ports import Entry, UnitOfWork, Vault, World

ENDS = {"item_binned": State.BINNED, "item_held": State.HELD, "inspection_voided": State.VOIDED}


def check_journal(world: World) -> tuple[str, ...]:
    """Return everything that is wrong with the journal, as sentences; nothing where it checks out."""
    with world.read() as uow:
        return tuple(_problems(uow, world.vault))


def _problems(uow: UnitOfWork, vault: Vault) -> Iterator[str]:
    ends: dict[str, State | None] = {}
    expected = 1
    for entry in uow.journal.entries():
        if entry.seq != expected:
            yield f"entry {expected} is missing"
        expected = entry.seq + 1
        yield from _check_entry(entry)
        content = json.loads(entry.canonical)
        yield from _check_photos(content, vault)
        _follow(content, ends)
    yield from _check_state(uow, ends)


def _check_entry(entry: Entry) -> Iterator[str]:
    if hashlib.sha256(b"\x00" + entry.canonical).digest() != entry.leaf:
        yield f"entry {entry.seq} does not match its hash"
    if json.loads(entry.canonical)["seq"] != entry.seq:
        yield f"entry {entry.seq} carries another number"


def _check_photos(content: dict[str, Any], vault: Vault) -> Iterator[str]:
    for photo in _photos(content["payload"]):
        yield from _check_photo(content["seq"], photo["sha256"], vault)


def _photos(payload: dict[str, Any]) -> list[dict[str, Any]]:
    inspection = payload.get("inspection")
    photos: list[dict[str, Any]] = inspection["photos"] if isinstance(inspection, dict) else []
    return photos


def _check_photo(seq: int, sha256: str, vault: Vault) -> Iterator[str]:
    try:
        found = hashlib.sha256(vault.get(sha256)).hexdigest()
    except KeyError:
        yield f"entry {seq} names photo {sha256}, which is not in the vault"
        return
    if found != sha256:
        yield f"entry {seq} names photo {sha256}, whose bytes were changed"


def _follow(content: dict[str, Any], ends: dict[str, State | None]) -> None:
    """Remember how each inspection ended; a released hold is open again."""
    named = content["payload"].get("inspection")
    inspection = named["id"] if isinstance(named, dict) else named
    if content["kind"] in ENDS:
        ends[inspection] = ENDS[content["kind"]]
    elif content["kind"] == "hold_released":
        ends[inspection] = None


def _check_state(uow: UnitOfWork, ends: dict[str, State | None]) -> Iterator[str]:
    for inspection, state in ends.items():
        kept = uow.inspections.get(inspection).state
        if state is not None and kept is not state:
            yield f"inspection {inspection} is {kept.value}, the journal says {state.value}"
