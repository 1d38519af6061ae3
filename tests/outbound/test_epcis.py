"""EPCIS events: valid by the official schema, and corrected by declarations that repeat what they correct."""

import json
from functools import cache
from typing import Any

import pytest

from station.domain.auditing.decisions import Change
from station.domain.auditing.overrides import OverrideReason
from station.domain.conditions import Conditions
from station.domain.grading import Grade
from station.domain.outbound import epcis
from station.domain.outbound.facts import Fact, Past
from station.domain.outbound.messages import Context
from station.domain.outbound.naming import Naming, restricted
from station.domain.people import Role
from station.domain.scanning import Command
from station.services import stock
from station.services.outbound.streams import OwnJournal, fact
from tests.support.desk import elsewhere, override, restocked
from tests.support.outbound import SCHEMA, events
from tests.support.stations import Rig
from tests.support.work import last_closed, open_item, option, press, step_up, to_bin, to_verdict
from tests.support.workshop import refurbish, somebody, stored

needs_schema = pytest.mark.skipif(not SCHEMA.exists(), reason="the official schema is not here")


@cache
def validator() -> Any:
    import jsonschema

    schema = json.loads(SCHEMA.read_text())
    kind = jsonschema.validators.validator_for(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


def faults(document: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator().iter_errors(document)]


def steps(rig: Rig) -> list[tuple[str, str]]:
    return [(e["bizStep"], e["disposition"]) for e in events(rig) if "errorDeclaration" not in e]


def declared(rig: Rig) -> list[dict[str, Any]]:
    return [event for event in events(rig) if "errorDeclaration" in event]


def document(rig: Rig, naming: Naming) -> dict[str, Any]:
    made: dict[str, Any] = epcis.document(events(rig), naming, rig.clock.time.isoformat())
    return made


def whole_life(rig: Rig) -> None:
    """One item restocked, overridden, moved and carried away, and one put on hold."""
    item = restocked(rig)
    elsewhere(rig, item)
    rig.scan(stored(rig, item).item.lpn)
    rig.scan("R-01")
    option(rig, "unusable")
    rig.scan("D-01")
    with rig.world.begin() as uow:
        stock.move_on(rig.world, uow, "D-01", somebody(rig, Role.OPERATOR).id)
    to_verdict_and_hold(rig)


def to_verdict_and_hold(rig: Rig) -> None:
    open_item(rig)
    press(rig, Command.HOLD, 1)


@needs_schema
def test_a_whole_life_is_valid_by_the_official_schema(rig: Rig) -> None:
    whole_life(rig)
    made = document(rig, Naming(destroyed_when_away=True))
    assert faults(json.loads(json.dumps(made))) == []
    said = {event["bizStep"] for event in made["epcisBody"]["eventList"]}
    assert {"receiving", "inspecting", "stocking", "holding", "collecting", "storing"} <= said
    for event in made["epcisBody"]["eventList"]:
        assert faults(epcis.alone(event, Naming())) == []


@needs_schema
def test_the_schema_finds_what_is_wrong(rig: Rig) -> None:
    restocked(rig)
    made = document(rig, Naming())
    for name, wrong in (("eventTime", "yesterday"), ("bizStep", "disposing"), ("lpn", "x")):
        event = {**made["epcisBody"]["eventList"][0], name: wrong}
        assert faults({**made, "epcisBody": {"eventList": [event]}}) != []


def test_an_item_is_received_inspected_and_stocked(rig: Rig) -> None:
    restocked(rig)
    assert steps(rig) == [
        ("receiving", "returned"),
        ("inspecting", "conformant"),
        ("stocking", "sellable_not_accessible"),
    ]
    times = [event["eventTime"] for event in events(rig)]
    assert times == sorted(times)
    assert {event["bizTransactionList"][0]["type"] for event in events(rig)} == {"rma"}


def test_what_was_moved_after_an_override_is_declared_wrong_by_a_copy(rig: Rig) -> None:
    item = restocked(rig)
    stocked = events(rig)[2]
    elsewhere(rig, item)
    assert declared(rig) == []  # it still lies there
    rig.scan(stored(rig, item).item.lpn)
    rig.scan("R-01")
    option(rig, "unusable")
    rig.scan("D-01")
    (wrong,) = declared(rig)
    declaration = wrong.pop("errorDeclaration")
    assert wrong == stocked
    right = next(e for e in events(rig) if e["eventID"] in declaration["correctiveEventIDs"])
    assert (declaration["reason"], right["bizStep"]) == ("incorrect_data", "collecting")


def test_another_grade_corrects_what_was_found(rig: Rig) -> None:
    item = restocked(rig)
    override(rig, item, Change(OverrideReason.GRADED_TOO_SOFT, grade=Grade.C))
    (wrong,) = declared(rig)
    assert (wrong["bizStep"], wrong["disposition"]) == ("inspecting", "conformant")
    assert steps(rig)[-1] == ("inspecting", "non_conformant")


def test_what_was_given_up_did_not_occur(rig: Rig) -> None:
    to_verdict_and_hold(rig)
    told = events(rig)
    rig.scan(last_closed(rig).item.lpn)
    option(rig, "release")
    step_up(rig)
    press(rig, Command.BACK)
    option(rig, "give_up")
    reasons = [event["errorDeclaration"]["reason"] for event in declared(rig)]
    assert reasons == ["did_not_occur"] * len(told)
    assert {event["eventID"] for event in declared(rig)} == {event["eventID"] for event in told}


def test_an_item_that_was_on_hold_is_received_once(rig: Rig) -> None:
    to_verdict(rig)
    press(rig, Command.HOLD, 1)
    rig.scan(last_closed(rig).item.lpn)
    option(rig, "release")
    step_up(rig)
    to_bin(rig)
    assert [step for step, _ in steps(rig)] == ["receiving", "holding", "inspecting", "stocking"]


def test_refurbishing_is_repairing(rig: Rig) -> None:
    rig.sign_in()
    refurbish(rig)
    assert ("repairing", "unavailable") in steps(rig)


def test_ids_are_the_same_however_often_they_are_made(rig: Rig) -> None:
    restocked(rig)
    ids = [event["eventID"] for event in events(rig)]
    assert ids == [event["eventID"] for event in events(rig)]
    assert len(set(ids)) == len(ids)


@needs_schema
@pytest.mark.parametrize(
    ("destroyed", "step"),
    [(True, ("destroying", "destroyed", "DELETE")), (False, ("shipping", "disposed", "OBSERVE"))],
)
def test_what_leaves_a_disposal_bin_for_nowhere_is_destroyed_where_the_site_says_so(
    rig: Rig, destroyed: bool, step: tuple[str, str, str]
) -> None:
    item = restocked(rig)
    elsewhere(rig, item)
    with rig.world.read() as uow:
        past = [fact(each) for each in OwnJournal(uow).after(0, 1000)]
    told = [each for each in past if each]
    lpn = stored(rig, item).item.lpn
    gone = Fact(
        999, "gone", "07", told[-1].at, "items_moved_on", False, {"bin": "D-01", "to": "", "lpns": [lpn]}
    )
    rules = rig.world.outside.rules
    naming = Naming(destroyed_when_away=destroyed)
    context = Context(naming, rules.statuses, lambda _: Conditions(1), Past(told))
    (event,) = epcis.events(gone, context)
    assert (event["bizStep"], event["disposition"], event["action"]) == step
    assert faults(epcis.alone(event, naming)) == []


# Names ---------------------------------------------------------------------------------------------

GTIN = "09506000134352"


@pytest.mark.parametrize(
    ("item", "named"),
    [
        ({"gtin": GTIN, "serial": "A1/b"}, {"epcList": ["https://id.gs1.org/01/09506000134352/21/A1%2Fb"]}),
        ({"gtin": GTIN, "lot": "L1"}, "https://id.gs1.org/01/09506000134352/10/L1"),
        ({"gtin": GTIN}, "https://id.gs1.org/01/09506000134352"),
        ({"gtin": GTIN, "serial": "ж"}, "https://id.gs1.org/01/09506000134352"),
        ({"gtin": "02900000000001"}, {"epcList": ["urn:x-returns-station:lpn:L07-0000001-7"]}),
        ({}, {"epcList": ["urn:x-returns-station:lpn:L07-0000001-7"]}),
    ],
)
def test_goods_are_named_as_closely_as_they_are_known(item: dict[str, str], named: Any) -> None:
    made = Naming().goods(item, "L07-0000001-7")
    assert made == (
        named if isinstance(named, dict) else {"quantityList": [{"epcClass": named, "quantity": 1}]}
    )


@pytest.mark.parametrize(
    ("item", "named"),
    [
        ({"gtin": GTIN, "serial": "A1"}, "urn:epc:id:sgtin:9506000.013435.A1"),
        ({"gtin": GTIN, "lot": "L1"}, "urn:epc:class:lgtin:9506000.013435.L1"),
        ({"gtin": GTIN}, "urn:epc:idpat:sgtin:9506000.013435.*"),
        ({"gtin": "1" + GTIN[1:], "serial": "A1"}, "urn:epc:id:sgtin:9506000.113435.A1"),
    ],
)
def test_goods_of_a_known_company_are_named_by_urns(item: dict[str, str], named: str) -> None:
    made = Naming(company_prefixes=("950", "9506000")).goods(item, "L07-0000001-7")
    assert named in (made.get("epcList") or [each["epcClass"] for each in made["quantityList"]])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("gtin", "own"),
    [(GTIN, False), ("00290000000006", True), ("02900000000001", True), ("00000020000000", True)],
)
def test_numbers_of_restricted_circulation_are_known(gtin: str, own: bool) -> None:
    assert restricted(gtin) is own
