"""The supervisor's desk at a central that knows people, products and bins by what stations told alone."""

import json
import re
from collections.abc import Iterator

import pytest

from station.adapters.local.canonical import canonical
from station.app.run import started
from station.domain.auditing.queue import Standing, Why
from station.domain.inspection import State
from station.domain.people import Role
from station.services.loading import load_site
from station.services.starting import publish_rules
from station.trust_ports import Filter
from tests.support import lived
from tests.support.desk import queued
from tests.support.projected import arrive, as_central, entries_of, project, rows, ship
from tests.support.stations import Rig, make_rig
from tests.support.templates import compiled_once
from tests.web.conftest import KEY, Browser
from tests.web.test_desk_page import decide
from tests.web.test_people_page import at_desk
from web.factory import create_app

PAGES = (
    "/audit", "/audit/closed", "/audit/queue", "/claims", "/claims?over=yes", "/signals", "/recalls",
    "/disposals", "/graders", "/calibrations", "/sampling", "/rules", "/parked", "/personal", "/people",
)  # fmt: skip


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """Start a central that has rules of its own and one manager, and everything of two stations."""
    folder = tmp_path_factory.mktemp("central")
    central = make_rig(folder / "data", station="central")
    with started(central.station.parts[:2]):
        as_central(central)
        publish_rules(central.world)
        managers = [person for person in central.site.people if person.role is Role.MANAGER]
        load_site(central.world, (), (), (), managers)
        with lived.first(folder / "first") as first, lived.other(folder / "other") as other:
            ship(central, first)
            ship(central, other)
        project(central)
        yield central


@pytest.fixture(scope="module")
def manager(rig: Rig) -> Browser:
    app = compiled_once(create_app(rig.world, secret_key=KEY, trusted_hosts=["localhost"]))
    browser = Browser(rig, app.test_client())
    return at_desk(browser)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_desk_shows(manager: Browser, page: str) -> None:
    assert manager.get(page).status_code == 200, page


def test_every_item_shows_with_its_time_line_and_where_it_was(rig: Rig, manager: Browser) -> None:
    found = rows(rig, "inspections", "id", "lpn")
    assert {lpn[1:3] for _, lpn in found} == {"07", "08"}
    for inspection, lpn in found:
        item, record = manager.get(f"/audit?item={inspection}"), manager.get(f"/audit/{lpn}")
        assert (item.status_code, record.status_code) == (200, 200)
        for page in (item, record):
            assert f'Station <bdi dir="ltr">{lpn[1:3]}</bdi>' in page.text
            assert "/packs/" not in page.text
    assert manager.get(f"/packs/item/{found[0][1]}").status_code == 404
    for (claim,) in rows(rig, "claims", "id"):
        assert manager.get(f"/claims/{claim}").status_code == 200


def test_the_queue_is_narrowed_to_a_station(rig: Rig, manager: Browser) -> None:
    page = manager.get("/audit?station=08").text
    shown = re.findall(r'class="waits"[^>]* data-item="([^"]+)"', page)
    at_eight = rows(rig, "queue", "inspection", where="WHERE standing = 'waiting' AND station = '08'")
    assert sorted(shown) == sorted(item for (item,) in at_eight) != []
    assert '<option value="08" selected>' in page


def test_what_central_decides_of_a_stations_item_is_in_its_own_journal(rig: Rig, manager: Browser) -> None:
    with rig.world.read() as uow:
        items = [each.inspection for each in uow.queue.page(Filter(why=Why.SAMPLE), 20)]
        binned = [each for each in items if uow.inspections.get(each).state is State.BINNED]
    assert decide(manager, binned[0], "confirm")
    assert queued(rig, binned[0]).standing is Standing.CONFIRMED
    assert json.loads(entries_of(rig)[-1])["kind"] == "audit_confirmed"


def test_what_is_parked_is_opened_saved_and_tried_again(rig: Rig, manager: Browser) -> None:
    ((size,),) = rows(rig, "station_heads", "size", where="WHERE station = '08'")
    with rig.world.read() as uow:
        last = uow.numbered.after(uow.numbered.head() - 1, 1)[0]
    seq = size + 1
    entry = canonical(
        {**json.loads(last.canonical), "station": "08", "seq": seq, "id": "e-new", "kind": "something_new"}
    )
    arrive(rig, "08", [entry] * seq)
    project(rig)
    assert "something_new" in manager.get("/parked").text
    page = manager.get(f"/parked/08/{seq}").text
    assert "Upgrade central" in page and "something_new" in page
    saved = manager.get(f"/parked/08/{seq}.json")
    assert saved.data == entry and "attachment" in saved.headers["Content-Disposition"]
    for asked, said in (
        ({"station": "08", "seq": str(seq)}, "It cannot be worked in yet."),
        ({}, "0 are worked in, 1 is left."),
        ({"station": "08", "seq": "x"}, "It is not set aside any more."),
    ):
        assert manager.post("/parked/again", dict(asked)).json == {"ok": True, "say": said}
    assert manager.get(f"/parked/08/{seq + 1}").status_code == 404
    assert manager.get("/parked?after=08-x").status_code == 404
