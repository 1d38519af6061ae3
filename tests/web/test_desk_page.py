"""The supervisor's desk as its page asks: the queue, one item, what is decided, and what is not."""

import re

import pytest

from station.domain.auditing.queue import Standing, Why
from station.domain.people import Role
from station.domain.scanning import Command
from tests.support.desk import queued, restocked, sampled
from tests.support.stations import Rig
from tests.support.work import in_hand, last_closed, open_item, press, to_bin, unawaited
from tests.support.workshop import show_another
from tests.web.conftest import Browser

REVISION = re.compile(r'data-revision="(\d+)"')


@pytest.fixture
def desk(rig: Rig, browser: Browser) -> Browser:
    """A supervisor at the desk, where an item that somebody else put into its bin is a sample."""
    rig.sign_in()
    restocked(rig)
    return browser.sign_in(Role.SUPERVISOR)


def another(rig: Rig, why: Why = Why.SAMPLE) -> str:
    """Have whoever is at the bench put a sealed item of one product into its bin, and queue it."""
    product = unawaited(rig)
    show_another(rig, product.sku)
    rig.scan(product.gtin)
    press(rig, 1, 1, Command.PHOTO)
    to_bin(rig)
    done = last_closed(rig).id
    sampled(rig, done, why)
    return done


def decide(desk: Browser, inspection: str, decision: str, **answers: object) -> dict[str, object]:
    """Decide as the page does, with the revision that it shows."""
    page = desk.get(f"/audit/items/{inspection}").text
    found = REVISION.search(page)
    assert found
    body = {"revision": int(found[1]), "seconds": 3.5, "note": "", **answers}
    answer = desk.post(f"/audit/items/{inspection}/{decision}", body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def test_the_page_says_first_why_an_item_waits_and_shows_its_photo_beside_what_it_proves(
    rig: Rig, desk: Browser
) -> None:
    known = last_closed(rig)
    page = desk.get("/audit").text
    item = page[page.index('id="item"') :]
    spoken = ("Sample</b>", f"{known.item.name.en}</bdi></h2>", known.photos[0].sha256, "Yes, sealed")
    places = [item.index(words) for words in spoken]
    assert places == sorted(places)
    assert f'data-count="{Why.SAMPLE.value}">1<' in page


def test_a_confirmation_is_one_post_and_leaves_the_queue_empty(rig: Rig, desk: Browser) -> None:
    known = last_closed(rig)
    told = decide(desk, known.id, "confirm")
    assert told["ok"], told
    assert told["counts"] == {"all": 0, **dict.fromkeys(Why, 0)}
    assert queued(rig, known.id).standing is Standing.CONFIRMED
    assert queued(rig, known.id).seconds == 3.5
    assert "Nothing waits." in desk.get("/audit").text


def test_another_grade_sends_the_item_where_the_rules_send_that_grade(rig: Rig, desk: Browser) -> None:
    known = last_closed(rig)
    told = decide(
        desk, known.id, "override", what="grade", grade="E", reason="graded_too_soft", note="Cracked"
    )
    assert told["ok"], told
    assert "moved" in str(told["say"])
    changed = last_closed(rig)
    assert changed.route
    assert (changed.route.graded.grade.value, changed.route.disposition.value) == ("E", "disposal")
    page = desk.get(f"/audit/items/{known.id}").text
    assert "Cracked" in page and "Waits to be moved to another bin" in page
    assert "A supervisor changed the grade: it was" in page and "No answer takes anything" not in page
    assert "A supervisor sent it elsewhere than the rules" in page


def test_an_item_is_sent_back_only_with_a_note_and_the_page_asks_for_it(rig: Rig, desk: Browser) -> None:
    known = last_closed(rig)
    told = decide(desk, known.id, "send_back")
    assert (told["ok"], told["stale"]) == (False, False)
    assert decide(desk, known.id, "send_back", note="Look at the hinge")["ok"]


def test_whoever_was_faster_is_named_and_the_page_knows_that_it_is_old(rig: Rig, desk: Browser) -> None:
    known = last_closed(rig)
    assert decide(desk, known.id, "confirm")["ok"]
    told = desk.post(f"/audit/items/{known.id}/confirm", {"revision": 1, "seconds": 1.0}).json
    assert told is not None
    assert (told["ok"], told["stale"]) == (False, True)
    assert rig.person(Role.SUPERVISOR).name in told["say"]


def test_ones_own_work_says_so_and_offers_nothing(rig: Rig, browser: Browser) -> None:
    desk = browser.sign_in(Role.SUPERVISOR)
    inspection = another(rig)
    page = desk.get(f"/audit?item={inspection}").text
    assert "data-decide=" not in page
    assert 'data-own="yes"' in page
    assert re.search(r'data-refused="[^"]+"', page)
    told = desk.post(f"/audit/items/{inspection}/confirm", {"revision": 1, "seconds": 1.0}).json
    assert told is not None and not told["ok"]


def test_several_samples_are_confirmed_at_once_and_what_is_no_sample_is_left_out(
    rig: Rig, browser: Browser
) -> None:
    rig.sign_in()
    clean, other = [another(rig), another(rig)], another(rig, Why.QUALITY)
    desk = browser.sign_in(Role.SUPERVISOR)
    page = desk.get("/audit").text
    assert page.count('data-clean="yes"') == len(clean)
    told = desk.post("/audit/confirm", {"items": [*clean, other]}).json
    assert told is not None
    assert sorted(told["confirmed"]) == sorted(clean)
    assert told["say"] == "2 items confirmed. 1 has to be looked at alone."


def test_a_hold_offers_to_release_and_to_keep_and_one_of_them_ends_its_wait(
    rig: Rig, browser: Browser
) -> None:
    open_item(rig)
    held = in_hand(rig).id
    press(rig, Command.HOLD, 1)
    desk = browser.sign_in(Role.SUPERVISOR)
    page = desk.get("/audit?why=hold").text
    assert re.findall(r'data-decide="(\w+)"', page) == ["release", "keep_hold"]
    told = decide(desk, held, "release")
    assert told["ok"], told
    assert "Waits to be taken up at the bench" in str(told["say"])


def test_filters_stand_in_the_address_and_nonsense_counts_as_none(rig: Rig, desk: Browser) -> None:
    known = last_closed(rig)
    row = f'data-item="{known.id}"'
    assert row in desk.get(f"/audit?why=sample&category={known.item.category}&least=1").text
    for narrowed in ("why=hold", "category=nothing", "least=99999999", "age=168", "grader=nobody"):
        page = desk.get(f"/audit?{narrowed}").text
        assert row not in page and "Nothing waits that fits this filter." in page
    for nonsense in ("why=x", "least=-1", "least=nan", "least=1e99", "age=7", "age=x"):
        assert row in desk.get(f"/audit?{nonsense}").text


def test_a_licence_plate_finds_its_item_and_a_badge_is_not_said_again(rig: Rig, desk: Browser) -> None:
    known = last_closed(rig)
    assert desk.post("/audit/find", {"text": known.item.lpn, "how": "typed"}).json == {
        "ok": True, "item": known.id, "say": "",
    }  # fmt: skip
    badge = desk.post("/audit/find", {"text": "$ID-SECRET", "how": "typed"}).json
    assert badge is not None and "SECRET" not in badge["say"]
    assert desk.post("/audit/find", {"text": "RMA-1", "how": "scanned"}).json == {
        "ok": False,
        "elsewhere": True,
    }


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("override", {"grade": "F", "reason": "other"}),
        ("override", {"grade": "B", "reason": "because"}),
        ("override", {"grade": "B"}),
        ("send_back", {"note": "x" * 501}),
        ("send_back", {"note": ["x"]}),
        ("release", {"signal-empty_box": "maybe"}),
    ],
)
def test_what_no_page_sends_is_refused_and_changes_nothing(
    rig: Rig, desk: Browser, path: str, body: dict[str, object]
) -> None:
    known = last_closed(rig)
    answer = desk.post(f"/audit/items/{known.id}/{path}", {"revision": 1, "seconds": 1, **body})
    assert answer.status_code == 400
    assert queued(rig, known.id).standing is Standing.WAITING


