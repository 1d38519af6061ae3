"""The supervisor's desk at a central that knows people, products and bins by what stations told alone."""

from collections.abc import Iterator

import pytest

from station.app.run import started
from station.domain.people import Role
from station.services.loading import load_site
from station.services.starting import publish_rules
from tests.support import lived
from tests.support.projected import as_central, project, rows, ship
from tests.support.stations import Rig, make_rig
from tests.support.templates import compiled_once
from tests.web.conftest import KEY, Browser
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
