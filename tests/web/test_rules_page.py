"""The pages of rules: who may do what, what an edit answers, what is said of it, and what is never lost."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from station.domain.people import Role
from station.services import rules
from station.services.starting import put_in_force
from tests.support.work import payloads
from tests.web.conftest import Browser

TABLE = "/rules/table/routing"
PAGES = [f"/rules/{key.kind}/{key.id}" for key in rules.SINGLE]
LANGUAGES = ("en", "he", "ru")
MENU = ("/rules", "/bins", "/work", "/recalls", "/disposals", "/signals")


@pytest.fixture
def manager(browser: Browser) -> Browser:
    return reading_english(browser, Role.MANAGER)


def reading_english(browser: Browser, role: Role, number: int = 0) -> Browser:
    browser.sign_in(role, number)
    browser.post("/taste", {"language": "en"})
    return browser


def begun(browser: Browser, page: str = TABLE) -> int:
    """Begin a draft; return its revision."""
    assert browser.post(f"{page}/begin").json == {"to": page}
    return revision_of(browser, page)


def revision_of(browser: Browser, page: str) -> int:
    answer = browser.get(f"{page}/draft").json
    assert answer
    return int(answer["revision"])


def edit(browser: Browser, op: str, path: str, value: object = None, **more: Any) -> TestResponse:
    """Edit the table's draft as it stands now."""
    page = more.pop("page", TABLE)
    body = {"revision": revision_of(browser, page), "op": op, "path": path, "value": value, **more}
    return browser.post(f"{page}/draft", body)


def html(answer: TestResponse) -> str:
    assert answer.status_code == 200, answer.text
    return str((answer.json or {})["html"])


