"""The bench in every language: each face shows what it must, and only to whom it belongs."""

import re
from collections.abc import Callable, Iterator

import pytest

from station.domain.people import Role
from station.domain.scanning import Command
from station.domain.texts import LANGUAGES
from station.services.signing_in import set_taste
from tests.support.stations import Rig
from tests.web.conftest import Browser


def kettle(rig: Rig) -> str:
    """Return the code of a return with one line, of a product with the general checklist."""
    skus = {p.sku for p in rig.site.products if p.checklist == "general"}
    return next(r.rma for r in rig.site.returns if len(r.lines) == 1 and r.lines[0].sku in skus)


def walk(browser: Browser, rig: Rig) -> Iterator[tuple[str, str]]:
    """Yield every face on the way of a sealed item, with its fragment."""
    yield "ready", browser.get("/bench/view").text
    rma = kettle(rig)
    rig.scan(rma)
    with rig.world.read() as uow:
        held = uow.inspections.get(uow.bench.load().inspection or "")
    rig.show(held.item.sku)
    yield "question", browser.get("/bench/view").text
    yield "ask", browser.act("HOLD")["html"]
    browser.act("CANCEL")
    rig.camera.blurred = True
    browser.act("1")
    yield "ask", browser.act("PHOTO")["html"]
    rig.camera.blurred = False
    yield "verdict", browser.act("PHOTO")["html"]
    rig.scan("D-01")
    yield "stop", browser.get("/bench/view").text
    yield "ask", browser.act("OVERRIDE")["html"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_face_speaks_every_language(browser: Browser, rig: Rig, language: str) -> None:
    browser.sign_in()
    set_taste(rig.world, rig.person(Role.OPERATOR).id, language)
    for face, html in walk(browser, rig):
        assert f'data-face="{face}"' in html
        spoken = re.sub(r"<bdi[^>]*>.*?</bdi>|<kbd[^>]*>.*?</kbd>|<[^>]+>", " ", html)
        letters = {"en": "[a-z]", "he": "[א-ת]", "ru": "[а-я]"}[language]
        assert re.search(letters, spoken)
        assert language == "en" or not re.search(r"\b[a-z]{3,}\b", spoken), spoken


def test_direction_follows_the_language(browser: Browser, rig: Rig) -> None:
    browser.sign_in()
    set_taste(rig.world, rig.person(Role.OPERATOR).id, "he")
    assert '<html lang="he" dir="rtl"' in browser.get("/bench").text


def test_language_before_sign_in_stays_with_the_browser(browser: Browser) -> None:
    assert browser.post("/taste", {"language": "ru", "theme": "dark"}).status_code == 204
    page = browser.get("/sign-in").text
    assert '<html lang="ru" dir="ltr" data-theme="dark"' in page


def test_an_unknown_language_is_ignored(browser: Browser) -> None:
    browser.post("/taste", {"language": "xx", "theme": "pink"})
    assert '<html lang="en" dir="ltr" data-theme="light"' in browser.get("/sign-in").text


def test_a_stale_screen_changes_nothing(browser: Browser, rig: Rig) -> None:
    browser.sign_in()
    rig.scan(kettle(rig))
    answer = browser.post("/bench/act", {"command": "1", "revision": 0})
    assert answer.json and answer.json["say"] == "stale_screen"


def test_who_does_not_have_the_bench_sees_who_has(browser: Browser, rig: Rig) -> None:
    browser.sign_in(Role.SUPERVISOR)
    with rig.world.begin() as uow:
        bench = uow.bench.load()
        from dataclasses import replace

        uow.bench.save(replace(bench, person=rig.person(Role.OPERATOR).id))
    html = browser.get("/bench/view").text
    assert rig.person(Role.OPERATOR).name in html
    assert "data-command" not in html
    assert browser.post("/bench/act", {"command": "1"}).status_code == 403


def test_the_photo_in_hand_is_shown_and_no_other(
    browser: Browser, rig: Rig, open_browser: Callable[[], Browser]
) -> None:
    browser.sign_in()
    faces = dict(walk(browser, rig))
    assert faces["verdict"]
    with rig.world.read() as uow:
        item = uow.inspections.get(uow.bench.load().inspection or "")
    sha256 = item.photos[0].sha256
    assert browser.get(f"/bench/photos/{sha256}").mimetype == "image/jpeg"
    assert browser.get(f"/bench/photos/{'0' * 64}").status_code == 404
    assert browser.get(f"/audit/{item.item.lpn}/photos/{sha256}").status_code == 403
    desk = open_browser().sign_in(Role.SUPERVISOR)
    assert desk.get(f"/audit/{item.item.lpn}/photos/{sha256}").status_code == 200
    assert desk.get(f"/audit/L07-9999999-9/photos/{sha256}").status_code == 404


def test_a_record_shows_answers_photos_and_what_happened(browser: Browser, rig: Rig) -> None:
    browser.sign_in()
    list(walk(browser, rig))
    with rig.world.read() as uow:
        item = uow.inspections.get(uow.bench.load().inspection or "")
    page = browser.sign_in(Role.SUPERVISOR).get(f"/audit/{item.item.lpn}").text
    assert item.photos[0].sha256 in page
    assert item.item.lpn in page
    assert browser.get("/audit/L07-9999999-9").status_code == 404


def test_the_command_sheet_prints_every_command_twice(browser: Browser) -> None:
    page = browser.sign_in().get("/bench/commands").text
    assert page.count('aria-label="$RS-') == 2 * len(Command)


def test_no_camera_is_told_and_not_served(browser: Browser, rig: Rig) -> None:
    from station.ports import DeviceState

    browser.sign_in()
    assert browser.get("/bench/preview.jpg").status_code == 200
    rig.camera.state_ = DeviceState.ABSENT
    assert browser.get("/bench/preview.jpg").status_code == 503
