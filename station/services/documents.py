"""Large lists on their way from central to stations: parts in the vault, which a decision names by SHA-256.

A part is canonical JSON, one value a line. It may hold what is personal (keys of customers, serial numbers),
so it can be taken back: what is left of it is published anew.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from station.domain.catalog import Bin, ExpectedReturn, Product, WorkCenter
from station.domain.checklist import reference_photos
from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Rma
from station.domain.sync.events import DocumentPublished, Listed
from station.ports import UnitOfWork, World
from station.rule_ports import RuleKey

Value = Product | ExpectedReturn | Bin | WorkCenter
TYPES: Mapping[Listed, type] = {
    Listed.PRODUCTS: Product,
    Listed.RETURNS: ExpectedReturn,
    Listed.BINS: Bin,
    Listed.CENTERS: WorkCenter,
}
# A part is loaded at a station in one transaction, which the bench waits for.
MOST_LINES, MOST_BYTES = 400, 512 * 1024


@dataclass(frozen=True, slots=True)
class Stored:
    """A list whose parts stand in the vault, and that no decision names yet."""

    what: Listed
    parts: tuple[str, ...]
    lines: int


def for_stations(
    world: World,
    products: Iterable[Product] = (),
    returns: Iterable[ExpectedReturn] = (),
    bins: Iterable[Bin] = (),
    centers: Iterable[WorkCenter] = (),
) -> tuple[Stored, ...]:
    """Put what is loaded into the vault for stations, where this is central; nothing anywhere else."""
    if not world.house.is_central:
        return ()
    lists: tuple[tuple[Listed, Iterable[Value]], ...] = (
        (Listed.PRODUCTS, products),
        (Listed.RETURNS, returns),
        (Listed.BINS, bins),
        (Listed.CENTERS, centers),
    )
    return tuple(store(world, what, values) for what, values in lists)


def store(world: World, what: Listed, values: Iterable[Value]) -> Stored:
    """Put a list into the vault, before the transaction that names it. Raises DISK_FULL, STORE_FAILED."""
    parts, lines = [], 0
    for part in _parts(map(_line, values)):
        parts.append(world.vault.put(b"".join(part)))
        lines += len(part)
    return Stored(what, tuple(parts), lines)


def publish(uow: UnitOfWork, stored: Stored, by: str) -> None:
    """Have stations take a list that is in the vault; an empty one is none."""
    if not stored.parts:
        return
    for sha256 in stored.parts:
        uow.feed.add_document(sha256, stored.what.value)
    uow.journal.append(DocumentPublished(stored.what, stored.parts, stored.lines), by)


def read(what: Listed, part: bytes) -> Sequence[Any]:
    """Read a part. Raises ValueError where it is none."""
    kind: Any = TYPES[what]
    return tuple(msgspec.json.decode(line, type=kind) for line in part.splitlines())


def _line(value: Value) -> bytes:
    plain = msgspec.to_builtins(value)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def _parts(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    part: list[bytes] = []
    size = 0
    for line in lines:
        if part and (len(part) == MOST_LINES or size + len(line) > MOST_BYTES):
            yield part
            part, size = [], 0
        part.append(line)
        size += len(line)
    if part:
        yield part


# Given out -----------------------------------------------------------------------------------------


def given_out(world: World, sha256: str) -> bytes | None:
    """Read what central's decisions name: a part of a list, or a picture of a checklist; nothing else."""
    with world.read() as uow:
        named = uow.feed.has_document(sha256) or sha256 in _pictures(uow)
    try:
        return world.vault.get(sha256) if named else None
    except KeyError:
        return None


def _pictures(uow: UnitOfWork) -> frozenset[str]:
    keys = {now.key for now in uow.rules.current() if now.key.kind == "checklist"}
    return reference_photos(uow.rules.checklist(key.id, version) for key, version in _versions(uow, keys))


def _versions(uow: UnitOfWork, keys: Iterable[RuleKey]) -> Iterator[tuple[RuleKey, int]]:
    for key in keys:
        for version in uow.rules.versions(key):
            yield key, version


# Taken back ----------------------------------------------------------------------------------------


def take_back(world: World, uow: UnitOfWork, rmas: Iterable[Rma], by: str) -> tuple[str, ...]:
    """Give out no part that has one of these returns; what else stood in them is published as it is now.

    Returns the parts: their bytes are to leave the vault once this is committed.
    """
    sought = {f'"rma":{json.dumps(rma, ensure_ascii=False)}'.encode() for rma in rmas}
    gone: dict[str, bytes] = {}
    for sha256 in uow.feed.documents(Listed.RETURNS.value):
        part = _part(world, sha256)
        if any(name in part for name in sought):
            gone[sha256] = part
            uow.feed.drop_document(sha256)
    kept = {each.rma for part in gone.values() for each in read(Listed.RETURNS, part)}
    publish(uow, store(world, Listed.RETURNS, map(uow.catalog.expected, sorted(kept))), by)
    return tuple(sha256 for sha256 in gone if not uow.feed.has_document(sha256))


def _part(world: World, sha256: str) -> bytes:
    try:
        return world.vault.get(sha256)
    except KeyError:
        raise DomainError(Reason.STORE_FAILED) from None
