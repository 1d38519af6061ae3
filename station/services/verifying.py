"""Check that the record holds together: order, hashes, photos, and the state that it explains."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from station.domain.inspection import State
from station.ports import UnitOfWork, Vault, World
from station.store_ports import Entry

# What carries a whole inspection: closed, the store has to say the same of it. An override of an item that is
# still in hand leaves it open.
ENDS = frozenset({"inspection_finished", "item_held", "inspection_voided", "audit_overridden", "item_moved"})
# What opens a closed one again; these name it by its id.
REOPENS = frozenset({"hold_released", "item_taken_out"})
CLOSED = frozenset({State.BINNED.value, State.HELD.value, State.VOIDED.value})
Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What the journal says of each inspection that is over, and which of them reached their bin."""

    ends: dict[str, Plain] = field(default_factory=dict)
    binned: set[str] = field(default_factory=set)


def check_journal(world: World) -> tuple[str, ...]:
    """Return everything that is wrong with the journal, as sentences; nothing where it checks out."""
    with world.read() as uow:
        return tuple(_problems(uow, world.vault))


def _problems(uow: UnitOfWork, vault: Vault) -> Iterator[str]:
    told = Told()
    expected = 1
    for entry in uow.journal.entries():
        yield from (f"entry {seq} is missing" for seq in range(expected, entry.seq))
        expected = entry.seq + 1
        content = _read(entry)
        if content is None:
            yield f"entry {entry.seq} does not match its hash"
            continue
        yield from _check_photos(content, vault)
        _follow(content, told)
    yield from _check_ends(uow, told)
    yield from _check_states(uow, told)


def _read(entry: Entry) -> Plain | None:
    """Return what an entry says, None if it is not what was once written."""
    whole = isinstance(entry.canonical, bytes)  # SQLite keeps whatever type was put there
    if not whole or hashlib.sha256(b"\x00" + entry.canonical).digest() != entry.leaf:
        return None
    content: Plain = json.loads(entry.canonical)
    return content if content["seq"] == entry.seq else None


def _check_photos(content: Plain, vault: Vault) -> Iterator[str]:
    for photo in _photos(content["payload"]):
        yield from _check_photo(content["seq"], photo["sha256"], vault)


def _photos(payload: Plain) -> list[Plain]:
    """List the photos that an entry names, a refused one that was not replaced included."""
    inspection = payload.get("inspection")
    if not isinstance(inspection, dict):
        return []
    return [photo for photo in (*inspection["photos"], inspection["candidate"]) if photo]


def _check_photo(seq: int, sha256: str, vault: Vault) -> Iterator[str]:
    try:
        found = hashlib.sha256(vault.get(sha256)).hexdigest()
    except KeyError:
        yield f"entry {seq} names photo {sha256}, which is not in the vault"
        return
    if found != sha256:
        yield f"entry {seq} names photo {sha256}, whose bytes were changed"


def _follow(content: Plain, told: Told) -> None:
    """Remember how each inspection ended; a released hold is open again, and so is what is on its way."""
    named = content["payload"].get("inspection")
    if content["kind"] in ENDS and named["state"] in CLOSED:
        told.ends[named["id"]] = named
    elif content["kind"] in ENDS:
        told.ends.pop(named["id"], None)
    elif content["kind"] in REOPENS:
        told.ends.pop(named, None)
    elif content["kind"] == "item_binned":
        told.binned.add(named)


def _check_ends(uow: UnitOfWork, told: Told) -> Iterator[str]:
    for inspection, end in told.ends.items():
        yield from _check_end(uow, inspection, end)
        if end["state"] == State.BINNED.value and inspection not in told.binned:
            yield f"inspection {inspection} is finished, but the scan of its bin is missing"


def _check_end(uow: UnitOfWork, inspection: str, end: Plain) -> Iterator[str]:
    kept = uow.inspections.plain(inspection)
    if kept is None:
        yield f"inspection {inspection} is not in the store, the journal says {end['state']}"
    elif not kept:
        yield f"inspection {inspection} cannot be read, the journal says {end['state']}"
    elif kept != end:
        names = ", ".join(f"{name}" for name in sorted(end) if kept.get(name) != end[name])
        yield f"inspection {inspection} is not as the journal says: {names}"


def _check_states(uow: UnitOfWork, told: Told) -> Iterator[str]:
    """Name what the store counts as closed and the journal never spoke of, or otherwise."""
    for inspection, state in uow.inspections.closed_states().items():
        end = told.ends.get(inspection)
        if end is None:
            yield f"inspection {inspection} is {state}, the journal does not say so"
        elif end["state"] != state:
            yield f"inspection {inspection} is {state}, the journal says {end['state']}"
