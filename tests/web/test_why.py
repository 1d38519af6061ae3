"""Why an item goes where it goes, as the bench and the record say it."""

import re
from collections.abc import Mapping
from decimal import Decimal

import pytest
from flask import Flask

from station.domain.disposition import CHOICES, FACTS, Disposition, FactKind, Row
from station.domain.disposition import Test as Must
from station.domain.inspection import current_question
from station.domain.people import Role
from station.domain.texts import Texts
from station.services.signing_in import set_taste
from station.services.turn import checklist_of
from tests.support.stations import Rig
from tests.support.work import at_bench, in_hand
from tests.web.conftest import Browser
from web.rules.sentences import row_sentence

ROW = Row(
    "used",
    Texts("Used", "משומש", "Б/у"),
    (Disposition.RESALE, Disposition.REFURBISH),
    {"grade": Must(("B", "C")), "announced": Must((True,)), "value": Must(least=1000, most=4050)},
)
REST = Row("rest", Texts("The rest"), (Disposition.DISPOSAL,))


def plain(said: str) -> str:
    return re.sub(r"<[^>]+>", "", said)


def judged(browser: Browser, rig: Rig, **answers: str) -> str:
    """Take an item of general goods to its verdict, and return what the bench shows."""
    browser.sign_in()
    set_taste(rig.world, rig.person(Role.OPERATOR).id, "en")
    skus = {p.sku for p in rig.site.products if p.checklist == "general" and not p.hygiene and p.value > 5000}
    announced = next(r for r in rig.site.returns if len(r.lines) == 1 and r.lines[0].sku in skus)
    rig.show(announced.lines[0].sku)
    rig.scan(announced.rma)
    for _ in range(20):
        if in_hand(rig).route:
            break
        browser.act(_next(rig, answers))
    return browser.get("/bench/view").text


def _next(rig: Rig, answers: Mapping[str, str]) -> str:
    """Choose the key: the answer to the question, the first where none is given; or the photo."""
    with rig.world.read() as uow:
        question = current_question(in_hand(rig), checklist_of(uow, in_hand(rig)))
    if question is None or at_bench(rig).ask:
        return "1" if at_bench(rig).ask else "PHOTO"  # a photo much like another is kept with a reason
    choices = [choice.id for choice in question.choices]
    wanted = answers.get(question.id, choices[0])
    return str(choices.index(wanted) + 1)


def test_a_row_reads_as_a_sentence(app: Flask) -> None:
    with app.test_request_context():
        assert plain(row_sentence(ROW, "ILS")) == (
            "when the grade is B or C and it was announced and the price new is 10.00 ILS to 40.50 ILS, "
            "then Resale or Refurbish"
        )
        assert plain(row_sentence(REST, "ILS")) == "in all other cases Disposal"


TESTS = {
    FactKind.GRADE: Must(("A", "E")),
    FactKind.FLAG: Must((False,)),
    FactKind.NAME: Must(("x", "y")),
    FactKind.WHOLE: Must(least=3),
    FactKind.MONEY: Must(most=1500),
}


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_is_said_in_words(app: Flask, fact: str) -> None:
    test = Must(CHOICES[fact]) if fact in CHOICES else TESTS[FACTS[fact]]
    with app.test_request_context():
        said = plain(row_sentence(Row("r", Texts("r"), (Disposition.RESALE,), {fact: test}), "ILS"))
    assert said.startswith("when ") and said.endswith(", then Resale")
    assert "_" not in said and "=" not in said


def test_the_verdict_shows_each_axis_the_rule_and_the_money(browser: Browser, rig: Rig) -> None:
    html = judged(browser, rig, sealed="no", used="heavy", works="partly")
    steps = re.findall(r'<li( class="sets")? data-grade="(.)"><span>(\w+)</span>', html)
    assert steps == [
        (' class="sets"', "C", "looks"),
        ("", "C", "function"),
        ("", "A", "completeness"),
        ("", "A", "packaging"),
    ]
    assert "when the grade is B or C and it was announced, then Re" in plain(html)
    route = in_hand(rig).route
    assert route
    (money,) = re.findall(r'<span class="parts">(.*?)</p>', html, re.DOTALL)
    shown = [Decimal(each.replace("−", "-")) for each in re.findall(r'"ltr">([−\d.]+)<', money)]
    assert len(shown) == 5
    assert sum(shown) == Decimal(route.decision.ranking[0].amount).scaleb(-2)


def test_a_record_tells_what_marketplaces_call_an_item_that_is_sold(browser: Browser, rig: Rig) -> None:
    judged(browser, rig, sealed="yes")
    lpn = in_hand(rig).item.lpn
    page = browser.sign_in(Role.SUPERVISOR).get(f"/audit/{lpn}").text
    assert "Used - Like New" in page
    assert "New other" in page


def test_a_record_names_every_version_that_it_was_decided_by(browser: Browser, rig: Rig) -> None:
    """Also after other versions count: its own can still be read."""
    judged(browser, rig)
    lpn, route = in_hand(rig).item.lpn, in_hand(rig).route
    assert route
    named = (route.policy_version, route.table_version, route.prices_version)
    versions = (*named, route.conditions_version, route.signals_version, route.disposal_version)
    assert all(versions) and route.checklist_version
    browser.sign_in(Role.SUPERVISOR)
    page = browser.get(f"/audit/{lpn}").text
    addresses = re.findall(r'href="(/rules/[^"]+/version/\d+)"', page)
    assert len(addresses) == 7
    for address in addresses:
        assert browser.get(address).status_code == 200
