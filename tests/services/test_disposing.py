"""Nothing is thrown away without its line in the ledger; the usual case costs no key."""

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from station.domain.bench import AskKind, Say
from station.domain.catalog import Product
from station.domain.disposal import GramsFrom
from station.domain.errors import Reason
from station.domain.inspection import State, current_question
from station.domain.item import Goods
from station.domain.periods import Period
from station.domain.scanning import Command
from station.domain.texts import Texts
from station.services import disposing, ledger
from station.services.starting import publish_rules
from station.services.verifying import check_journal
from tests.services.test_signals import weighing
from tests.support.stations import Rig
from tests.support.work import (
    asked,
    at_bench,
    in_hand,
    last_closed,
    of,
    option,
    payloads,
    press,
    said,
    step_up,
    to_bin,
    to_verdict,
    unawaited,
)


def taken_in(rig: Rig, product: Product) -> None:
    rig.sign_in()
    with rig.world.begin() as uow:
        uow.catalog.load([product], [], [])
    rig.show(product.sku)
    rig.scan(product.gtin)
    press(rig, 1)


def unusable(rig: Rig, product: Product) -> None:
    """Bring an item to disposal by the worst answer to every question."""
    taken_in(rig, product)
    worst(rig)


def worst(rig: Rig) -> None:
    for _ in range(40):
        known = in_hand(rig)
        if known.state is not State.OPEN:
            return
        with rig.world.read() as uow:
            checklist = uow.rules.checklist(known.checklist, known.checklist_version)
        question = current_question(known, checklist)
        press(rig, len(question.choices) if question else Command.PHOTO)


def mug(rig: Rig, grams: int | None = 380, category: str = "kitchen", checklist: str = "general") -> Product:
    new = unawaited(rig, checklist, category)
    return replace(new, goods=Goods(grams=grams), value=1200)


def lines(rig: Rig) -> list[ledger.Line]:
    today = rig.world.today
    return ledger.page(rig.world, Period(today, today)).lines


def test_a_usual_disposal_costs_no_key(rig: Rig) -> None:
    unusable(rig, mug(rig))
    assert (at_bench(rig).ask, in_hand(rig).state) == (None, State.ROUTED)
    assert said(to_bin(rig)) == Say.BINNED
    (line,) = lines(rig)
    assert (line.disposal.reason, line.disposal.grams, line.disposal.grams_from) == (
        "unusable",
        380,
        GramsFrom.CATALOGUE,
    )
    (event,) = payloads(rig, "item_disposed")
    assert event["disposal"] == payloads(rig, "inspection_finished")[0]["inspection"]["disposal"]
    assert event["lpn"] == line.lpn
    assert check_journal(rig.world) == ()


def test_what_goes_elsewhere_has_no_line(rig: Rig) -> None:
    to_verdict(rig)
    to_bin(rig)
    assert (lines(rig), payloads(rig, "item_disposed"), last_closed(rig).disposal) == ([], [], None)


def test_the_scale_comes_before_the_catalogue(rig: Rig) -> None:
    unusable(rig, mug(rig))
    press(weighing(rig, 391.6), Command.WEIGH)
    to_bin(rig)
    (line,) = lines(rig)
    assert (line.disposal.grams, line.disposal.measured) == (392, True)


def test_an_override_to_disposal_asks_why_and_says_that_it_was_changed(rig: Rig) -> None:
    to_verdict(rig)
    press(rig, Command.OVERRIDE)
    option(rig, "disposal")
    press(rig, 1)
    result = step_up(rig)
    assert (said(result), asked(result)) == (Say.OVERRIDDEN, AskKind.WHY_DISPOSAL)
    assert said(to_bin(rig)) == Say.ANSWER_FIRST
    assert said(option(rig, "safety")) == Say.ROUTED
    assert said(to_bin(rig)) == Say.BINNED
    assert lines(rig)[0].disposal.reason == "safety"


