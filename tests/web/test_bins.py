"""The page of bins: what everyone sees, what only some may do, and scans that belong to it."""

from collections.abc import Callable

import pytest

from station.domain.identifiers import BinCode
from station.domain.people import Role
from tests.support.work import payloads
from tests.support.workshop import lies_in, refurbish, to_refurbish
from tests.web.conftest import Browser

BIN = {"code": "F-09", "use": "refurbish", "en": "<b>Shelf</b>", "center": "REPAIR", "capacity": "12"}


def test_operators_may_look_and_change_nothing(browser: Browser) -> None:
    page = browser.sign_in().get("/bins").text
    assert "R-01" in page
    assert "data-do=" not in page
    assert "data-form=" not in page
    answer = browser.post("/bins/mark", {"bin": "R-01", "full": True}).json
    assert answer and answer["reason"] == "not_allowed"
    assert browser.post("/bins/add", {"fields": BIN}).json["reason"] == "manager_needed"


def test_a_supervisor_sees_how_full_bins_are_and_moves_them_on(browser: Browser) -> None:
    browser.sign_in(Role.SUPERVISOR)
    lpn = refurbish(browser.rig).item.lpn
    assert 'data-do="empty"' in browser.get("/bins").text
    assert lpn in browser.get("/bins/F-01").text
    told = browser.post("/bins/empty", {"bin": "F-01"}).json
    assert told["ok"] and "F-01" in told["say"]
    assert lies_in(browser.rig, "F-01") == []
    assert browser.post("/bins/empty", {"bin": "F-01"}).json["reason"] == "bin_empty"


def test_the_printed_code_typed_on_this_page_moves_on_and_stays_here(browser: Browser) -> None:
    browser.sign_in(Role.SUPERVISOR)
    refurbish(browser.rig)
    told = browser.post("/scan", {"text": "$MV-F-01", "from": "/bins"}).json
    assert told["ok"] and "to" not in told
    refurbish(browser.rig)
    assert browser.post("/scan", {"text": "$MV-F-01", "from": "/labels"}).json == {"to": "/bench"}
    assert lies_in(browser.rig, "F-01") == []


def test_a_bin_is_added_and_its_words_are_only_words(browser: Browser) -> None:
    browser.sign_in(Role.MANAGER)
    assert browser.post("/bins/add", {"fields": BIN}).json["ok"]
    page = browser.get("/bins").text
    assert "<b>Shelf</b>" not in page
    assert "&lt;b&gt;Shelf&lt;/b&gt;" in page


def test_what_is_wrong_is_said_by_field(browser: Browser) -> None:
    browser.sign_in(Role.MANAGER)
    told = browser.post("/bins/add", {"fields": {**BIN, "capacity": "0", "center": "REPIAR"}}).json
    assert set(told["wrong"]) == {"capacity", "center"}
    assert "Did you mean REPAIR?" in told["wrong"]["center"]
    assert payloads(browser.rig, "bin_set") == []


@pytest.mark.parametrize(
    "body", [{}, {"fields": "x"}, {"fields": {"code": 7}}, {"fields": {"en": "x" * 2000}}]
)
def test_forms_that_make_no_sense_are_answered_and_not_kept(
    browser: Browser, body: dict[str, object]
) -> None:
    browser.sign_in(Role.MANAGER)
    assert browser.post("/bins/add", body).json["ok"] is False


def test_a_form_opened_before_another_change_is_told(browser: Browser) -> None:
    browser.sign_in(Role.SUPERVISOR)
    given = {"bin": "F-01", "seen": "0" * 16, "fields": BIN}
    assert browser.post("/bins/change", given).json["reason"] == "changed_meanwhile"


def test_an_unknown_bin_is_not_there(browser: Browser) -> None:
    browser.sign_in(Role.SUPERVISOR)
    assert browser.get("/bins/X-99").status_code == 404
    assert browser.post("/bins/print", {"bin": "X-99"}).status_code == 404
    assert browser.post("/bins/print", {}).status_code == 404


def test_the_code_for_moving_on_is_printed_from_the_page_of_labels(browser: Browser) -> None:
    browser.sign_in()
    assert "$MV-R-01" in browser.get("/labels").text
    assert browser.get("/labels/preview.png?kind=move&code=$MV-R-01").data.startswith(b"\x89PNG")


def test_nobody_sees_bins_or_work_before_sign_in(open_browser: Callable[[], Browser]) -> None:
    for path in ("/bins", "/bins/R-01", "/work", "/works/x", "/works/x/photos/y"):
        assert open_browser().get(path).status_code == 303


def test_the_verdict_says_which_bins_were_passed_over(browser: Browser) -> None:
    browser.sign_in()
    with browser.rig.world.begin() as uow:
        uow.contents.mark_full(BinCode("F-01"), True)
    to_refurbish(browser.rig)
    page = browser.get("/bench").text
    assert 'class="passed"' in page
    assert 'data-command="FULL"' in page
    browser.act("FULL")
    assert "F-03" in browser.get("/bench").text


def test_a_bin_with_a_slash_in_its_code_has_its_page(browser: Browser) -> None:
    browser.sign_in(Role.MANAGER)
    assert browser.post("/bins/add", {"fields": {**BIN, "code": "F/09"}}).json["ok"]
    assert 'href="/bins/F/09"' in browser.get("/bins").text
    assert browser.get("/bins/F/09").status_code == 200


def test_a_text_that_is_too_long_is_refused_and_not_left_out(browser: Browser) -> None:
    browser.sign_in(Role.MANAGER)
    long = {**BIN, "he": "a" * 3000, "categories": "beauty " * 300}
    told = browser.post("/bins/add", {"fields": long}).json
    assert set(told["wrong"]) == {"he", "categories"}