def test_pictures_to_compare_with_are_those_of_the_item_and_no_other(rig: Rig, desk: Browser) -> None:
    known = last_closed(rig)
    slot, sha256 = known.photos[0].slot, known.photos[0].sha256
    assert desk.get(f"/audit/items/{known.id}/references/{sha256}").status_code == 404
    assert desk.get(f"/audit/items/{known.id}/expected/{slot}").status_code == 404
    assert desk.get(f"/audit/items/nothing/expected/{slot}").status_code == 404


def test_the_expected_product_is_shown_by_another_item_of_it(rig: Rig, browser: Browser) -> None:
    rig.sign_in()
    first, second = another(rig), another(rig)
    with rig.world.read() as uow:
        photos = [uow.inspections.get(each).photos[0] for each in (first, second)]
    desk = browser.sign_in(Role.SUPERVISOR)
    answer = desk.get(f"/audit/items/{second}/expected/{photos[1].slot}")
    assert answer.data == rig.world.vault.get(photos[0].sha256)
    assert photos[0].sha256 != photos[1].sha256


def test_html_in_a_note_is_text(rig: Rig, desk: Browser) -> None:
    known = last_closed(rig)
    assert decide(desk, known.id, "send_back", note="<img src=x onerror=alert(1)>")["ok"]
    page = desk.get(f"/audit/items/{known.id}").text
    assert "&lt;img src=x" in page and "<img src=x" not in page


def test_a_photo_that_the_vault_has_lost_is_not_there_and_no_fault_of_the_page(
    rig: Rig, desk: Browser
) -> None:
    known = last_closed(rig)
    sha256 = known.photos[0].sha256
    (rig.station.folder.path / "photos" / sha256[:2] / f"{sha256}.jpg").unlink()
    assert desk.get(f"/audit/{known.item.lpn}/photos/{sha256}").status_code == 404
    assert desk.get(f"/audit/items/{known.id}").status_code == 200
