"""A station that knows nothing takes everything from central and works."""

from pathlib import Path

import pytest

from station.domain.people import Role
from tests.support.joined import Joined, joined
from tests.support.work import in_hand, to_bin, to_verdict


@pytest.fixture
def pair(tmp_path: Path):
    with joined(tmp_path) as pair:
        yield pair


def test_a_station_with_nothing_takes_all_that_central_loaded(tmp_path: Path) -> None:
    with joined(tmp_path, fresh=True) as pair:
        taken = pair.take()
        assert taken.parked == 0
        pair.sound()
        site = pair.central.site
        with pair.station.world.read() as uow:
            assert {bin_.code for bin_ in uow.catalog.bins()} == {bin_.code for bin_ in site.bins}
            assert [uow.catalog.expected(each.rma) for each in site.returns] == list(site.returns)
            assert uow.catalog.product(site.products[0].sku) == site.products[0]
            assert {p.id for p in uow.people.all()} == {p.id for p in site.people}
        with pair.central.world.read() as at_central, pair.station.world.read() as here:
            assert here.rules.in_force() == at_central.rules.in_force()
            assert here.recalls.all() == at_central.recalls.all()


def test_people_of_central_work_at_a_station_that_is_offline(pair: Joined) -> None:
    pair.line.online = False
    to_verdict(pair.station)
    assert in_hand(pair.station).opened_by == pair.station.person(Role.OPERATOR).id
    to_bin(pair.station)
    pair.sound()
