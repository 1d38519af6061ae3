"""The pages of graders: filters, plots, tables that lead to items, questions."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from station.domain.graders.agreement import Confusion, Estimate, Subject, Untold
from station.domain.people import Role
from station.domain.texts import LANGUAGES
from tests.support.stations import Rig
from tests.support.twice import graded_twice
from tests.web.conftest import Browser
from web.agreed import along, dot, number, plain, shade


def shown(browser: Browser, rig: Rig, items: int, language: str = "en") -> Browser:
    graded_twice(rig, items, ("dana",), ("omer",))
    browser.sign_in(Role.SUPERVISOR)
    browser.post("/taste", {"language": language})
    return browser


def test_operators_do_not_see_it(browser: Browser) -> None:
    browser.sign_in()
    addresses = ("/graders", "/graders/questions", "/graders/dana", "/graders/dana/items")
    assert {browser.get(address).status_code for address in addresses} == {403}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_grader_has_a_dot_with_its_bar(browser: Browser, rig: Rig, language: str) -> None:
    page = shown(browser, rig, 30, language).get("/graders").text
    assert page.count('<line class="bar"') == 2
    assert 'href="/graders/dana?days=90&amp;category=&amp;kind=second"' in page
    assert "nan" not in page.lower().replace("finance", "")
    assert {"en": "Agreement beyond chance", "he": "הסכמה מעבר למקריות", "ru": "Согласие сверх"}[
        language
    ] in page


def test_too_few_items_are_said_in_words(browser: Browser, rig: Rig) -> None:
    page = shown(browser, rig, 9).get("/graders").text
    assert '<line class="bar"' not in page
    assert page.count("too few to tell") >= 3


def test_a_number_leads_to_its_items(browser: Browser, rig: Rig) -> None:
    one = shown(browser, rig, 30).get("/graders/dana").text
    cells = re.findall(r'<td data-shade="\d"[^>]*><a href="([^"]+)"><bdi dir="ltr">(\d+)', one)
    assert cells
    for address, count in cells[:6]:
        behind = browser.get(address.replace("&amp;", "&")).text
        assert len(re.findall(r'href="/audit/L', behind)) == int(count)


def test_questions_are_listed_with_their_items(browser: Browser, rig: Rig) -> None:
    page = shown(browser, rig, 40).get("/graders/questions").text
    addresses = re.findall(r'href="(/graders/questions/[^"]+)"><bdi dir="ltr">(\d+)', page)
    assert {address.rsplit("/", 1)[1] for address, _ in addresses} == {"rerouted", "differ"}
    address, count = addresses[0]
    assert len(re.findall(r'href="/audit/L', browser.get(address).text)) == int(count)


NOWHERE = (
    "/graders/nobody",
    "/graders/nobody/items",
    "/graders/dana/items?of=nothing",
    "/graders/questions/general/sealed/other",
    "/graders/questions/general/nothing/differ",
    "/graders/questions/nothing/sealed/differ",
)


def test_what_is_not_there_is_not_found(browser: Browser) -> None:
    browser.sign_in(Role.MANAGER)
    known = [address for address in NOWHERE if not address.startswith("/graders/nobody/items")]
    assert {browser.get(address).status_code for address in known} == {404}
    odd = ("days=1e9", "days=-1", "kind=other", "category=" + "x" * 5000, "kind=<b>")
    assert {browser.get(f"/graders?{query}").status_code for query in odd} == {200}


@pytest.mark.parametrize(
    ("value", "place"), [(-1.0, "0.0%"), (-0.2, "0.0%"), (0.0, "16.7%"), (0.4, "50.0%"), (1.0, "100.0%")]
)
def test_the_axis_goes_from_a_little_below_nothing_to_one(value: float, place: str) -> None:
    assert along(value) == place


@pytest.fixture
def speaking(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.mark.usefixtures("speaking")
def test_an_estimate_is_a_number_and_anything_else_words() -> None:
    assert dot(Untold.NONE) is None
    assert dot(Estimate(0.4, 0.1, 0.7)) is not None
    assert "0.40" in number(Estimate(0.4, 0.1, 0.7))
    assert [plain(each) for each in (-0.001, -0.25, 1.0)] == ["0.00", "−0.25", "1.00"]


def test_a_cell_is_as_dark_as_its_share_of_its_row() -> None:
    table = Confusion(Subject("grade"), ("A", "B"), ((9, 1), (0, 0)))
    assert [shade(table, row, column) for row in (0, 1) for column in (0, 1)] == [5, 1, 0, 0]
