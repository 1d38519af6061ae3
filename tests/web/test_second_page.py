"""The pages of second grades, and everything that could give the first grading away."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from station.domain.inspection import Inspection
from station.domain.people import Role
from station.services.grading import calibrating
from tests.support.grading import second_grader, worn_rig
from tests.support.stations import Rig
from tests.support.templates import compiled_once
from tests.support.work import last_closed
from tests.web.conftest import KEY, Browser, FakeSimulator
from web.events import ALIVE, event
from web.factory import create_app


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with worn_rig(tmp_path / "data") as rig:
        yield rig


@pytest.fixture
def app(rig: Rig, simulator: FakeSimulator) -> Flask:
    hosts = ["localhost", "127.0.0.1"]
    return compiled_once(create_app(rig.world, secret_key=KEY, trusted_hosts=hosts, simulator=simulator))


@pytest.fixture
def first(rig: Rig) -> Inspection:
    known = last_closed(rig)
    assert known.route and len(known.photos) > 1
    return known


@pytest.fixture
def grader(open_browser: Callable[[], Browser], first: Inspection) -> Iterator[Browser]:
    yield signed_in(open_browser(), 1)


def signed_in(browser: Browser, number: int) -> Browser:
    browser.sign_in(Role.OPERATOR, number)
    browser.post("/taste", {"language": "en"})
    return browser


def taken(browser: Browser) -> str:
    answer = browser.post("/second/take")
    assert answer.json
    return str(answer.json["to"])


def say(browser: Browser, address: str, number: int) -> dict[str, Any]:
    page = browser.get(address).text
    found = re.search(r'data-question="([^"]*)"', page)
    assert found
    return dict(browser.post(f"{address}/answer", {"question": found[1], "choice": number}).json or {})


def secrets_of(first: Inspection, rig: Rig) -> dict[str, str]:
    """Name everything of the first grading that must not be told, in words, codes or hashes."""
    assert first.route and first.closed_at
    ids = {
        "inspection": first.id,
        "lpn": first.item.lpn,
        "first": first.opened_by,
        "rma": first.item.rma or "",
    }
    told = {f"photo {p.slot}": p.sha256 for p in first.photos}
    slots = {f"slot {p.slot}": f'"{p.slot}"' for p in first.photos}
    name = {
        "name": second_grader(rig, 0).name,
        "route": first.route.disposition.value,
        "bin": first.route.bin or "",
    }
    times = {"time": f"{first.closed_at:%H:%M:%S}"}
    return {**ids, **told, **slots, **name, **times}


# What it looks like -------------------------------------------------------------------------------


def test_what_waits_is_counted_and_begun(grader: Browser) -> None:
    assert "1 item waits for you." in grader.get("/second").text
    address = taken(grader)
    page = grader.get(address).text
    assert 'data-command="UNTOLD"' in page and "Cannot tell from the photos" in page
    assert page.count("data-photo=") > 1 and 'alt="Photo 1"' in page


def test_answers_lead_on_and_back_and_to_the_end(grader: Browser) -> None:
    address = taken(grader)
    assert 'data-command="BACK"' in say(grader, address, 2)["html"]
    again = grader.post(f"{address}/back").json or {}
    assert "sealed?" in again["html"] and not again["say"]
    assert say(grader, address, 1) == {"to": "/second?kept=1"}
    assert "Kept. Thank you." in grader.get("/second?kept=1").text
    assert grader.get(address).status_code == 404


def test_an_older_screen_is_told_so_and_shows_what_is_asked_now(grader: Browser) -> None:
    address = taken(grader)
    say(grader, address, 2)
    stale = grader.post(f"{address}/answer", {"question": "sealed", "choice": 1}).json or {}
    assert not stale["ok"] and stale["say"] and 'data-question="packaging"' in stale["html"]


def test_the_item_in_hand_is_chosen_by_its_label_and_has_no_photos(
    grader: Browser, first: Inspection
) -> None:
    to = (grader.post("/second/scan", {"text": first.item.lpn.lower()}).json or {})["to"]
    page = grader.get(to).text
    assert "look at the item itself" in page and "data-photo" not in page
    assert grader.get(f"{to}/photos/1").status_code == 404


def test_codes_that_do_not_wait_here_are_said_or_left_to_the_bench(grader: Browser) -> None:
    answer = grader.post("/second/scan", {"text": "L07-0000001-<b>"}).json or {}
    assert not answer["ok"] and "<b>" not in answer["say"].replace("L07-0000001-<B>", "")
    assert (grader.post("/second/scan", {"text": "$ID-SECRET"}).json or {})["elsewhere"]


def test_the_stations_own_scanners_are_heard_and_nothing_else_of_the_bench(
    grader: Browser, rig: Rig, app: Flask, open_browser: Callable[[], Browser]
) -> None:
    assert "data-follows" in grader.get("/second").text
    answer = grader.get("/second/live")
    stream = iter(answer.response)
    assert as_text(next(stream)) == ALIVE
    rig.world.bell.ring(10_000)
    assert as_text(next(stream)) == ALIVE, "that the bench has moved on is no news here"
    rig.world.bell.echo("L07-0000001-0")
    assert as_text(next(stream)) == event("echo", {"text": "L07-0000001-0"})
    signed_in(open_browser(), 0)
    assert "locked" in next(text for text in map(as_text, stream) if text != ALIVE)
    answer.close()
    desk = open_browser()
    assert desk.get("/second/live").status_code == 303, "nobody is signed in there"


def test_a_page_that_listens_again_and_again_lets_the_session_run_idle(grader: Browser, rig: Rig) -> None:
    assert grader.get("/second").status_code == 200
    for _ in range(3):
        rig.clock.advance(seconds=rig.world.house.idle.total_seconds() * 0.4)
        grader.get("/second/live").close()
    assert grader.get("/second").status_code == 303


def as_text(chunk: bytes | str) -> str:
    return chunk.decode() if isinstance(chunk, bytes) else chunk


# Attacks on the blindness -------------------------------------------------------------------------


def test_nothing_that_is_sent_tells_of_the_first(grader: Browser, rig: Rig, first: Inspection) -> None:
    grader.get("/second")
    address = taken(grader)
    sent = [address]
    for path in ("/second", address, *(f"{address}/photos/{n}" for n in range(1, len(first.photos) + 1))):
        answer = grader.get(path)
        body = answer.text if answer.mimetype == "text/html" else ""
        sent.append(f"{answer.headers} {_without_frame(body)}")
    for number in (2, 0):
        sent.append(str(say(grader, address, number)))
    for what, secret in secrets_of(first, rig).items():
        assert not secret or not [text for text in sent if secret in text], what
    assert not re.search(r"[0-9a-f]{64}", "".join(sent)), "no hash of anything"


def _without_frame(page: str) -> str:
    """Leave out what stands on every page: the sprite and the bar with its clock."""
    return page[page.index("<main") :] if "<main" in page else page


def test_two_items_whose_first_answers_differ_look_the_same(
    grader: Browser, rig: Rig, first: Inspection
) -> None:
    """The first answer of the first grader is turned round: not one byte of the page changes."""
    address = taken(grader)
    numbers = range(1, len(first.photos) + 1)
    before = _without_frame(grader.get(address).text)
    photos = [grader.get(f"{address}/photos/{number}").data for number in numbers]
    with rig.world.begin() as uow:
        turned = tuple(replace(a, choice="no" if a.choice == "yes" else "yes") for a in first.answers)
        uow.inspections.save(replace(first, answers=turned, photos=first.photos[::-1], route=None))
    assert _without_frame(grader.get(address).text) == before
    assert [grader.get(f"{address}/photos/{number}").data for number in numbers] == photos


def test_photos_are_given_to_nobody_else_nor_before_nor_after(
    grader: Browser, open_browser: Callable[[], Browser], rig: Rig, first: Inspection
) -> None:
    address = taken(grader)
    photo = f"{address}/photos/1"
    assert grader.get(photo).data.startswith(b"\xff\xd8")
    for number in (0, 99):
        assert grader.get(f"{address}/photos/{number}").status_code == 404
    assert grader.get(f"{address}/photos/-1").status_code == 404
    assert grader.get(f"/audit/{first.item.lpn}/photos/{first.photos[0].sha256}").status_code == 403
    assert grader.get(f"/bench/photos/{first.photos[0].sha256}").status_code in (403, 404)
    assert grader.get(address.replace("/second/", "/second/x")).status_code == 404
    assert open_browser().get(photo).status_code == 303, "nobody is signed in there"
    own = signed_in(open_browser(), 0)
    assert own.get(photo).status_code == 404 and own.get(address).status_code == 404
    assert own.post(f"{address}/answer", {"question": "sealed", "choice": 1}).status_code == 404


def test_the_bench_shows_nobody_what_others_graded(grader: Browser, first: Inspection, rig: Rig) -> None:
    assert first.route
    page = _without_frame(grader.get("/bench").text)
    assert "The last items appear here." in page and first.route.disposition.value not in page
    grader.sign_in(Role.OPERATOR, 0)
    grader.post("/taste", {"language": "en"})
    assert first.route.disposition.value in _without_frame(grader.get("/bench").text)


def test_own_work_is_neither_counted_nor_found(
    open_browser: Callable[[], Browser], first: Inspection
) -> None:
    own = signed_in(open_browser(), 0)
    assert "Nothing waits for you now." in own.get("/second").text
    assert (own.post("/second/take").json or {}) == {"to": "/second"}
    assert not (own.post("/second/scan", {"text": first.item.lpn}).json or {})["ok"]


def test_a_calibration_item_cannot_be_told_from_a_second_grade(
    grader: Browser, rig: Rig, first: Inspection
) -> None:
    supervisor = second_grader(rig, 0, Role.SUPERVISOR)
    assert calibrating.mark(rig.world, supervisor, first.id, first.chosen)
    grader.get("/second")
    one = taken(grader)
    pages = [_without_frame(grader.get(one).text)]
    while "html" in say(grader, one, 0):
        pass
    rig.clock.advance(hours=7)
    signed_in(grader, 1)
    other = taken(grader)
    assert other not in ("/second", one)
    pages.append(_without_frame(grader.get(other).text))
    own, of_other = (re.sub(r"/second/[\w-]+|data-second=\"[\w-]+\"", "…", page) for page in pages)
    assert own == of_other
    assert len(one) == len(other)


@pytest.mark.parametrize("choice", ["1", True])
def test_what_is_no_number_is_refused(grader: Browser, choice: object) -> None:
    address = taken(grader)
    answer = grader.post(f"{address}/answer", {"question": "sealed", "choice": choice})
    assert answer.status_code == 400


# Supervisors --------------------------------------------------------------------------------------


def test_calibration_items_are_for_supervisors(grader: Browser, first: Inspection) -> None:
    for path in ("/calibrations", f"/calibrations/{first.id}"):
        assert grader.get(path).status_code == 403
    assert grader.post(f"/calibrations/{first.id}").status_code == 403
    assert grader.post(f"/calibrations/{first.id}/retire").status_code == 403


def test_a_supervisor_marks_from_the_record_and_retires(
    open_browser: Callable[[], Browser], rig: Rig, first: Inspection
) -> None:
    desk = open_browser().sign_in(Role.SUPERVISOR)
    desk.post("/taste", {"language": "en"})
    assert f"/calibrations/{first.id}" in desk.get(f"/audit/{first.item.lpn}").text
    page = desk.get(f"/calibrations/{first.id}").text
    assert "Mark as calibration item" in page and 'value="no" selected' in page
    half = desk.post(f"/calibrations/{first.id}", {"fields": {"sealed": "no"}}).json or {}
    assert not half["ok"] and "no answer yet" in half["say"]
    fields: dict[str, object] = {"fields": {"sealed": "yes", "<x>": "<y>"}}
    assert desk.post(f"/calibrations/{first.id}", fields).json == {"to": "/calibrations"}
    assert f"/calibrations/{first.id}/retire" in desk.get("/calibrations").text
    assert desk.post(f"/calibrations/{first.id}/retire").json == {"to": "/calibrations"}
    assert "retired" in desk.get("/calibrations").text
    assert desk.get("/calibrations/nothing").status_code == 404
    assert desk.post("/calibrations/nothing").status_code == 404


def test_both_gradings_stand_beside_each_other_on_the_record(
    grader: Browser, open_browser: Callable[[], Browser], first: Inspection, rig: Rig
) -> None:
    address = taken(grader)
    say(grader, address, 1)
    desk = open_browser().sign_in(Role.SUPERVISOR)
    desk.post("/taste", {"language": "en"})
    page = desk.get(f"/audit/{first.item.lpn}").text
    assert "from the photos alone" in page and second_grader(rig, 1).name in page
    assert "differs-row" in page


def test_the_grader_is_told_kindly_once_an_item_is_retired(
    grader: Browser, rig: Rig, first: Inspection
) -> None:
    supervisor = second_grader(rig, 0, Role.SUPERVISOR)
    assert calibrating.mark(rig.world, supervisor, first.id, first.chosen)
    say(grader, taken(grader), 1)
    rig.clock.advance(hours=7)
    signed_in(grader, 1)
    say(grader, taken(grader), 1)
    assert "known items" not in grader.get("/second").text
    calibrating.retire(rig.world, supervisor, first.id)
    page = grader.get("/second").text
    assert "Look at it:" in page and "You said" in page
    shown = re.search(r'src="(/second/known/[^"]+)"', page)
    assert shown and grader.get(shown[1]).data.startswith(b"\xff\xd8")
