"""The editor of a checklist: a category from scratch, ids by themselves, what is wrong at its place."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest

from station.domain.people import Role
from station.rule_ports import RuleKey
from station.services import rules
from tests.web.conftest import Browser

KEY = RuleKey("checklist", "toys")


@dataclass
class Writer:
    """A manager at the editor, as its script works."""

    browser: Browser
    revision: int = 1
    html: str = ""

    def do(self, op: str, path: str, value: object = None, shape: str = "line") -> str:
        """Send one edit; return where to look afterwards."""
        body = {"revision": self.revision, "op": op, "path": path, "value": value, "shape": shape}
        answer = self.browser.post("/rules/checklist/toys/draft", body)
        said: dict[str, Any] = answer.json or {}
        assert answer.status_code == 200 and "html" in said, said
        self.revision, self.html = said["revision"], said["html"]
        return str(said["at"])

    def put(self, path: str, value: object, shape: str = "line") -> None:
        self.do("set", path, value, shape)

    @property
    def plain(self) -> Any:
        view = rules.draft(self.browser.rig.world, KEY)
        assert view
        return view.draft.plain


@pytest.fixture
def writer(browser: Browser) -> Writer:
    browser.sign_in(Role.MANAGER)
    answer = browser.post("/rules/checklist", {"title": "Toys", "id": "toys"})
    assert answer.json == {"to": "/rules/checklist/toys"}
    return Writer(browser)


def test_a_checklist_is_written_from_scratch(writer: Writer) -> None:
    assert writer.do("add", "question") == "question/2"
    writer.put("question/2/en", "Is it complete?")
    writer.put("question/2/choice/2/en", "Parts missing")
    writer.put("question/2/choice/2/caps/completeness", "C", "choice")
    writer.put("question/2/choice/2/todo/en", "Order the parts")
    assert writer.do("add", "question/2/when", "sealed") == "question/2/when/sealed"
    assert writer.do("add", "question/2/choice") == "question/2/choice/3"
    writer.put("question/2/choice/3/en", "Broken")
    writer.put("question/2/help/en", "Count against the picture on the box.")
    writer.put("question/2/parts", "yes", "flag")
    assert writer.do("add", "slot") == "slot/1"
    writer.put("slot/1/en", "All parts laid out")
    writer.put("slot/1/required", "no", "flag")
    writer.put("slot/1/proves", ["complete"], "choices")
    writer.do("add", "slot/1/when", "complete")
    assert "Nothing to mend" in writer.html
    question = writer.plain["question"][1]
    assert {key: question[key] for key in ("id", "when", "parts")} == {
        "id": "complete",
        "when": {"sealed": ["no"]},
        "parts": True,
    }
    assert [choice["id"] for choice in question["choice"]] == ["yes", "parts_missing", "broken"]
    assert (
        rules.publish(writer.browser.rig.world, KEY, writer.revision, writer.browser.rig.person(Role.MANAGER))
        == 1
    )


def test_an_id_follows_its_words_and_its_conditions_follow_it(writer: Writer) -> None:
    writer.do("add", "question")
    writer.put("question/2/en", "Any marks?")
    writer.do("add", "question")
    writer.do("add", "question/3/when", "marks")
    writer.put("question/2/en", "Any scratches?")
    writer.put("question/2/choice/2/en", "None seen")
    assert writer.plain["question"][2]["when"] == {"scratches": ["none_seen"]}
    writer.put("question/2/id", "scratch", "code")
    assert writer.plain["question"][2]["when"] == {"scratch": ["none_seen"]}


def test_words_that_came_along_go_where_the_english_is_another(writer: Writer) -> None:
    """The Hebrew of "No" would say the opposite of what the manager wrote in its place."""
    writer.do("add", "question")
    writer.put("question/2/choice/2/en", "Lightly worn")
    writer.put("question/1/choice/1/en", "The seal is unbroken")
    first, second = writer.plain["question"]
    assert second["choice"][0]["he"] == "כן"
    assert second["choice"][1] == {"id": "lightly_worn", "en": "Lightly worn"}
    assert {"he", "ru"}.isdisjoint(first["choice"][0])
    writer.put("question/2/choice/2/he", "בלאי קל")
    writer.put("question/2/choice/2/en", "Light wear")
    assert writer.plain["question"][1]["choice"][1]["he"] == "בלאי קל"


def test_what_is_emptied_leaves_nothing_half_written_behind(writer: Writer) -> None:
    writer.put("question/1/help/en", "Look.")
    writer.put("question/1/help/en", "")
    writer.put("question/1/choice/2/caps/cosmetic", "B", "choice")
    writer.put("question/1/choice/2/caps/cosmetic", "", "choice")
    assert "help" not in writer.plain["question"][0]
    assert "caps" not in writer.plain["question"][0]["choice"][1]


def test_a_question_is_moved_and_what_waits_for_it_is_wrong_there(writer: Writer) -> None:
    writer.do("add", "question")
    writer.put("question/2/en", "Clean?")
    writer.do("add", "question/2/when", "sealed")
    assert writer.do("move", "question/2", 1) == "question/1"
    assert "is asked later: the two would wait for each other" in writer.html
    assert (
        'id="at/question/1/when/sealed"' in writer.html and 'id="wrong/question/1/when/sealed"' in writer.html
    )
    writer.do("drop", "question/1/when/sealed")
    assert "Nothing to mend" in writer.html


def test_only_earlier_questions_are_offered(writer: Writer) -> None:
    writer.do("add", "question")
    assert '<form class="adding" data-add="question/2/when">' in writer.html
    assert '<form class="adding" data-add="question/1/when">' not in writer.html


def test_no_more_answers_than_keys(writer: Writer) -> None:
    for _ in range(7):
        writer.do("add", "question/1/choice")
    assert 'data-op="add" data-path="question/1/choice"' not in writer.html


def test_an_edit_that_leads_nowhere_is_refused(writer: Writer) -> None:
    body = {"revision": 1, "op": "remove", "path": "question/9"}
    answer = writer.browser.post("/rules/checklist/toys/draft", body)
    assert answer.json and answer.json["say"]
    for wrong in ({"op": "add", "path": "title"}, {"op": "add", "path": "question/1/when", "value": "x"}):
        assert writer.browser.post("/rules/checklist/toys/draft", {"revision": 1, **wrong}).status_code == 400


def test_whoever_was_slower_is_told_and_changes_nothing(writer: Writer) -> None:
    writer.put("title/en", "Toys and games")
    body = {"revision": 1, "op": "set", "path": "title/en", "value": "Mine"}
    answer = writer.browser.post("/rules/checklist/toys/draft", body)
    assert answer.status_code == 409 and answer.json and answer.json["stale"]
    assert writer.plain["title"]["en"] == "Toys and games"


@pytest.mark.parametrize(("language", "said"), [("he", "אחר כך"), ("ru", "позже")])
def test_a_cycle_is_told_in_every_language(writer: Writer, language: str, said: str) -> None:
    writer.browser.post("/taste", {"language": language})
    writer.do("add", "question")
    writer.do("add", "question/2/when", "sealed")
    writer.do("move", "question/2", 1)
    assert said in writer.html


def test_a_version_is_read_without_anything_to_press(browser: Browser) -> None:
    page = browser.sign_in(Role.SUPERVISOR).get("/rules/checklist/electronics").text
    assert "Battery swollen, hot or leaking?" in page and "only when" in page
    assert "data-op=" not in page


def test_a_new_checklist_is_told_question_by_question(writer: Writer) -> None:
    writer.do("add", "question")
    writer.put("question/2/en", "Any parts missing?")
    writer.do("add", "slot")
    writer.put("slot/1/en", "All parts laid out")
    page = writer.browser.get("/rules/checklist/toys/publish").text
    changes = page[page.index('class="changes"') : page.index("</ul>")]
    assert "Any parts missing?" in changes and "All parts laid out" in changes
    assert "{" not in changes and "toys" not in changes and "parts_missing" not in changes


def test_changes_are_told_in_words_not_in_ids(browser: Browser) -> None:
    browser.sign_in(Role.MANAGER)
    address = "/rules/checklist/electronics"
    browser.post(f"{address}/begin")
    for number, edit in enumerate(
        (
            {"op": "add", "path": "question/3/when", "value": "sealed"},
            {"op": "set", "path": "question/3/choice/1/caps/packaging", "value": "B", "shape": "choice"},
        ),
        start=1,
    ):
        assert browser.post(f"{address}/draft", {"revision": number, **edit}).status_code == 200
    page = browser.get(f"{address}/publish").text
    assert "<bdi>Is it still factory-sealed?</bdi>" in page and "<bdi>No, opened</bdi>" in page
    assert "<bdi>packaging</bdi>" in page


@pytest.mark.parametrize(
    ("title", "id_"),
    [("Garden tools", "garden_tools"), ("צעצועים", "checklist_1"), ("Electronics", "electronics_2")],
)
def test_a_new_checklist_is_named_by_its_title(browser: Browser, title: str, id_: str) -> None:
    answer = browser.sign_in(Role.MANAGER).post("/rules/checklist", {"title": title, "id": ""})
    assert answer.json == {"to": f"/rules/checklist/{id_}"}


def test_every_place_of_the_page_has_an_address_of_its_own(writer: Writer) -> None:
    for path in ("question", "question/2/choice", "slot"):
        writer.do("add", path)
    ids = re.findall(r' id="([^"]+)"', writer.html)
    assert [each for each, count in Counter(ids).items() if count > 1] == []
