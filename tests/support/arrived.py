"""Compare what a station has with what central has: nothing is lost, nothing is there twice."""

import json
from collections import Counter

from station.domain.sync.named import photos_named
from station.ports import World
from station.services.central.projecting import project_waiting
from station.services.proof.checking import check
from tests.support.shipped import CentralHouse
from tests.support.stations import Rig


def written(world: World) -> list[str]:
    """Return a journal as it stands, each entry as text."""
    with world.read() as uow:
        return [entry.canonical.decode() for entry in uow.journal.entries()]


def arrived(world: World, station: str = "07") -> list[str]:
    """Return what central has of a station, in order."""
    found: list[str] = []
    with world.read() as uow:
        while more := uow.arrivals.own(station, len(found), 500):
            found += more
    return found


def named(texts: list[str]) -> set[str]:
    """List the photos that entries name."""
    return {photo for text in texts for photo in photos_named(json.loads(text)["payload"])}


def once(rig: Rig, central: CentralHouse) -> int:
    """See that all of a station is at central, once and in order, and both records are whole.

    Returns how many photos there are.
    """
    said = written(rig.world)
    assert arrived(central.world) == said
    photos = named(said)
    files = [path.stem for path in (central.station.folder.path / "photos").rglob("*.jpg")]
    assert sorted(files) == sorted(photos)
    for sha256 in photos:
        assert central.world.vault.get(sha256) == rig.world.vault.get(sha256)
    same_head(rig, central.world)
    numbered(central.world, said)
    assert check(rig.world).findings == ()
    assert check(central.world).findings == ()
    return len(photos)


def same_head(rig: Rig, central: World) -> None:
    """See that central signed the head that the station has."""
    with central.read() as uow, rig.world.read() as own:
        tree, size = uow.stations.head(rig.world.house.station).tree, own.journal.head()
        assert (tree.size, tree.root) == (size, own.tree.root(size))


def numbered(central: World, *journals: list[str]) -> None:
    """See that every entry of these was worked in once, each station's in order, and numbers have no gap."""
    while project_waiting(central):
        pass
    with central.read() as uow:
        assert uow.projections.all_parked(10) == ()
        stream = []
        while more := uow.numbered.after(len(stream), 1000):
            stream += more
    assert [each.number for each in stream] == list(range(1, len(stream) + 1))
    texts = [each.canonical.decode() for each in stream]
    assert Counter(texts) == Counter(text for said in journals for text in said)
    for said in journals:
        mine = set(said)
        assert [text for text in texts if text in mine] == said
