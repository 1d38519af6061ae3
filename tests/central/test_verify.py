"""The check of central's record finds what was done to what stations sent."""

import hashlib
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from station.adapters.local.schema_central import arrivals, station_heads
from station.services.proof.checking import check
from tests.support.exchange import Central, hash_of, photo

Spoil = Callable[[sa.Connection], object]
_c = arrivals.c


def shipped(central: Central) -> None:
    """Let a station ship a few entries, one of them with a photo."""
    station = central.opened()
    station.put(photo(1))
    name = hash_of(photo(1))
    station.write(2)
    station.write(1, {"inspection": {"photos": [{"sha256": name}], "candidate": None}})
    station.write(2)
    answer = station.ship()
    assert answer.status_code == 200, answer.data


def findings(central: Central) -> list[str]:
    return [each.text for each in check(central.world).findings if each.about == "arrived"]


def test_what_came_as_it_was_signed_is_right(central: Central) -> None:
    shipped(central)
    report = check(central.world)
    assert (findings(central), report.arrived, report.photos) == ([], 5, 1)


def _heads(**values: object) -> Spoil:
    return lambda connection: connection.execute(station_heads.update().values(**values))


def _gone(seq: int) -> Spoil:
    return lambda connection: connection.execute(arrivals.delete().where(_c.seq == seq))


def _changed(connection: sa.Connection) -> object:
    return connection.execute(arrivals.update().where(_c.seq == 2).values(canonical=b"{}"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_changed, "entry 2 does not match its hash"),
        (_gone(3), "entry 3 is missing"),
        (_gone(5), "entry 5 is missing"),
        (_heads(note="forged"), "its head is not signed by it"),
        (_heads(peaks=hashlib.sha256(b"").digest() * 2), "not those that came"),
    ],
)
def test_what_was_changed_is_named(central: Central, spoil: Spoil, said: str) -> None:
    shipped(central)
    with central.world.begin() as uow:
        spoil(uow.inspections._connection)  # type: ignore[attr-defined]
    assert said in "\n".join(findings(central))


def test_an_entry_written_anew_with_its_leaf_parts_from_the_signed_head(central: Central) -> None:
    shipped(central)
    forged = b'{"seq":2}'
    leaf = hashlib.sha256(b"\x00" + forged).digest()
    with central.world.begin() as uow:
        connection = uow.inspections._connection  # type: ignore[attr-defined]
        connection.execute(arrivals.update().where(_c.seq == 2).values(canonical=forged, leaf=leaf))
    assert "are not those that came" in "\n".join(findings(central))


def test_a_photo_that_is_gone_is_named(central: Central) -> None:
    shipped(central)
    central.world.vault.remove(hashlib.sha256(photo(1)).hexdigest())
    assert "which is not here as it came" in "\n".join(findings(central))
