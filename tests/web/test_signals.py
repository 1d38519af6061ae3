"""Signals on screen: small at the bench, in words on the record, and as figures with their items."""

import pytest

from station.domain.people import Role
from station.domain.signals import Finding, SignalKind
from station.domain.texts import LANGUAGES
from station.services.signing_in import set_taste
from tests.services.test_signals import held_for_serial
from tests.support.stations import Rig
from tests.support.work import last_closed
from tests.web.conftest import Browser


def filled(rig: Rig, confirmed: int, unfounded: int, open_: int) -> None:
    """Count so many signals of one kind, of inspections that are not there."""
    with rig.world.begin() as uow:
        for number in range(confirmed + unfounded + open_):
            uow.signals.note(f"i-{number}", SignalKind.WEIGHT_OFF)
            if number < confirmed + unfounded:
                finding = Finding.CONFIRMED if number < confirmed else Finding.UNFOUNDED
                uow.signals.settle(f"i-{number}", SignalKind.WEIGHT_OFF, finding)


def test_operators_do_not_see_the_figures(browser: Browser) -> None:
    assert browser.sign_in().get("/signals").status_code == 403


@pytest.mark.parametrize(("confirmed", "unfounded", "said"), [(7, 3, "70%"), (6, 3, "too few to tell")])
def test_a_share_is_shown_with_its_counts_from_ten_on(
    browser: Browser, rig: Rig, confirmed: int, unfounded: int, said: str
) -> None:
    browser.sign_in(Role.SUPERVISOR)
    set_taste(rig.world, "noa", "en")
    filled(rig, confirmed, unfounded, 2)
    page = browser.get("/signals").text
    assert said in page
    assert ("70%" in page) is (said == "70%")
    assert 'href="/signals/weight_off/open"' in page


@pytest.mark.parametrize("address", ["/signals/nothing/open", "/signals/weight_off/never"])
def test_what_is_no_kind_and_no_finding_is_not_there(browser: Browser, address: str) -> None:
    assert browser.sign_in(Role.MANAGER).get(address).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_seen_and_found_stands_on_the_record(browser: Browser, rig: Rig, language: str) -> None:
    lpn = held_for_serial(rig)
    browser.sign_in(Role.SUPERVISOR)
    set_taste(rig.world, "noa", language)
    waits = {"en": "waits for a supervisor", "he": "ממתין לאחראי", "ru": "ждёт старшего"}[language]
    record = browser.get(f"/audit/{lpn}").text
    assert "PHX00Z00000" in record
    assert waits in record
    assert lpn in browser.get("/signals/serial_swapped/open").text
    rig.scan(lpn)
    face = browser.act("1")["html"]
    assert 'class="sign"' in face
    assert "PHX22C43476" in face
    assert last_closed(rig).item.lpn == lpn
