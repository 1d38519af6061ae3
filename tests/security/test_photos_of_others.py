"""A photo is given out with the thing that it shows and to whoever may see that, and nowhere else."""

import pytest

from station.domain.people import Role
from tests.security.every import addresses, of_people
from tests.support.stations import Rig
from tests.support.work import in_hand, last_closed, to_bin, to_verdict
from tests.support.workshop import refurbish, work_on
from tests.web.conftest import Browser


def two_items(rig: Rig) -> tuple[str, str, dict[str, str]]:
    """Return a photo of one item, one of another, and the addresses' names of the first."""
    to_verdict(rig)
    to_bin(rig)
    first = last_closed(rig)
    second = refurbish(rig)
    named = {"lpn": first.item.lpn, "inspection": first.id, "work": str(work_on(rig, second).id)}
    return first.photos[0].sha256, second.photos[0].sha256, named


def photo_addresses(browser: Browser, sha256: str, named: dict[str, str]) -> list[str]:
    found = addresses(browser.http.application, {**named, "sha256": sha256})
    return [each.path for each in of_people(found) if sha256 in each.path]


def test_a_photo_of_somebody_elses_item_is_not_there(browser: Browser, rig: Rig) -> None:
    """Not under the first item's own addresses, nor as an example, nor as if it were in hand."""
    of_first, of_second, named = two_items(rig)
    browser.sign_in(Role.MANAGER)
    opened = [p for p in photo_addresses(browser, of_second, named) if browser.get(p).status_code == 200]
    assert opened == [f"/works/{named['work']}/photos/{of_second}"]
    crossed = [p for p in photo_addresses(browser, of_first, named) if browser.get(p).status_code == 200]
    assert f"/audit/{named['lpn']}/photos/{of_first}" in crossed
    assert f"/works/{named['work']}/photos/{of_first}" not in crossed
    assert not [p for p in crossed if p.startswith(("/bench/photos", "/examples", "/rules/photos"))]


def test_an_operator_sees_photos_of_work_and_of_no_record(browser: Browser, rig: Rig) -> None:
    of_first, _, named = two_items(rig)
    browser.sign_in()
    told = {p: browser.get(p).status_code for p in photo_addresses(browser, of_first, named)}
    assert set(told.values()) <= {403, 404}, told


def test_nothing_is_given_out_before_sign_in_nor_to_a_copy_of_an_old_cookie(
    browser: Browser, rig: Rig
) -> None:
    of_first, _, named = two_items(rig)
    browser.sign_in(Role.MANAGER)
    paths = photo_addresses(browser, of_first, named)
    cookie = browser.http.get_cookie("station")
    browser.post("/sign-out")
    assert cookie
    for value in ("", cookie.value):
        browser.http.set_cookie("station", value)
        assert {browser.http.get(path).status_code for path in paths} <= {401, 303}


def test_the_photo_in_hand_is_shown_while_it_is_in_hand(browser: Browser, rig: Rig) -> None:
    to_verdict(rig)
    photo = in_hand(rig).photos[0].sha256
    assert browser.get(f"/bench/photos/{photo}").status_code == 303
    browser.sign_in()
    assert browser.get(f"/bench/photos/{photo}").status_code == 200
    to_bin(rig)
    assert browser.get(f"/bench/photos/{photo}").status_code == 404


@pytest.mark.parametrize(
    "name", ["../secret.key", "..%2f..%2fsecret.key", "%2e%2e/secret.key", "0" * 63 + "/"]
)
def test_no_name_of_a_photo_is_a_path(browser: Browser, rig: Rig, name: str) -> None:
    to_verdict(rig)
    browser.sign_in(Role.MANAGER)
    key = rig.station.folder.secret_key()
    for folder in (
        "/bench/photos/",
        "/examples/",
        "/rules/photos/",
        f"/audit/{in_hand(rig).item.lpn}/photos/",
    ):
        told = browser.get(folder + name)
        assert told.status_code in (303, 404) and key not in told.data
