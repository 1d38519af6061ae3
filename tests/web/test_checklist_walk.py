"""A checklist walked through in the browser, its reference photos, and who uses it."""

import random
from io import BytesIO

import pytest
from PIL import Image

from station.domain.people import Person, Role
from station.domain.texts import Texts
from station.rule_ports import RuleKey
from station.services import rules
from tests.support.stations import Rig
from tests.web.conftest import Browser

WALK = "/rules/checklist/electronics/walk"
TOYS = RuleKey("checklist", "toys")


def manager(rig: Rig) -> Person:
    with rig.world.read() as uow:
        return uow.people.get(rig.person(Role.MANAGER).id)


@pytest.fixture
def desk(browser: Browser) -> Browser:
    return browser.sign_in(Role.MANAGER)


def test_a_walk_asks_as_the_bench_does_and_each_answer_is_an_address(desk: Browser) -> None:
    first = desk.get(WALK).text
    assert "Is it still factory-sealed?" in first and f'href="{WALK}?sealed=no" data-key="2"' in first
    second = desk.get(f"{WALK}?sealed=no").text
    assert "Battery swollen, hot or leaking?" in second
    assert f'href="{WALK}?sealed=no&amp;battery=yes" data-key="2"' in second
    assert f'href="{WALK}" data-key="0"' in second and f'href="{WALK}" data-key="r"' in second


def test_what_an_answer_does_is_told_and_what_it_spares_is_not_asked(desk: Browser) -> None:
    page = desk.get(f"{WALK}?sealed=no&battery=yes").text
    assert "What does it look like?" in page and "Does it power on?" not in page
    assert "function at most" in page and '<b class="cap" data-grade="E">' in page
    assert "The battery" in page, "the photo that this answer asks for"


def test_the_end_tells_grade_policy_row_and_disposition(desk: Browser) -> None:
    page = desk.get(f"{WALK}?sealed=yes&for.category=electronics&for.value=100&for.days=5").text
    assert "Grade <bdi" in page and "Restock" in page and "Rule <bdi" in page
    assert "Decided by the rules that count now." in page
    late = desk.get(f"{WALK}?sealed=yes&for.category=electronics&for.value=100&for.days=900").text
    assert "day 900 of" in late.replace('<bdi dir="ltr">', "").replace("</bdi>", "")


def test_answers_that_nothing_asks_for_and_strange_ones_are_dropped(desk: Browser) -> None:
    page = desk.get(f"{WALK}?power=no&sealed=no&nonsense=1&battery=perhaps&for.value=x&for.days=-1").text
    assert "Battery swollen, hot or leaking?" in page


def test_the_draft_is_walked_and_nothing_of_it_is_kept(desk: Browser, rig: Rig) -> None:
    view = rules.begin_checklist(rig.world, "toys", Texts("Toys"), manager(rig))
    page = desk.get("/rules/checklist/toys/walk?sealed=no").text
    assert "A walk through the draft." in page and "Grade <bdi" in page
    after = rules.draft(rig.world, TOYS)
    assert after and after.draft == view.draft


def test_other_drafts_are_tried_with_it(desk: Browser, rig: Rig) -> None:
    rules.begin(rig.world, rules.POLICY, manager(rig))
    assert "Decided with 1 draft of other rules" in desk.get(f"{WALK}?sealed=yes").text


def test_what_is_to_be_mended_is_not_walked(desk: Browser, rig: Rig) -> None:
    rules.begin_checklist(rig.world, "toys", Texts(""), manager(rig))
    assert "It cannot be walked yet" in desk.get("/rules/checklist/toys/walk").text


def test_a_version_is_walked_beside_the_draft(desk: Browser, rig: Rig) -> None:
    electronics = RuleKey("checklist", "electronics")
    rules.begin(rig.world, electronics, manager(rig))
    version = rules.history(rig.world, electronics)[0].version
    assert "A walk through version <bdi" in desk.get(f"{WALK}?for.version={version}").text
    assert desk.get(f"{WALK}?for.version=99").status_code == 404
    assert desk.get("/rules/checklist/nothing/walk").status_code == 404


def picture(form: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, form)
    return out.getvalue()


def send(browser: Browser, data: bytes) -> dict[str, str]:
    headers = {"X-CSRFToken": browser.token(), "Accept": "application/json"}
    answer = browser.http.post("/rules/photos", data=data, headers=headers, content_type="image/png")
    return dict(answer.json or {})


def test_a_photo_is_kept_and_shown_where_a_checklist_names_it(desk: Browser, rig: Rig) -> None:
    photo = send(desk, picture())["photo"]
    assert desk.get(f"/rules/photos/{photo}").status_code == 404, "nothing shows it yet"
    rules.begin_checklist(rig.world, "toys", Texts("Toys"), manager(rig))
    body: dict[str, object] = {"revision": 1, "op": "add", "path": "question/1/example", "value": photo}
    assert desk.post("/rules/checklist/toys/draft", body).status_code == 200
    shown = desk.get(f"/rules/photos/{photo}")
    assert shown.mimetype == "image/jpeg" and shown.data.startswith(b"\xff\xd8")


def test_a_photo_is_taken_with_the_camera(desk: Browser, rig: Rig) -> None:
    rig.show("KT-17")
    answer = desk.post("/rules/photos/shot", {})
    assert answer.json and rig.world.vault.get(answer.json["photo"])


def test_what_is_no_picture_is_refused_in_words(desk: Browser) -> None:
    assert send(desk, b"<svg/>")["say"] == "This is no picture that can be read. Choose a JPEG or PNG."


def test_more_than_any_picture_is_refused_in_words(desk: Browser) -> None:
    assert "too much" in send(desk, b"\xff\xd8\xff" + bytes(17 * 1024 * 1024))["say"]


def test_a_photo_may_be_larger_than_anything_else_that_is_sent(desk: Browser) -> None:
    noise = Image.frombytes("RGB", (1100, 1000), random.Random(7).randbytes(3_300_000))
    out = BytesIO()
    noise.save(out, "PNG")
    assert len(out.getvalue()) > 3_000_000 and send(desk, out.getvalue())["photo"]


def test_photos_are_brought_by_managers_only(browser: Browser) -> None:
    browser.sign_in(Role.SUPERVISOR)
    headers = {"X-CSRFToken": browser.token(), "Accept": "application/json"}
    for path in ("/rules/photos", "/rules/photos/shot", "/rules/checklist/general/users"):
        assert browser.http.post(path, data=b"", headers=headers).status_code == 403


def test_a_category_is_let_use_a_checklist(desk: Browser, rig: Rig) -> None:
    rules.begin_checklist(rig.world, "toys", Texts("Toys"), manager(rig))
    page = desk.get("/rules/checklist/toys/users").text
    assert "Publish the checklist first" in page and "data-assign" not in page
    rules.publish(rig.world, TOYS, 1, manager(rig))
    assert 'data-assign="kitchen"' in desk.get("/rules/checklist/toys/users").text
    answer = desk.post("/rules/checklist/toys/users", {"category": "kitchen"})
    assert answer.json == {"to": "/rules/checklist/toys/users"}
    assert 'data-assign="kitchen"' not in desk.get("/rules/checklist/toys/users").text
