"""What customers are told: each thing once, in three languages, and no promise of money."""

import re

from station.domain.auditing.decisions import Change
from station.domain.auditing.overrides import OverrideReason
from station.domain.outbound.statuses import Statuses
from station.domain.policy import Remedy
from station.domain.scanning import Command
from station.domain.texts import Texts
from tests.support.desk import override, restocked
from tests.support.outbound import statuses
from tests.support.stations import Rig
from tests.support.work import last_closed, option, press, step_up, to_bin, to_verdict

ALL = ["return.received", "return.inspected", "return.decided", "return.remedy_recommended"]
MONEY = re.compile(r"\d|refunded|we will|₪|€|\$", re.IGNORECASE)


def types(rig: Rig) -> list[str]:
    return [each.type for each in statuses(rig) if each.type in ALL]


def test_an_item_on_hold_was_received_and_is_not_received_again(rig: Rig) -> None:
    to_verdict(rig)
    press(rig, Command.HOLD, 1)
    assert types(rig) == ALL[:1]
    rig.scan(last_closed(rig).item.lpn)
    option(rig, "release")
    step_up(rig)
    to_bin(rig)
    assert types(rig) == ALL


def test_each_says_of_which_line_it_is_and_when_it_happened(rig: Rig) -> None:
    announced = to_verdict(rig)
    to_bin(rig)
    received, inspected, *_ = statuses(rig)
    assert received.subject == f"rma/{announced.rma}/line/{announced.lines[0].number}"
    assert (received.data["rma"], received.data["line"]) == (announced.rma, announced.lines[0].number)
    assert received.at < inspected.at
    assert set(received.data["text"]) == {"en", "he", "ru"}


def test_no_text_promises_money(rig: Rig) -> None:
    known = rig.world.outside.rules.statuses
    texts = [text for each in known.texts.values() for text in (each.en, each.he, each.ru)]
    assert len(texts) == 36
    assert [text for text in texts if MONEY.search(text)] == []


def test_a_remedy_that_a_supervisor_changed_is_told_anew_and_names_what_it_replaces(rig: Rig) -> None:
    item = restocked(rig)
    first = statuses(rig)[3]
    override(rig, item, Change(OverrideReason.CUSTOMER_AGREEMENT, remedy=Remedy.EXCHANGE))
    *_, again = statuses(rig)
    assert (again.type, again.data["remedy"], again.data["replaces"]) == (ALL[3], "exchange", first.id)
    assert "exchange" in again.data["text"]["en"]


def test_facts_that_look_like_places_stay_what_they_are() -> None:
    known = Statuses(1, {"received": Texts("{product} of {rma}: {rma}")})
    said = known.said("received", {"product": Texts("{rma}{line}"), "rma": Texts("R-{product}")})
    assert said["en"] == "{rma}{line} of R-{product}: R-{product}"
