"""What is at central beside what is at the stations: counted and compared byte by byte, never assumed."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from obstore.store import S3Store

from station.adapters.central.s3 import Bucket
from station.app.demo.central_site import Bench, CentralSite
from station.domain.errors import DomainError
from station.ports import Vault, World
from station.projection_ports import Numbered
from station.services.syncing.backlog import photos_in

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Measured:
    """One station. ``lost`` are entries and photos that it has and central has not, or not the same."""

    station: str
    items: int
    shipped: int
    received: int
    lost: int
    photos: int
    waiting: int
    parked: int


def measure(site: CentralSite, items: dict[str, int]) -> dict[str, object]:
    """Compare every station with central. ``items`` are those that were taken through, by station."""
    central = site.central.world
    stations = [_station(bench, central, items.get(bench.id, 0)) for bench in site.benches]
    twice = _twice(site)
    totals = {
        name: sum(getattr(each, name) for each in stations)
        for name in ("items", "shipped", "received", "lost", "photos", "waiting", "parked")
    }
    totals |= {"duplicates_stored": twice, "ok": not (totals["lost"] or twice or totals["waiting"])}
    return {"stations": [asdict(each) for each in stations], "totals": totals}


def _station(bench: Bench, central: World, items: int) -> Measured:
    world = bench.demo.station.world
    with world.read() as uow:
        entries = list(uow.journal.entries())
        standing, parked = uow.shipping.standing(), uow.shipping.parked_count()
    there = _own(central, bench.id)
    photos = {sha256 for entry in entries for sha256 in photos_in(entry)}
    kept = {sha256 for sha256 in photos if _hash(world.vault, sha256) == sha256}
    arrived = {sha256 for sha256 in kept if _hash(central.vault, sha256) == sha256}
    same = sum(1 for mine, its in zip(entries, there, strict=False) if mine.canonical == its.encode())
    lost = len(entries) - same + len(kept - arrived)
    return Measured(
        station=bench.id,
        items=items,
        shipped=standing.size,
        received=len(there),
        lost=lost,
        photos=len(arrived),
        waiting=len(entries) - standing.size,
        parked=parked,
    )


def _own(central: World, station: str) -> Sequence[str]:
    """Return a station's entries as central has them, in order."""
    found: list[str] = []
    while True:
        with central.read() as uow:
            some = uow.arrivals.own(station, len(found), AT_ONCE)
        if not some:
            return found
        found += some


def _hash(vault: Vault, sha256: str) -> str:
    try:
        return hashlib.sha256(vault.get(sha256)).hexdigest()
    except (KeyError, DomainError):
        return ""


def _twice(site: CentralSite) -> int:
    """Count entries that central keeps or has worked in more than once, and photos that lie there twice."""
    central = site.central.world
    ids = [json.loads(text)["id"] for bench in site.benches for text in _own(central, bench.id)]
    worked_in = [(each.station, each.seq) for each in _numbered(central)]
    return sum(len(each) - len(set(each)) for each in (ids, worked_in, list(_stored(site.bucket))))


def beside_the_vault(bucket: Bucket) -> S3Store:
    """Open a bucket on this computer as any other program would, to look at what the vault made of it."""
    return S3Store(
        bucket.name,
        endpoint=bucket.endpoint,
        region=bucket.region,
        access_key_id=bucket.access_key,
        secret_access_key=bucket.secret_key,
        client_options={"allow_http": True},
    )


def _stored(bucket: Bucket) -> Iterator[str]:
    """Give the hash of every photo in the bucket, by its bytes and not by its name."""
    store = beside_the_vault(bucket)
    for some in store.list(bucket.prefix):
        for each in some:
            yield hashlib.sha256(bytes(store.get(each["path"]).bytes())).hexdigest()


def _numbered(central: World) -> Iterator[Numbered]:
    last = 0
    while True:
        with central.read() as uow:
            some = uow.numbered.after(last, AT_ONCE)
        if not some:
            return
        yield from some
        last = some[-1].number
