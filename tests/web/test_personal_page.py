"""The page of personal data: who may use it, and that it takes away what it says and no more."""

from collections.abc import Callable

from station.domain.people import Role
from tests.support.stations import Rig
from tests.support.work import last_closed, payloads, to_bin, to_verdict
from tests.web.conftest import Browser
from tests.web.test_people_page import at_desk

Opens = Callable[[], Browser]


def test_operators_have_no_say_and_supervisors_none_on_senders(browser: Browser, open_browser: Opens) -> None:
    assert at_desk(browser, Role.OPERATOR).get("/personal").status_code == 403
    noa = at_desk(open_browser(), Role.SUPERVISOR)
    page = noa.get("/personal").text
    assert "/personal/photo" not in page and "/personal/sender" not in page
    assert noa.post("/personal/sender", {"fields": {"key": "C"}}).status_code == 403
    assert noa.post("/personal/kept", {"key": "C"}).status_code == 403
    assert "/personal/sender" in at_desk(open_browser()).get("/personal").text


def test_a_photo_goes_by_pin_and_reason_and_its_address_is_empty(browser: Browser, rig: Rig) -> None:
    to_verdict(rig)
    to_bin(rig)
    item = last_closed(rig)
    lpn, sha256 = item.item.lpn, item.photos[0].sha256
    at_desk(browser, Role.SUPERVISOR)
    assert sha256 in browser.get(f"/personal?lpn={lpn.lower()}").text
    body = {"lpn": lpn, "sha256": sha256}
    wrong = browser.post("/personal/photo", {**body, "fields": {"because": "person", "pin": "00000000"}}).json
    assert wrong and list(wrong["wrong"]) == ["pin"]
    pin = rig.person(Role.SUPERVISOR).pin
    odd = browser.post("/personal/photo", {**body, "fields": {"because": "<script>", "pin": pin}}).json
    assert odd and list(odd["wrong"]) == ["because"]
    assert browser.get(f"/audit/{lpn}/photos/{sha256}").status_code == 200
    assert browser.post("/personal/photo", {**body, "fields": {"because": "person", "pin": pin}}).json["ok"]
    assert browser.get(f"/audit/{lpn}/photos/{sha256}").status_code == 404
    for page in (f"/audit/{lpn}", f"/audit/items/{item.id}"):
        shown = browser.get(page).text
        assert "This photo was removed on" in shown and "it shows a person" in shown
        assert f'src="/audit/{lpn}/photos/{sha256}' not in shown
    assert f"/photos/{sha256}" not in browser.get(f"/personal?lpn={lpn}").text
    assert len(payloads(rig, "photo_removed")) == 1


def test_an_unknown_plate_and_an_unknown_key_are_said(browser: Browser) -> None:
    at_desk(browser)
    assert "<b>x" not in browser.get("/personal?lpn=<b>x</b>").text
    assert browser.post("/personal/kept", {"key": "nobody"}).status_code == 404
    pin = browser.rig.person(Role.MANAGER).pin
    assert not browser.post("/personal/sender", {"fields": {"key": "nobody", "pin": pin}}).json["ok"]
