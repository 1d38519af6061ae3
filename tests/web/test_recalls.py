"""The page of recalls: who may see and do what, mistakes by field, and what there is to fetch."""

import pytest

from station.domain.people import Role
from station.domain.texts import LANGUAGES
from station.services import recalls
from station.services.signing_in import set_taste
from tests.support.stations import Rig
from tests.support.work import in_hand, payloads, to_bin, to_verdict
from tests.web.conftest import Browser

GOOD = {"gtin": "7290002780557", "en": "Stop <b>now</b>", "he": "עצרו"}


def add(browser: Browser, **typed: str) -> dict[str, object]:
    answer = browser.post("/recalls/add", {"fields": typed})
    assert answer.status_code == 200
    return dict(answer.json or {})


def test_operators_do_not_see_recalls(browser: Browser) -> None:
    browser.sign_in()
    assert browser.get("/recalls").status_code == 403
    assert browser.post("/recalls/add", {"fields": GOOD}).status_code == 403


def test_a_supervisor_calls_back_and_a_manager_lifts(browser: Browser, rig: Rig) -> None:
    browser.sign_in(Role.SUPERVISOR)
    assert add(browser, **GOOD)["ok"] is True
    (mine,) = [p["recall"] for p in payloads(rig, "recall_set") if p["recall"]["by"] == "noa"]
    page = browser.get(f"/recalls/{mine['id']}").text
    assert "data-lift=" not in page
    assert browser.post("/recalls/lift", {"recall": mine["id"]}).status_code == 403
    browser.sign_in(Role.MANAGER)
    assert f'data-lift="{mine["id"]}"' in browser.get(f"/recalls/{mine['id']}").text
    assert dict(browser.post("/recalls/lift", {"recall": mine["id"]}).json or {})["ok"] is True
    assert browser.get(f"/recalls/{mine['id']}").status_code == 404
    assert browser.post("/recalls/lift", {"recall": mine["id"]}).status_code == 404


def test_every_mistake_is_told_by_its_field(browser: Browser) -> None:
    browser.sign_in(Role.SUPERVISOR)
    told = add(browser, gtin="7290002780558", serial_from="A9", serial_to="A1", lots="$x")
    assert told["ok"] is False
    assert set(told["wrong"]) == {"gtin", "en", "lots"}  # type: ignore[call-overload]
    assert "7290002780557" in told["wrong"]["gtin"]  # type: ignore[index]
    assert set(add(browser, **GOOD, serial_from="A9", serial_to="A1")["wrong"]) == {"serial_to"}  # type: ignore[call-overload]


def test_a_long_list_of_lots_never_becomes_a_recall_of_every_unit(browser: Browser, rig: Rig) -> None:
    browser.sign_in(Role.SUPERVISOR)
    assert add(browser, **GOOD, lots=" ".join(f"LOT-{number:06d}" for number in range(150)))["ok"] is True
    told = add(browser, **GOOD, lots=" ".join(f"LOT-{number:06d}" for number in range(9000)))
    assert set(told["wrong"]) == {"lots"}  # type: ignore[call-overload]
    (mine,) = [p["recall"] for p in payloads(rig, "recall_set") if p["recall"]["by"] == "noa"]
    assert len(mine["lots"]) == 150


def test_nonsense_is_refused_and_harms_nothing(browser: Browser) -> None:
    browser.sign_in(Role.MANAGER)
    assert dict(browser.post("/recalls/add", {"fields": 7}).json or {})["ok"] is False
    assert browser.post("/recalls/lift", {"recall": 7}).status_code == 404
    assert browser.get("/recalls/no-such").status_code == 404
    assert browser.get("/recalls").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_typed_is_shown_as_text_and_what_to_fetch_with_its_bin(
    browser: Browser, rig: Rig, language: str
) -> None:
    to_verdict(rig)
    item = in_hand(rig).item
    to_bin(rig)
    browser.sign_in(Role.SUPERVISOR)
    set_taste(rig.world, "noa", language)
    add(browser, **{**GOOD, "gtin": item.gtin, "he": ""}, lots="L1")
    (known,) = [each.recall for each in recalls.all_recalls(rig.world) if each.recall.lots == ("L1",)]
    page = browser.get(f"/recalls/{known.id}").text
    assert "Stop &lt;b&gt;now&lt;/b&gt;" in page
    assert item.lpn in page
    assert 'class="maybe"' in page
    assert item.lpn not in browser.get(f"/recalls/{known.id}?after=~").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bench_shows_the_message_large(browser: Browser, rig: Rig, language: str) -> None:
    browser.sign_in(Role.SUPERVISOR)
    add(browser, **GOOD, ru="Стоп")
    browser.sign_in()
    set_taste(rig.world, "dana", language)
    rig.scan("7290002780557")
    face = browser.act("1")["html"]
    said = {"en": "Stop &lt;b&gt;now&lt;/b&gt;", "he": "עצרו", "ru": "Стоп"}[language]
    assert f"<h1><bdi>{said}</bdi></h1>" in face
    rig.scan("NOT-KNOWN")
    assert said not in browser.get("/bench/view").text
