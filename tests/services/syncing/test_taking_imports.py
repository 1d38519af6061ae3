"""Files taken over at central, and forms that customers sent there, reach the stations."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from station.domain.forms.house import FormHouse
from station.domain.identifiers import Rma, Sku
from station.domain.importing.kinds import ImportKind
from station.services.forms import filling, telling
from station.services.forms.filling import Given
from station.services.forms.links import link_for
from station.services.people.senders import remove
from station.services.vaulted import size_of
from tests.services.test_importing import NEW, PERSON, RETURNS, take
from tests.support.joined import Joined, joined, told
from tests.web.test_form_page import picture

RMA = Rma("RMA-10007")
GIVEN = [Given(1, 1, "broken_on_arrival", "the lid"), Given(2, 0, "", ""), Given(3, 1, "too_small", "")]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Joined]:
    with joined(tmp_path) as pair:
        yield pair


def test_what_central_takes_over_reaches_a_station(pair: Joined) -> None:
    for kind, text in (
        (ImportKind.PRODUCTS, NEW),
        (ImportKind.RETURNS, RETURNS),
        (ImportKind.PEOPLE, PERSON),
    ):
        assert take(pair.central, kind, text).taken
    assert take(pair.central, ImportKind.BINS, "code,use,categories,en,he,ru\nN-01,hold,,Aisle,,\n").taken
    assert pair.take().parked == 0
    with pair.station.world.read() as uow:
        assert uow.catalog.product(Sku("KT-98")).value == 12990
        assert uow.catalog.expected(Rma("RMA-77")).channel == "webshop"
        assert uow.people.get("p900").name == "Lena"
        assert "N-01" in {each.code for each in uow.catalog.bins()}
    assert pair.take().decisions == 0
    pair.sound()


def send(pair: Joined, given: list[Given] = GIVEN) -> str:
    """Fill in the form at central, with a photo; returns the photo's name."""
    world = pair.central.world
    form = FormHouse(enabled=True, url="https://returns.example.com")
    world = replace(world, house=replace(world.house, form=form))
    token = link_for(world, RMA).url.rpartition("/")[2]
    with world.read() as uow:
        link = uow.forms.link(world.secrets.digest(token))
    assert link
    sha256 = filling.add_photo(world, link, 1, picture())
    assert filling.send(world, link, "en", given)
    return sha256


def test_a_form_sent_at_central_is_told_at_the_stations_bench(pair: Joined) -> None:
    sha256 = send(pair)
    assert pair.take().parked == 0
    station = pair.station.world
    said = telling.of_return(station, RMA)
    assert said and [line.note for line in said.lines] == ["the lid", "", ""]
    assert telling.photo(station, RMA, sha256, 1)
    (entry,) = told(pair.station, "form_sent")
    assert entry["actor"].startswith("central/")
    pair.sound()


def test_the_last_form_counts_whatever_came_before(pair: Joined) -> None:
    send(pair)
    send(pair, [replace(GIVEN[0], note="the box"), *GIVEN[1:]])
    pair.take()
    said = telling.of_return(pair.station.world, RMA)
    assert said and said.lines[0].note == "the box"


def test_a_photo_that_is_sent_no_more_leaves_the_station(pair: Joined) -> None:
    sha256 = send(pair)
    pair.take()
    world = pair.central.world
    with world.begin() as uow:
        (link,) = uow.forms.links(RMA)
        uow.forms.save_link(link.without_photo(1, sha256))
    assert filling.send(world, link, "en", GIVEN)
    pair.take()
    assert size_of(pair.station.world.vault, sha256) is None
    pair.sound()


def test_who_is_removed_at_central_leaves_no_photo_at_a_station(pair: Joined) -> None:
    sha256 = send(pair)
    with pair.central.world.begin() as uow:
        known = replace(uow.catalog.expected(RMA), customer="C-9")
        uow.catalog.load((), [known], ())
        uow.signals.sent("customer", "C-9", RMA, pair.central.world.today)
    pair.take()
    with pair.central.world.begin() as uow:
        remove(uow, "C-9", "central")
    pair.take()
    with pytest.raises(KeyError):
        pair.station.world.vault.get(sha256)
    with pair.station.world.read() as uow:
        form = uow.forms.get(RMA)
    assert form and form.photos == () and form.lines[0].note == ""