def words_of(page: str) -> str:
    """Return what a person reads, without the markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


# Who may ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "status"), [(Role.OPERATOR, 403), (Role.SUPERVISOR, 200)])
def test_supervisors_look_and_operators_do_not(browser: Browser, role: Role, status: int) -> None:
    browser.sign_in(role)
    for page in ("/rules", TABLE, f"{TABLE}/history", f"{TABLE}/version/2", f"{TABLE}/export"):
        assert browser.get(page).status_code == status, page


def test_only_managers_change_anything(browser: Browser) -> None:
    reading_english(browser, Role.SUPERVISOR)
    page = browser.get(TABLE).text
    assert "Unusable" in page
    assert "data-op" not in page
    assert "data-send" not in page
    for act in ("begin", "draft", "publish", "discard", "roll-back", "import", "catch-up"):
        assert browser.post(f"{TABLE}/{act}", {"revision": 1}).status_code == 403, act
    assert browser.post("/rules/checklist", {"title": "Toys", "id": "toys"}).status_code == 403
    assert browser.get(f"{TABLE}/draft").status_code == 403


def test_nothing_is_changed_without_the_token_of_the_page(manager: Browser) -> None:
    assert manager.http.post(f"{TABLE}/begin", json={}).status_code == 400
    assert manager.get(f"{TABLE}/draft").status_code == 404


@pytest.mark.parametrize(
    ("role", "links"),
    [(Role.OPERATOR, {"/work"}), (Role.SUPERVISOR, set(MENU)), (Role.MANAGER, set(MENU))],
)
def test_the_menu_leads_to_what_a_role_may_use(browser: Browser, role: Role, links: set[str]) -> None:
    page = browser.sign_in(role).get("/labels").text
    assert {link for link in MENU if f'href="{link}"' in page} == links


# What there is ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_kind_is_read_and_edited_in_every_language(manager: Browser, page: str, language: str) -> None:
    manager.post("/taste", {"language": language})
    assert manager.get(page).status_code == 200
    begun(manager, page)
    shown = manager.get(page)
    assert shown.status_code == 200
    assert 'id="editor"' in shown.text
    assert "data-path" in shown.text


def test_what_is_not_there_is_answered_as_such(manager: Browser) -> None:
    for page in ("/rules/table/other", "/rules/magic/magic", "/rules/checklist/none", f"{TABLE}/version/99"):
        assert manager.get(page).status_code == 404, page


def test_rows_read_as_sentences(manager: Browser) -> None:
    words = words_of(manager.get(TABLE).text)
    assert "when the grade is E then D Disposal" in words
    assert "when the box is sealed and the grade is A then R Restock" in words
    assert "the price new is at most 15.00 ILS" in words
    assert "in all other cases then F Refurbish" in words


def test_the_overview_says_what_counts_and_what_is_under_way(manager: Browser) -> None:
    page = manager.get("/rules").text
    assert "Decision table" in page
    assert "General goods" in page
    assert "Draft by" not in page
    begun(manager)
    edit(manager, "set", "row/1/when/grade", ["Z"], shape="choices")
    page = manager.get("/rules").text
    assert "Draft by" in page
    assert "1 to mend" in page


# Edits --------------------------------------------------------------------------------------------


def test_an_edit_answers_with_what_stands_then(manager: Browser) -> None:
    first = begun(manager)
    answer = edit(manager, "set", "row/1/when/grade", ["D", "E"], shape="choices")
    assert "the grade is <bdi" in html(answer)
    assert answer.json and answer.json["revision"] == first + 1
    assert "See 1 change and publish" in html(answer)


def test_what_is_wrong_stands_at_its_cell_and_in_the_list(manager: Browser) -> None:
    begun(manager)
    shown = html(edit(manager, "set", "row/8/when/value/at_most", "twelve", shape="amount"))
    assert 'value="twelve"' in shown, "what was typed stays"
    assert 'aria-describedby="wrong/row/8/when/value/at_most"' in shown
    assert 'data-jump="row/8/when/value/at_most"' in shown
    assert "1 to mend" in shown
    assert "price new" in shown.split("data-jump")[1], "where, in the page's own words"
    shown = html(edit(manager, "set", "row/8/when/value/at_most", "12,50", shape="amount"))
    assert 'value="12.50"' in shown
    assert "Nothing to mend" in shown


def test_rows_are_added_moved_and_taken_out(manager: Browser) -> None:
    begun(manager)
    added = edit(manager, "add", "row/12")
    assert added.json and added.json["at"] == "row/12"
    assert 'id="at/row/13"' in html(added)
    moved = edit(manager, "move", "row/12", 1)
    assert moved.json and moved.json["at"] == "row/1"
    assert "no name yet" in html(moved).split('id="at/row/2"')[0]
    assert 'id="at/row/13"' not in html(edit(manager, "remove", "row/1"))


def test_conditions_are_added_and_taken_out(manager: Browser) -> None:
    begun(manager)
    added = edit(manager, "add", "row/1/when", "brand")
    assert added.json and added.json["at"] == "row/1/when/brand"
    assert "the brand is" in html(added)
    assert "the brand is" not in html(edit(manager, "drop", "row/1/when/brand"))


def test_a_name_of_digits_is_no_position(manager: Browser) -> None:
    page = "/rules/conditions/conditions"
    begun(manager, page)
    assert 'value="As new"' in html(edit(manager, "set", "market/1/codes/1000", "As new", page=page))
    added = edit(manager, "add", "market/1/codes", "1234", page=page)
    assert added.json and added.json["at"] == "market/1/codes/1234"


def test_a_missing_language_shows_what_stands_in_for_it(manager: Browser) -> None:
    begun(manager)
    shown = html(edit(manager, "set", "row/1/he", "", shape="line"))
    assert "It shows as “<bdi>Unusable</bdi>”" in shown


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"op": "set"},
        {"op": "melt", "path": "row/1"},
        {"op": "set", "path": ""},
        {"op": "set", "path": "row/1/en", "value": {"a": 1}},
        {"op": "set", "path": "row/1/en", "value": "x" * 5000},
        {"op": "move", "path": "row/1", "value": "far"},
        {"op": "add", "path": "row/1/when", "value": "weather"},
        {"op": "add", "path": "nowhere", "value": "x"},
    ],
)
def test_what_no_page_sends_is_refused(manager: Browser, body: dict[str, object]) -> None:
    before = begun(manager)
    assert manager.post(f"{TABLE}/draft", {"revision": before, **body}).status_code == 400
    assert revision_of(manager, TABLE) == before


@pytest.mark.parametrize("path", ["row/99/en", "row/x/en", "version/deep/er", "row/1/en/deeper"])
def test_an_address_that_leads_nowhere_changes_nothing(manager: Browser, path: str) -> None:
    before = begun(manager)
    answer = edit(manager, "set", path, "x", shape="line")
    assert answer.json and "html" not in answer.json
    assert revision_of(manager, TABLE) == before


# Two at once, and none lost -----------------------------------------------------------------------


def test_the_second_of_two_is_told_and_nothing_is_overwritten(
    manager: Browser, open_browser: Callable[[], Browser]
) -> None:
    seen = begun(manager)
    edit(manager, "set", "row/1/en", "Broken", shape="line")
    late = {"revision": seen, "op": "set", "path": "row/1/en", "value": "Useless", "shape": "line"}
    answer = manager.post(f"{TABLE}/draft", late)
    assert answer.status_code == 409
    assert answer.json and "was faster" in answer.json["say"]
    assert "Broken" in manager.get(TABLE).text
    assert "Useless" not in manager.get(TABLE).text
    assert open_browser().get(TABLE).status_code == 303, "and nobody else sees it"


def test_a_draft_outlives_its_session(manager: Browser, open_browser: Callable[[], Browser]) -> None:
    begun(manager)
    edit(manager, "set", "row/1/en", "Broken", shape="line")
    manager.post("/sign-out")
    again = reading_english(open_browser(), Role.MANAGER)
    assert "Broken" in again.get(TABLE).text


# Publishing and back ------------------------------------------------------------------------------


def published(browser: Browser) -> None:
    begun(browser)
    edit(browser, "set", "row/9/when/completeness", ["C", "D", "E"], shape="choices")
    answer = browser.post(f"{TABLE}/publish", {"revision": revision_of(browser, TABLE)})
    assert answer.json == {"to": f"{TABLE}/history"}


def test_changes_are_said_in_words_before_they_count(manager: Browser) -> None:
    begun(manager)
    edit(manager, "set", "row/9/when/completeness", ["C", "D", "E"], shape="choices")
    edit(manager, "set", "row/1/open", ["refurbish"], shape="choices")
    edit(manager, "drop", "row/8/when/value")
    edit(manager, "move", "row/3", 4)
    page = words_of(manager.get(f"{TABLE}/publish").text)
    assert "4 changes" in page
    assert (
        "Row 9 : Parts missing, worth completing completeness is C or D → completeness is C , D or E" in page
    )
    assert "It may go to Disposal → Refurbish" in page
    assert "Taken out: the price new is at most 15.00 ILS" in page
    assert "is number" in page
    assert "/rules/replay?kind=table" in manager.get(f"{TABLE}/publish").text


def test_publish_look_back_and_roll_back(manager: Browser) -> None:
    published(manager)
    page = manager.get(f"{TABLE}/history").text
    assert "It counts now" in page
    assert "completeness is" in page
    assert len(payloads(manager.rig, "rules_published")) > 0
    assert manager.post(f"{TABLE}/roll-back", {"version": 2}).json == {"to": f"{TABLE}/history"}
    with manager.rig.world.read() as uow:
        assert uow.rules.in_force().table.version == 2
    refused = manager.post(f"{TABLE}/roll-back", {"version": 2}).json
    assert refused and refused["ok"] is False
    assert manager.post(f"{TABLE}/roll-back", {"version": "2"}).status_code == 400


def test_what_is_wrong_is_not_published(manager: Browser) -> None:
    begun(manager)
    edit(manager, "drop", "row/1/open")
    assert 'data-send="/publish"' not in manager.get(f"{TABLE}/publish").text
    refused = manager.post(f"{TABLE}/publish", {"revision": revision_of(manager, TABLE)}).json
    assert refused and refused["ok"] is False
    assert "1" in refused["say"]


def test_a_draft_that_was_overtaken_is_looked_at_again(manager: Browser) -> None:
    begun(manager)
    edit(manager, "set", "row/1/en", "Broken", shape="line")
    with manager.rig.world.read() as uow:
        plain = manager.rig.world.rule_forms.plain(rules.TABLE, uow.rules.in_force().table)
    someone = manager.rig.person(Role.MANAGER)
    with manager.rig.world.begin() as uow:
        value, _ = manager.rig.world.rule_forms.read(rules.TABLE, {**plain, "version": 3})
        uow.rules.publish("table", "routing", 3, value)
        put_in_force(manager.rig.world, uow, rules.TABLE, 3, someone.id)
    assert "another version was published" in manager.get(f"{TABLE}/publish").text
    revision = revision_of(manager, TABLE)
    assert manager.post(f"{TABLE}/catch-up", {"revision": revision}).json == {"to": f"{TABLE}/publish"}
    assert 'data-send="/publish"' in manager.get(f"{TABLE}/publish").text


def test_a_draft_can_be_given_up(manager: Browser) -> None:
    revision = begun(manager)
    assert manager.post(f"{TABLE}/discard", {"revision": revision}).json == {"to": "/rules"}
    assert manager.get(f"{TABLE}/draft").status_code == 404


# Files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [*PAGES, "/rules/checklist/general"])
def test_what_is_exported_comes_back_unchanged(manager: Browser, page: str) -> None:
    file = manager.get(f"{page}/export")
    assert "attachment" in file.headers["Content-Disposition"]
    assert manager.post(f"{page}/import", {"text": file.text}).json == {"to": page}
    assert "No changes yet" in manager.get(page).text


def test_a_file_that_is_none_is_refused_in_words(manager: Browser) -> None:
    for text in ("row = [", "", "\x00"):
        answer = manager.post(f"{TABLE}/import", {"text": text}).json
        assert answer and answer["ok"] is False
        assert "cannot be read" in answer["say"]
    assert manager.get(f"{TABLE}/draft").status_code == 404


NASTY = (
    "row = 5\nterms = 5\nway = 5\nmarket = 5\nreason = 5\nquestion = 5",
    'row = [1, "x"]\nterms = [[1]]\nway = [true]\nmarket = [1.5]\nreason = [2026-01-01]\nquestion = [{}]',
    "[[row]]\nwhen = 3\nopen = 7\n[[terms]]\nwhen = []\nwindow_days = {}\n[[way]]\nprice_percent = 1",
    "[[row]]\nwhen.grade = {at_least = 1}\nwhen.value = [1, {}]\nwhen.sealed = []\nwhen.moon = true\nen = 5",
    "[[market]]\ncodes = []\ndefault = 3\n[typical_grams]\napparel = {}\n[[holiday]]\nfrom = []",
    'off = {}\nweight_percent = inf\nversion = "x"\ncurrency = 5\n[[row]]\nwhen = {value = {at_least = nan}}',
)


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("page", PAGES)
def test_a_file_full_of_mistakes_becomes_a_draft_that_can_be_mended(
    manager: Browser, page: str, text: str
) -> None:
    assert manager.post(f"{page}/import", {"text": text}).json == {"to": page}
    shown = manager.get(page)
    assert shown.status_code == 200
    assert "to mend" in shown.text
    assert manager.get(f"{page}/publish").status_code == 200
    assert manager.get("/rules").status_code == 200


# A new checklist ----------------------------------------------------------------------------------


def test_a_checklist_is_begun_by_its_title(manager: Browser) -> None:
    answer = manager.post("/rules/checklist", {"title": "Toys", "id": "toys"})
    assert answer.json == {"to": "/rules/checklist/toys"}
    assert "Toys" in manager.get("/rules").text
    for body in (
        {"title": "", "id": "x"},
        {"title": "Toys", "id": "No Good"},
        {"title": "Toys", "id": "toys"},
    ):
        refused = manager.post("/rules/checklist", body).json
        assert refused and refused["ok"] is False


def test_a_row_is_added_beside_one_whose_id_is_no_text(manager: Browser) -> None:
    begun(manager)
    edit(manager, "set", "row/1/id", ["a", "b"])
    assert edit(manager, "add", "row/1").status_code == 200


def test_what_decimals_take_for_a_number_is_said_to_be_none(manager: Browser) -> None:
    """One of these words cannot be compared with what stood there before."""
    page = "/rules/prices/prices"
    begun(manager, page)
    for typed in ("sNaN", "NaN", "Infinity", "1e999999999"):
        assert typed in html(edit(manager, "set", "labour_per_hour", typed, page=page, shape="amount"))
        assert manager.get(f"{page}/publish").status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_every_place_of_an_editor_has_an_address_of_its_own(manager: Browser, address: str) -> None:
    manager.post(f"{address}/begin")
    ids = re.findall(r' id="([^"]+)"', manager.get(address).text)
    assert [each for each, count in Counter(ids).items() if count > 1] == []
