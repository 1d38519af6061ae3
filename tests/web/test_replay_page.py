"""Rules tried on past items, on screen: what is offered, how far it is, what it comes to."""

import json
import re
from typing import Any

import pytest

from station.domain.drafting import Edit, Op
from station.domain.people import Person, Role
from station.services import rules
from tests.support.history import live
from tests.support.stations import Rig
from tests.web.conftest import Browser
from web.rules import replays

ITEMS = 400


@pytest.fixture
def lived(rig: Rig) -> Rig:
    live(rig, ITEMS, days=100)
    return rig


@pytest.fixture
def manager(lived: Rig, browser: Browser) -> Browser:
    return browser.sign_in(Role.MANAGER)


def amir(rig: Rig) -> Person:
    with rig.world.read() as uow:
        return uow.people.get(rig.person(Role.MANAGER).id)


def dearer_workshop(rig: Rig) -> None:
    """Begin a draft in which the workshop costs so much that nothing goes there for money."""
    draft = rules.begin(rig.world, rules.PRICES, amir(rig)).draft
    way = 1 + [each["id"] for each in draft.plain["way"]].index("workshop")
    rules.edit(
        rig.world, rules.PRICES, draft.revision, Edit(Op.SET, ("way", way, "parts"), "90.00"), amir(rig)
    )


def wrong_table(rig: Rig) -> None:
    draft = rules.begin(rig.world, rules.TABLE, amir(rig)).draft
    rules.edit(rig.world, rules.TABLE, draft.revision, Edit(Op.SET, ("row", 1, "open"), ["moon"]), amir(rig))


def run(browser: Browser, **asked: object) -> list[dict[str, Any]]:
    answer = browser.post("/rules/replay/run", {"what": "drafts", "since": "all", **asked})
    assert answer.status_code == 200
    return [json.loads(line) for line in answer.text.splitlines()]


def result(browser: Browser, **asked: object) -> str:
    to: str = run(browser, **asked)[-1]["to"]
    return to


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_drafts_are_offered_with_what_they_change_and_those_to_mend_are_left_out(manager: Browser) -> None:
    assert "There is no draft that could be tried." in manager.get("/rules/replay").text
    dearer_workshop(manager.rig)
    wrong_table(manager.rig)
    page = words(manager.get("/rules/replay").text)
    assert "1 change " in page and "not tried: 1 thing to mend" in page
    outcome = words(manager.get(result(manager)).text)
    assert "Not tried, because there is something to mend:" in outcome


def test_a_replay_tells_how_far_it_is_and_then_where_its_result_is(manager: Browser) -> None:
    dearer_workshop(manager.rig)
    *told, last = run(manager)
    assert told[-1] == {"done": ITEMS, "of": ITEMS}
    page = words(manager.get(last["to"]).text)
    moved = re.search(r"(\d+) of 400 items would go elsewhere", page)
    assert moved and int(moved[1]) > 0
    assert "Publish: " in page


def test_every_number_leads_to_as_many_items(manager: Browser) -> None:
    dearer_workshop(manager.rig)
    page = manager.get(result(manager)).text
    cells = re.findall(r'<a href="([^"]+\?of=refurbish-[a-z]+)#items"[^>]*>\D*<bdi[^>]*>(\d+)', page)
    assert cells
    for address, number in cells:
        found = manager.get(address.replace("&amp;", "&")).text
        assert found.count('<li class="pair">') == min(50, int(number))
        assert len(re.findall(r'href="/audit/L07-\d{7}-0\?visit=1"', found)) == min(50, int(number))


def test_an_item_is_told_with_both_reasons(manager: Browser) -> None:
    dearer_workshop(manager.rig)
    page = words(manager.get(result(manager)).text)
    first = page[page.index("Items that would go elsewhere") :]
    assert "Was Refurbish" in first and "Would be" in first
    assert first.count("Rule ") >= 2 and "when " in first


def test_items_of_a_span_only(manager: Browser) -> None:
    dearer_workshop(manager.rig)
    today = manager.rig.world.today
    assert run(manager, since="week")[-2]["of"] < 40
    assert run(manager, since="day", day=today.isoformat())[-2]["of"] < 10
    for wrong in ({"since": "day", "day": "soon"}, {"since": "ever"}, {"since": None}):
        asked = {"what": "drafts", **wrong}
        assert manager.post("/rules/replay/run", asked).status_code == 400


def test_an_earlier_version_is_tried(manager: Browser) -> None:
    dearer_workshop(manager.rig)
    draft = rules.draft(manager.rig.world, rules.PRICES)
    assert draft
    rules.publish(manager.rig.world, rules.PRICES, draft.draft.revision, amir(manager.rig))
    assert 'value="prices/prices/1"' in manager.get("/rules/replay").text
    page = manager.get(result(manager, what="version", kind="prices", id="prices", version=1))
    assert "No item would go elsewhere" in page.text
    assert run(manager, what="version", kind="prices", id="prices", version=9)[0]["say"]
    assert manager.post("/rules/replay/run", {"what": "version", "since": "all"}).status_code == 400


def test_without_a_draft_there_is_nothing_to_try(manager: Browser) -> None:
    assert list(run(manager)[0]) == ["say"]


def test_a_result_says_when_its_drafts_moved_on(manager: Browser) -> None:
    dearer_workshop(manager.rig)
    to = result(manager)
    assert "were changed, published or given up since" not in manager.get(to).text
    draft = rules.draft(manager.rig.world, rules.PRICES)
    assert draft
    rules.discard(manager.rig.world, rules.PRICES, draft.draft.revision, amir(manager.rig))
    assert "were changed, published or given up since" in manager.get(to).text


def test_only_the_latest_results_are_kept(manager: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replays, "MOST", 2)
    dearer_workshop(manager.rig)
    first = result(manager, since="week")
    assert manager.get(first).status_code == 200
    for _ in range(2):
        result(manager, since="day", day=manager.rig.world.today.isoformat())
    gone = manager.get(first)
    assert (gone.status_code, "no longer there" in gone.text) == (404, True)


def test_supervisors_look_and_do_not_start(lived: Rig, browser: Browser) -> None:
    browser.sign_in(Role.SUPERVISOR)
    assert 'id="try"' not in browser.get("/rules/replay").text
    assert browser.post("/rules/replay/run", {"what": "drafts", "since": "all"}).status_code == 403


def test_a_replay_writes_nothing(manager: Browser) -> None:
    dearer_workshop(manager.rig)

    def store() -> list[Any]:
        with manager.rig.world.read() as uow:
            connection = uow.inspections._connection  # type: ignore[attr-defined]
            return [*connection.exec_driver_sql("SELECT * FROM inspections"), uow.journal.head()]

    before = store()
    result(manager)
    assert store() == before
