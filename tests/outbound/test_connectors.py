"""Calls of Shopify and Loop: by the files that are shipped, and by files with mistakes."""

from pathlib import Path

import pytest

from station.adapters.config.connector_files import read_connectors
from station.adapters.config.problems import Problems
from station.adapters.config.statuses_file import read_statuses
from station.app.paths import CONFIG
from station.domain.disposition import Disposition
from station.domain.outbound.connectors import Call, Connector, body_of
from station.domain.outbound.destinations import Failure
from station.domain.scanning import Command
from station.services.outbound import managing
from tests.outbound.test_delivering import added, finish_item, later, parked, track, work_off
from tests.services.test_reconciling import RMA, announce, judged
from tests.support.desk import elsewhere, restocked
from tests.support.outbound import called
from tests.support.receiver import Receiver, Say
from tests.support.stations import Rig
from tests.support.work import of, option, press
from tests.support.workshop import stored


def test_loop_is_told_grade_and_disposition(rig: Rig) -> None:
    item = stored(rig, restocked(rig)).item
    grade, disposition = called(rig, "loop")
    assert (grade.path, disposition.path) == ("/dispositioning/grade", "/dispositioning/assess")
    (graded,), (disposed,) = grade.body["items"], disposition.body["items"]
    assert (graded["line_item_id"], graded["condition_category"]) == (item.line, "grade_a")
    assert disposed["disposition_outcome"] == "back_to_stock"
    assert graded["description"] == "As new"


def test_loop_is_told_what_a_supervisor_changed_and_shopify_cannot_be(rig: Rig) -> None:
    elsewhere(rig, restocked(rig), Disposition.DISPOSAL)
    outcomes = [c.body["items"][0].get("disposition_outcome") for c in called(rig, "loop")]
    assert outcomes == [None, "back_to_stock", None, "recycle"]
    assert len(called(rig, "shopify")) == 1


def test_shopify_is_asked_for_one_disposition(rig: Rig) -> None:
    item = stored(rig, restocked(rig)).item
    (made,) = called(rig, "shopify")
    (asked,) = made.body["variables"]["inputs"]
    assert asked == {
        "reverseFulfillmentOrderLineItemId": f"gid://shopify/ReverseFulfillmentOrderLineItem/{item.line}",
        "quantity": 1,
        "dispositionType": "RESTOCKED",
    }
    assert "reverseFulfillmentOrderDispose(dispositionInputs: $inputs)" in made.body["query"]


def test_lines_that_did_not_come_are_missing_once(rig: Rig) -> None:
    rig.sign_in()
    announce(rig, ("PT-24", 3), ("CB-40", 1))
    rig.scan(RMA)
    rig.scan(of(rig, "PT-24").gtin)
    judged(rig)
    press(rig, Command.PARCEL)
    for answer in ("missing", "missing"):
        option(rig, answer)
    missing = [c.body["variables"]["inputs"][0] for c in called(rig, "shopify")][1:]
    assert [(m["dispositionType"], m["quantity"]) for m in missing] == [("MISSING", 2), ("MISSING", 1)]


def test_a_no_inside_a_yes_is_a_no(out: Rig, receiver: Receiver) -> None:
    no = b'{"data":{"reverseFulfillmentOrderDispose":{"userErrors":[{"message":"already disposed"}]}}}'
    receiver.answers = [Say(body=no)]
    destination = added(out, receiver.url, "shopify", key="shpat_1")
    finish_item(out)
    work_off(out)
    assert receiver.got[0].headers["x-shopify-access-token"] == "shpat_1"
    failing = track(out, destination)
    assert (failing.failure, "already disposed" in failing.said) == (Failure.REFUSED, True)
    for _ in range(5):
        later(out)
    assert len(parked(out, destination)) == 1
    receiver.answers = [Say(body=b'{"data":{"reverseFulfillmentOrderDispose":{"userErrors":[]}}}')]
    managing.retry(out.world, destination.id)
    work_off(out)
    assert parked(out, destination) == []


def test_fields_become_tables_and_lists() -> None:
    fields = {"a.0.n": "{line}", "a.0.t": "x{line}", "a.1.n": 2, "b": True, "c": "{bin}"}
    assert body_of(fields, {"line": 7, "bin": ""}) == {"a": [{"n": 7, "t": "x7"}, {"n": 2}], "b": True}


def test_the_files_that_are_shipped_have_no_mistakes() -> None:
    problems = Problems()
    read = read_connectors(CONFIG / "connectors", problems)
    assert (set(read), problems.found) == ({"shopify", "loop"}, [])
    calls: list[Call] = [call for each in read.values() for call in each.calls]
    assert len(calls) == 3
    assert isinstance(read["loop"], Connector)


MISTAKES = """
id = "looop"
version = 1
name = "Loop"
key_header = "X Key"
corrects = "yes"
[[call]]
id = "grade"
on = ["finished", "sometimes"]
path = "no/slash"
codes = ["a", "b"]
[[call.row]]
disposition = "restok"
code = "c"
[[call.row]]
grade = "A"
code = "a"
[call.fields]
"items.0.id" = "{lyne}"
"items.2.id" = "{line}"
"items.0.id.deep" = 1
"bad path" = 1
"""


@pytest.mark.parametrize(
    "words",
    [
        "looop", "X Key", "true or false", "sometimes", "no/slash", "restok", "{lyne}", '"line"',
        "another field holds a value", "has gaps", "bad path", 'always fits the disposition "disposal"',
    ],
)  # fmt: skip
def test_every_mistake_is_named(tmp_path: Path, words: str) -> None:
    (tmp_path / "loop.toml").write_text(MISTAKES)
    problems = Problems()
    read_connectors(tmp_path, problems)
    assert any(words in str(problem) for problem in problems.found), [str(p) for p in problems.found]


def test_a_text_that_is_missing_or_names_what_is_not_there_is_said(tmp_path: Path) -> None:
    shipped = (CONFIG / "outbound/statuses.toml").read_text()
    broken = shipped.replace("[remedy.repair]", "[remedy.repare]").replace("{product} has", "{amount} has")
    (tmp_path / "statuses.toml").write_text(broken)
    problems = Problems()
    read_statuses(tmp_path / "statuses.toml", problems)
    said = " ".join(map(str, problems.found))
    assert "repair" in said
    assert "repare" in said