def without_rows(rig: Rig) -> None:
    """Let no row of the routing table stand for a reason."""
    book = rig.world.rulebook
    reasons = tuple(replace(reason, rows=()) for reason in book.disposal.reasons)
    rules = replace(book.disposal, version=9, reasons=reasons)
    publish_rules(replace(rig.world, rulebook=replace(book, disposal=rules)))


def test_a_reason_is_asked_once_and_one_can_go_back(rig: Rig) -> None:
    without_rows(rig)
    unusable(rig, mug(rig))
    assert asked(at_bench(rig)) == AskKind.WHY_DISPOSAL
    press(rig, Command.BACK)
    assert (at_bench(rig).ask, in_hand(rig).state) == (None, State.ROUTED)
    press(rig, Command.BACK)
    assert (at_bench(rig).ask, in_hand(rig).state) == (None, State.OPEN)
    worst(rig)
    assert asked(at_bench(rig)) == AskKind.WHY_DISPOSAL


def test_no_bin_counts_before_the_reason_and_a_wrong_bin_still_stops(rig: Rig) -> None:
    without_rows(rig)
    unusable(rig, mug(rig))
    press(rig, Command.CANCEL)
    assert said(rig.scan("R-01")) == Reason.WRONG_BIN
    assert asked(to_bin(rig)) == AskKind.WHY_DISPOSAL
    assert payloads(rig, "item_binned") == []
    option(rig, "uneconomic")
    assert said(to_bin(rig)) == Say.BINNED


def test_what_was_chosen_is_forgotten_with_the_verdict(rig: Rig) -> None:
    without_rows(rig)
    unusable(rig, mug(rig))
    option(rig, "uneconomic")
    press(rig, Command.UNDO)
    assert in_hand(rig).disposal is None


def test_an_unknown_weight_has_to_be_found_on_the_scale(rig: Rig) -> None:
    unusable(rig, mug(rig, grams=None, category="garden"))
    assert said(at_bench(rig)) == Reason.WEIGH_FIRST
    assert said(to_bin(rig)) == Reason.WEIGH_FIRST
    assert payloads(rig, "item_binned") == []
    press(weighing(rig, 0.4), Command.WEIGH)
    assert said(to_bin(rig)) == Say.BINNED
    assert lines(rig)[0].disposal.grams == 1


def test_the_typical_weight_stands_in_and_is_marked(rig: Rig) -> None:
    unusable(rig, mug(rig, grams=None))
    to_bin(rig)
    assert (lines(rig)[0].disposal.grams, lines(rig)[0].disposal.grams_from) == (900, GramsFrom.TYPICAL)


def test_what_the_law_protects_needs_a_derogation_with_a_photo(rig: Rig) -> None:
    unusable(rig, mug(rig, category="apparel", checklist="apparel"))
    assert asked(at_bench(rig)) == AskKind.DEROGATION
    press(rig, Command.CANCEL)
    assert asked(to_bin(rig)) == AskKind.DEROGATION
    option(rig, "unfit")
    to_bin(rig)
    (line,) = lines(rig)
    photos = [photo.sha256 for photo in last_closed(rig).photos]
    assert line.disposal.derogation == "unfit"
    assert set(line.disposal.evidence) == set(photos)
    assert photos


def test_without_a_photo_the_derogation_does_not_hold(rig: Rig) -> None:
    unusable(rig, mug(rig, category="apparel", checklist="apparel"))
    known = in_hand(rig)
    with rig.world.begin() as uow:
        uow.inspections.save(replace(known, photos=()))
    assert said(option(rig, "unfit")) == Reason.EVIDENCE_FIRST
    assert said(to_bin(rig)) == Reason.EVIDENCE_FIRST
    assert lines(rig) == []


def test_a_hold_is_always_a_way_out(rig: Rig) -> None:
    without_rows(rig)
    unusable(rig, mug(rig))
    press(rig, Command.HOLD, 1)
    assert (last_closed(rig).state, lines(rig)) == (State.HELD, [])


