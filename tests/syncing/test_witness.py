"""The head that central signed, too, is kept at the station and finds a journal that lost entries since."""

from functools import partial
from pathlib import Path

import pytest

from station.adapters.central import enrolled as known
from station.adapters.central import witness
from station.adapters.central.enrolled import KnownCentral
from station.services.proof.checking import check
from tests.support.shipped import CentralHouse, enrolled
from tests.support.stations import Rig


def _knows(folder: Path, central: CentralHouse, key: str = "") -> None:
    key = key or str(central.world.signer.keys()[0])
    known.keep(folder, KnownCentral(central.address, "central", key))


@pytest.fixture
def folder(rig: Rig) -> Path:
    return rig.station.folder.path


def test_a_head_that_central_signed_is_kept_and_holds(rig: Rig, folder: Path, central: CentralHouse) -> None:
    way = enrolled(rig, central)
    _knows(folder, central)
    way.client._witness = partial(witness.keep, folder)
    way.round()
    assert rig.world.signer.witnessed()
    assert not check(rig.world, photos=False).findings


def test_entries_that_went_after_central_signed_over_them_are_missed(
    rig: Rig, folder: Path, central: CentralHouse
) -> None:
    way = enrolled(rig, central)
    _knows(folder, central)
    before = rig.world.signer.remembered()
    with rig.world.read() as uow:
        size = uow.journal.head()
    rig.sign_in()
    way.client._witness = partial(witness.keep, folder)
    way.round()
    with rig.world.begin() as uow:
        connection = uow.journal._connection  # type: ignore[attr-defined]
        connection.exec_driver_sql("DELETE FROM journal WHERE seq > ?", (size,))
    rig.world.signer.remember(before)
    found = [each.text for each in check(rig.world, photos=False).findings]
    assert any("the head that central signed" in each for each in found), found


def test_a_head_that_another_central_signed_is_not_kept(
    rig: Rig, folder: Path, central: CentralHouse
) -> None:
    way = enrolled(rig, central)
    _knows(folder, central, str(rig.world.signer.keys()[0]))
    way.client._witness = partial(witness.keep, folder)
    way.round()
    assert rig.world.signer.witnessed() == b""
