"""A station that knows nothing takes everything from central and works."""

from pathlib import Path

from station.domain.people import Role
from tests.support.joined import Joined, joined
from tests.support.work import in_hand, to_bin, to_verdict


def test_a_station_with_nothing_takes_all_that_central_loaded(tmp_path: Path) -> None:
    with joined(tmp_path, fresh=True) as pair:
        assert pair.take().parked == 0
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


def test_parts_of_lists_leave_the_stations_vault_once_they_are_loaded(tmp_path: Path) -> None:
    with joined(tmp_path, fresh=True) as pair:
        pair.take()
        assert [path for path in (tmp_path / "data" / "photos").rglob("*") if path.is_file()] == []


def test_people_of_central_work_at_a_station_that_is_offline(pair: Joined) -> None:
    pair.line.online = False
    to_verdict(pair.station)
    assert in_hand(pair.station).opened_by == pair.station.person(Role.OPERATOR).id
    to_bin(pair.station)
    pair.sound()


def test_what_was_taken_is_not_taken_again(pair: Joined) -> None:
    with pair.station.world.read() as uow:
        before = uow.journal.head()
    assert pair.take().decisions == 0
    with pair.station.world.read() as uow:
        assert uow.journal.head() == before