# Reading it ----------------------------------------------------------------------------------------


@pytest.fixture
def filled(rig: Rig) -> Rig:
    """A ledger with a day of kitchen and a day of apparel."""
    unusable(rig, mug(rig))
    to_bin(rig)
    rig.clock.advance(days=40)
    unusable(rig, mug(rig, category="apparel", checklist="apparel"))
    option(rig, "unsafe")
    press(weighing(rig, 400), Command.WEIGH)
    to_bin(rig)
    return rig


def whole(rig: Rig) -> Period:
    today = rig.world.today
    return Period(today - timedelta(days=60), today)


def test_a_period_has_its_lines_and_totals_and_no_others(filled: Rig) -> None:
    today = filled.world.today
    now = ledger.page(filled.world, Period(today, today))
    assert [line.disposal.category for line in now.lines] == ["apparel"]
    both = ledger.page(filled.world, whole(filled))
    assert (both.totals.all.items, both.totals.all.measured, both.totals.all.estimated) == (2, 400, 380)
    assert set(both.totals.by_category) == {"kitchen", "apparel"}
    assert ledger.page(filled.world, Period(today + timedelta(days=1), today + timedelta(days=9))).lines == []


def test_pages_have_no_gap_and_no_double_and_the_same_totals(filled: Rig) -> None:
    first = ledger.page(filled.world, whole(filled), size=1)
    assert first.next is not None
    second = ledger.page(filled.world, whole(filled), first.next, size=1)
    assert [line.disposal.category for line in (*first.lines, *second.lines)] == ["kitchen", "apparel"]
    assert (second.next, first.totals) == (None, second.totals)


def test_the_csv_is_read_back_by_any_reader(filled: Rig) -> None:
    text = ledger.as_csv(filled.world, whole(filled), "he")
    assert text.startswith("\ufeffday,lpn")
    assert text.count("\r\n") == 3
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row["grams_from"] for row in rows] == ["catalogue", "scale"]
    assert rows[1]["derogation_text"] == of_rules(filled).in_language("he")
    assert len(rows[1]["evidence"].split()) >= 1


def of_rules(rig: Rig) -> Texts:
    return rig.world.rulebook.disposal.text_of("unsafe")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert ledger.harmless(cell) == f"'{cell}"
    assert ledger.harmless(f"x{cell}") == f"x{cell}"


def test_a_product_code_that_is_a_formula_stays_a_text(rig: Rig) -> None:
    product = replace(mug(rig), sku="=HYPERLINK(1)", name=Texts('=cmd|"x"', "", ""))
    unusable(rig, product)
    to_bin(rig)
    text = ledger.as_csv(rig.world, whole(rig), "en")
    assert "'=HYPERLINK(1)" in text
    assert '"\'=cmd|""x"""' in text


def test_the_json_has_lines_and_totals(filled: Rig) -> None:
    told = json.loads(ledger.as_json(filled.world, whole(filled), "en"))
    assert told["totals"]["all"] == {
        "items": 2,
        "grams": 780,
        "grams_measured": 400,
        "grams_estimated": 380,
    }
    assert [line["category"] for line in told["lines"]] == ["kitchen", "apparel"]
    assert isinstance(told["lines"][1]["evidence"], list)


def test_a_reason_that_the_rules_have_dropped_is_said_by_its_code(filled: Rig) -> None:
    book = filled.world.rulebook
    kept = tuple(reason for reason in book.disposal.reasons if reason.id != "unusable")
    rules = replace(book.disposal, version=9, reasons=kept)
    publish_rules(replace(filled.world, rulebook=replace(book, disposal=rules)))
    assert "unusable" in ledger.as_csv(filled.world, whole(filled), "en")


def test_asking_for_a_line_without_one_is_refused(rig: Rig) -> None:
    to_verdict(rig)
    assert disposing.line_of(in_hand(rig), rig.world.rulebook.disposal).reason == ""
    assert of(rig, "KT-17").goods.grams
