"""The ledger on screen: periods, totals, lines, and the files that come out of it."""

import json
from collections.abc import Callable

import pytest

from station.domain.people import Role
from station.domain.texts import LANGUAGES
from station.services.signing_in import set_taste
from tests.services.test_disposing import mug, unusable, without_rows
from tests.support.stations import Rig
from tests.support.work import last_closed, to_bin
from tests.web.conftest import Browser


@pytest.fixture
def thrown_away(rig: Rig) -> Rig:
    unusable(rig, mug(rig))
    to_bin(rig)
    return rig


def test_operators_do_not_see_the_ledger(browser: Browser) -> None:
    browser.sign_in()
    for address in ("/disposals", "/disposals/ledger.csv", "/disposals/ledger.json"):
        assert browser.get(address).status_code == 403


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_says_what_why_and_how_heavy(browser: Browser, thrown_away: Rig, language: str) -> None:
    browser.sign_in(Role.SUPERVISOR)
    set_taste(thrown_away.world, "noa", language)
    page = browser.get("/disposals").text.replace("\xa0", " ")
    reason = thrown_away.world.rulebook.disposal.text_of("unusable").in_language(language)
    assert page.count(reason) == 2  # in the totals and in the line
    assert {"en": "380 g", "he": "380 ג", "ru": "380 г"}[language] in page
    assert last_closed(thrown_away).item.lpn in page
    assert reason in browser.get(f"/audit/{last_closed(thrown_away).item.lpn}").text


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("", 200),
        ("?from=2020-01-01&to=2020-12-31", 200),
        ("?from=2020-02-01&to=2020-01-01", 400),
        ("?from=yesterday", 400),
        ("?to=2020-02-30", 400),
        ("?from=2020-01-01", 200),
        ("?after=" + "x" * 500, 200),
    ],
)
def test_a_period_that_cannot_be_is_said_to_be_wrong(browser: Browser, asked: str, status: int) -> None:
    page = browser.sign_in(Role.SUPERVISOR).get(f"/disposals{asked}")
    assert page.status_code == status
    assert ('role="alert"' in page.text) is (status == 400)


def test_the_files_are_downloads_of_the_period(browser: Browser, thrown_away: Rig) -> None:
    browser.sign_in(Role.MANAGER)
    table = browser.get("/disposals/ledger.csv")
    assert table.content_type == "text/csv; charset=utf-8"
    assert table.data.startswith(b"\xef\xbb\xbfday,")
    assert "attachment" in table.headers["Content-Disposition"]
    lpn = last_closed(thrown_away).item.lpn
    assert lpn in table.text
    assert lpn not in browser.get("/disposals/ledger.csv?from=2020-01-01&to=2020-01-31").text
    told = json.loads(browser.get("/disposals/ledger.json").text)
    assert [line["lpn"] for line in told["lines"]] == [lpn]


@pytest.mark.parametrize(
    "address", ["ledger.xlsx", "ledger.csv?from=x", "ledger.json?from=2020-02-01&to=2020-01-01"]
)
def test_no_file_of_what_cannot_be(browser: Browser, address: str) -> None:
    assert browser.sign_in(Role.MANAGER).get(f"/disposals/{address}").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bench_asks_in_the_sites_own_words(
    browser: Browser, rig: Rig, language: str, open_browser: Callable[[], Browser]
) -> None:
    without_rows(rig)
    unusable(rig, mug(rig))
    operator = open_browser().sign_in()
    set_taste(rig.world, "dana", language)
    face = operator.get("/bench/view").text
    for reason in rig.world.rulebook.disposal.reasons:
        assert reason.text.in_language(language) in face
