"""The refurbisher's pages: the queue, one item, and the record that tells the whole story."""

from typing import Any

from station.domain.people import Role
from tests.support.work import to_bin
from tests.support.workshop import FORM, MENDED, judge, refurbish, show_another, work_on
from tests.web.conftest import Browser


def begun(browser: Browser) -> tuple[Any, str]:
    item = refurbish(browser.rig)
    path = f"/works/{work_on(browser.rig, item).id}"
    assert browser.post(f"{path}/start", {"revision": 0}).json["ok"]
    return item, path


def test_the_queue_says_what_is_to_be_done_and_remembers_the_center(browser: Browser) -> None:
    browser.sign_in()
    item = refurbish(browser.rig)
    assert item.item.lpn in browser.get("/work").text
    assert item.item.lpn not in browser.get("/work?center=LAUNDRY").text
    assert item.item.lpn not in browser.get("/work").text
    assert item.item.lpn in browser.get("/work?center=REPAIR").text
    assert browser.get("/work?center=<script>").status_code == 200


def test_a_plate_scanned_on_these_pages_opens_its_work(browser: Browser) -> None:
    browser.sign_in()
    item = refurbish(browser.rig)
    told = browser.post("/scan", {"text": item.item.lpn.lower(), "from": "/work"}).json
    assert told == {"to": f"/works/{work_on(browser.rig, item).id}"}
    assert browser.post("/scan", {"text": "L07-9999999-9", "from": "/work"}).json == {"to": "/bench"}


def test_what_is_typed_is_kept_and_shown_after_a_reload(browser: Browser) -> None:
    browser.sign_in()
    _, path = begun(browser)
    part = {
        **FORM,
        "minutes": "12",
        "note": "Tested <i>",
        "part": "<img src=x>",
        "quantity": "2",
        "cost": "9",
    }
    told = browser.post(f"{path}/part", {"revision": 1, "fields": part}).json
    assert (told["ok"], told["revision"]) == (True, 2)
    page = browser.get(path).text
    assert "&lt;img src=x&gt;" in page and "<img src=x>" not in page
    assert 'value="12"' in page and "Tested &lt;i&gt;" in page


def test_wrong_entries_are_said_by_field(browser: Browser) -> None:
    browser.sign_in()
    _, path = begun(browser)
    told = browser.post(f"{path}/done", {"revision": 1, "fields": {**FORM, "minutes": "-4"}}).json
    assert list(told["wrong"]) == ["minutes"]
    assert told["revision"] == 1


def test_another_person_is_told_who_has_the_work(browser: Browser) -> None:
    browser.sign_in()
    _, path = begun(browser)
    browser.sign_in(Role.OPERATOR, 1)
    assert "Dana L." in browser.get(path).text
    assert browser.post(f"{path}/done", {"revision": 1, "fields": FORM}).json["reason"] == "work_taken"
    assert browser.post(f"{path}/start", {"revision": 1}).json["ok"]
    assert 'id="form"' in browser.get(path).text


def test_a_stale_screen_is_told(browser: Browser) -> None:
    browser.sign_in()
    _, path = begun(browser)
    for revision in (0, -1, True, "1", None):
        told = browser.post(f"{path}/note", {"revision": revision, "fields": FORM}).json
        assert told["reason"] == "changed_meanwhile", revision


def test_work_and_photos_that_are_not_there(browser: Browser) -> None:
    browser.sign_in()
    item, path = begun(browser)
    sha256 = item.photos[0].sha256
    assert browser.get(f"{path}/photos/{sha256}").status_code == 200
    assert browser.get(f"{path}/photos/{'0' * 64}").status_code == 404
    assert browser.get(f"/works/nothing/photos/{sha256}").status_code == 404
    assert browser.get("/works/nothing").status_code == 404
    assert browser.post("/works/nothing/start", {"revision": 0}).status_code == 404
    assert browser.post(f"{path}/drop", {"revision": 1, "number": "x"}).status_code == 400


def test_the_record_shows_every_visit_with_the_work_between_and_its_costs(browser: Browser) -> None:
    browser.sign_in(Role.SUPERVISOR)
    item, path = begun(browser)
    part = {**FORM, "part": "Charger", "quantity": "1", "cost": "42.50"}
    browser.post(f"{path}/part", {"revision": 1, "fields": part})
    given = {**FORM, "minutes": "30", "warranty": "6", "refurbished": "yes"}
    assert browser.post(f"{path}/done", {"revision": 2, "fields": given}).json["ok"]
    assert 'id="form"' not in browser.get(path).text
    show_another(browser.rig, item.item.sku)
    browser.rig.scan(item.item.lpn)
    judge(browser.rig, MENDED)
    to_bin(browser.rig)
    latest = browser.get(f"/audit/{item.item.lpn}").text
    assert f"/audit/{item.item.lpn}?visit=1" in latest
    assert "Charger" in latest and "72.50" in latest
    first = browser.get(f"/audit/{item.item.lpn}?visit=1").text
    assert item.photos[0].sha256 in first and item.photos[0].sha256 not in latest
    assert browser.get(f"/audit/{item.item.lpn}/photos/{item.photos[0].sha256}").status_code == 200
    assert browser.get(f"/audit/{item.item.lpn}?visit=9").status_code == 404


def test_the_record_says_where_an_item_moved_on_to(browser: Browser) -> None:
    browser.sign_in(Role.SUPERVISOR)
    item = refurbish(browser.rig)
    browser.post("/bins/empty", {"bin": "F-01"})
    page = browser.get(f"/audit/{item.item.lpn}").text
    assert 'class="moved"' in page and "Repair shop" in page
