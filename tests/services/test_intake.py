"""Scan anything: what the bench makes of every kind of code while nothing is in hand."""

from dataclasses import replace

import pytest

from station.domain.bench import AskKind, Say, Tone
from station.domain.catalog import Bin, BinUse, ExpectedReturn, Product
from station.domain.errors import Reason
from station.domain.identifiers import BinCode, Gtin, Rma, Serial
from station.domain.item import Unannounced
from station.domain.scanning import Command, Scan, Source
from station.domain.texts import Texts
from station.services import bench
from tests.support.stations import Rig
from tests.support.work import (
    asked,
    at_bench,
    entries,
    expected,
    in_hand,
    open_item,
    option,
    payloads,
    press,
    said,
    tone,
    unawaited,
)

# How each kind of code of one expected return is written.
RETURN_CODES = {
    "rma": lambda r: r.rma,
    "rma in small letters": lambda r: r.rma.lower(),
    "rma with space around": lambda r: f" {r.rma} ",
    "rma with its AIM identifier in the text": lambda r: f"]C0{r.rma}",
    "tracking number": lambda r: r.tracking,
    "order number": lambda r: r.order,
}


@pytest.mark.parametrize("written", RETURN_CODES.values(), ids=RETURN_CODES.keys())
def test_every_label_of_a_return_opens_its_item(rig: Rig, written: object) -> None:
    rig.sign_in()
    announced = expected(rig)
    result = rig.scan(written(announced))  # type: ignore[operator]
    assert said(result) == Say.EXPECTED
    item = in_hand(rig).item
    assert (item.rma, item.line, item.sku) == (announced.rma, 1, announced.lines[0].sku)
    assert (item.delivered, item.invoice, item.channel) == (
        announced.delivered,
        announced.invoice,
        announced.channel,
    )


# How one product's GTIN, here 13 digits, is written in the forms that GS1 knows.
GTIN_FORMS = {
    "EAN-13": (lambda g: g[1:], "]E0"),
    "14 digits": (lambda g: g, None),
    "GS1-128": (lambda g: f"01{g}", "]C1"),
    "GS1-128 with a serial": (lambda g: f"01{g}21SN-77", "]C1"),
    "DataMatrix": (lambda g: f"01{g}10LOT1\x1d21SN-77", "]d2"),
    "in brackets": (lambda g: f"(01){g}", None),
    "Digital Link": (lambda g: f"https://id.gs1.org/01/{g}/21/SN-77", "]Q1"),
    "sku": (lambda _: None, None),
}


@pytest.mark.parametrize(("written", "aim"), GTIN_FORMS.values(), ids=GTIN_FORMS.keys())
def test_every_form_of_a_product_code_finds_the_return_that_awaits_it(
    rig: Rig, written: object, aim: str | None
) -> None:
    rig.sign_in()
    announced, product = awaited_once(rig)
    result = rig.scan(written(product.gtin) or product.sku, aim)  # type: ignore[operator]
    assert said(result) == Say.EXPECTED
    item = in_hand(rig).item
    assert (item.rma, item.sku) == (announced.rma, product.sku)
    assert item.serial in (None, "SN-77")


def test_a_upc_of_twelve_digits_is_the_same_product(rig: Rig) -> None:
    rig.sign_in()
    product = replace(unawaited(rig), gtin=Gtin("00036000291452"))
    with rig.world.begin() as uow:
        uow.catalog.load([product], [], [])
    for text in ("036000291452", "0036000291452"):
        ask = rig.scan(text).ask
        assert ask
        assert (ask.kind, ask.about["sku"]) == (AskKind.WHY_UNANNOUNCED, product.sku)
        press(rig, Command.CANCEL)


def awaited_once(rig: Rig) -> tuple[ExpectedReturn, Product]:
    """Add a product that one line of one return awaits."""
    product = unawaited(rig)
    announced = expected(rig)
    line = replace(announced.lines[0], sku=product.sku, serial=None)
    alone = replace(announced, rma=Rma("RMA-ALONE"), order="", tracking="", lines=(line,))
    with rig.world.begin() as uow:
        uow.catalog.load([], [alone], [])
    return alone, product


def with_serial(rig: Rig, lines: int = 1) -> ExpectedReturn:
    return next(r for r in rig.site.returns if r.lines[0].serial and len(r.lines) == lines)


@pytest.mark.parametrize("small", [False, True], ids=["as printed", "in small letters"])
def test_a_serial_number_opens_the_line_that_expects_it(rig: Rig, small: bool) -> None:
    rig.sign_in()
    announced = with_serial(rig)
    serial = announced.lines[0].serial or ""
    result = rig.scan(serial.lower() if small else serial)
    assert said(result) == Say.EXPECTED
    item = in_hand(rig).item
    assert (item.rma, item.serial, item.wrong_serial) == (announced.rma, serial, False)


def test_a_serial_number_counts_only_with_its_own_product(rig: Rig) -> None:
    """Two makers may well use the same serial number."""
    rig.sign_in()
    serial = with_serial(rig).lines[0].serial
    product = unawaited(rig)
    result = rig.scan(f"01{product.gtin}21{serial}", "]C1")
    assert result.inspection is None or in_hand(rig).item.sku == product.sku
    assert asked(result) in (AskKind.WHY_UNANNOUNCED, AskKind.WHICH_LINE)
    assert result.ask
    assert result.ask.about["sku"] == product.sku


def test_another_serial_than_expected_is_said_at_once(rig: Rig) -> None:
    rig.sign_in()
    announced = expected(rig, quantity=1, sku="PH-61")
    product = next(p for p in rig.site.products if p.sku == "PH-61")
    rig.scan(announced.rma)
    result = rig.scan(f"01{product.gtin}21OTHER1", "]d2")
    assert said(result) == Say.WRONG_SERIAL
    assert result.notice
    assert result.notice.facts == {"expected": announced.lines[0].serial, "serial": "OTHER1"}
    assert in_hand(rig).item.wrong_serial


# Which line ----------------------------------------------------------------------------------------


def several(rig: Rig) -> ExpectedReturn:
    """Find a return with several products, none of them twice."""
    return next(r for r in rig.site.returns if len(r.lines) == 3 and len({x.sku for x in r.lines}) == 3)


def test_a_return_with_several_lines_asks_which_and_a_key_answers(rig: Rig) -> None:
    rig.sign_in()
    announced = several(rig)
    assert asked(rig.scan(announced.rma)) == AskKind.WHICH_LINE
    press(rig, 2)
    assert in_hand(rig).item.line == 2


@pytest.mark.parametrize("by", ["gtin", "sku"])
def test_the_scan_of_a_product_answers_too(rig: Rig, by: str) -> None:
    rig.sign_in()
    announced = several(rig)
    rig.scan(announced.rma)
    product = next(p for p in rig.site.products if p.sku == announced.lines[2].sku)
    assert said(rig.scan(getattr(product, by))) == Say.EXPECTED
    assert in_hand(rig).item.line == 3


def test_the_serial_number_in_the_answering_scan_is_not_lost(rig: Rig) -> None:
    rig.sign_in()
    announced = next(r for r in rig.site.returns if len(r.lines) > 1 and any(x.serial for x in r.lines))
    line = next(line for line in announced.lines if line.serial)
    product = next(p for p in rig.site.products if p.sku == line.sku)
    rig.scan(announced.rma)
    result = rig.scan(f"01{product.gtin}21FAKE99", "]d2")
    assert said(result) == Say.WRONG_SERIAL
    assert in_hand(rig).item.serial == "FAKE99"


def test_of_two_lines_with_one_product_the_serial_number_chooses(rig: Rig) -> None:
    rig.sign_in()
    base = with_serial(rig)
    lines = tuple(replace(base.lines[0], number=n, serial=Serial(f"TWIN{n}")) for n in (1, 2))
    twins = replace(base, rma="RMA-TWINS", order="", tracking="", lines=lines)
    with rig.world.begin() as uow:
        uow.catalog.load([], [twins], [])
    product = next(p for p in rig.site.products if p.sku == lines[0].sku)
    rig.scan("RMA-TWINS")
    assert asked(rig.scan(product.gtin)) == AskKind.WHICH_LINE
    rig.scan(f"01{product.gtin}21TWIN2", "]d2")
    assert (in_hand(rig).item.line, in_hand(rig).item.wrong_serial) == (2, False)


def test_after_a_product_the_label_of_its_return_answers(rig: Rig) -> None:
    rig.sign_in()
    lines = [(line.sku, r) for r in rig.site.returns for line in r.lines]
    sku = next(sku for sku, _ in lines if 2 <= sum(1 for other, _ in lines if other == sku) <= 8)
    announced = [r for other, r in lines if other == sku][1]
    assert asked(rig.scan(sku)) == AskKind.WHICH_LINE
    assert said(rig.scan(announced.tracking)) == Say.EXPECTED
    assert (in_hand(rig).item.rma, in_hand(rig).item.sku) == (announced.rma, sku)


def test_none_of_the_returns_means_unannounced(rig: Rig) -> None:
    rig.sign_in()
    lines = [line.sku for r in rig.site.returns for line in r.lines]
    rig.scan(next(sku for sku in lines if lines.count(sku) > 1))
    assert asked(option(rig, "none")) == AskKind.WHY_UNANNOUNCED


def test_a_product_that_is_not_on_the_return_is_extra_in_the_parcel(rig: Rig) -> None:
    """It must not be taken for the only unit that some other customer announced."""
    rig.sign_in()
    announced = several(rig)
    other, product = awaited_once(rig)
    assert other.rma != announced.rma
    rig.scan(announced.rma)
    assert asked(rig.scan(product.gtin)) == AskKind.WHY_UNANNOUNCED
    option(rig, Unannounced.EXTRA_IN_PARCEL)
    item = in_hand(rig).item
    assert (item.rma, item.line, item.sku) == (announced.rma, None, product.sku)


# Nothing expected ----------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", list(Unannounced))
def test_an_unannounced_item_is_taken_in_with_its_reason(rig: Rig, reason: Unannounced) -> None:
    rig.sign_in()
    product = unawaited(rig)
    assert asked(rig.scan(f"01{product.gtin}21S9", "]C1")) == AskKind.WHY_UNANNOUNCED
    assert said(option(rig, reason)) == Say.OPENED_UNANNOUNCED
    item = in_hand(rig).item
    assert (item.unannounced, item.sku, item.serial, item.rma) == (reason, product.sku, "S9", None)


def test_a_received_return_says_so_and_opens_nothing(rig: Rig) -> None:
    announced = open_item(rig)
    press(rig, Command.HOLD, 1)
    result = rig.scan(announced.rma)
    assert said(result) == Say.ALL_RECEIVED
    assert (result.inspection, result.ask) == (None, None)


def test_an_item_given_up_is_expected_again(rig: Rig) -> None:
    announced = open_item(rig)
    press(rig, Command.BACK, 1)
    assert said(rig.scan(announced.rma)) == Say.EXPECTED


def test_each_unit_of_a_line_is_counted(rig: Rig) -> None:
    rig.sign_in()
    announced = next(r for r in rig.site.returns if r.lines[0].quantity == 2)
    for _ in range(2):
        rig.scan(announced.rma)
        if at_bench(rig).ask:
            press(rig, 1)
        assert in_hand(rig).item.line == 1
        press(rig, Command.HOLD, 1)
    with rig.world.read() as uow:
        assert uow.catalog.expected(announced.rma).line(1).received == 2
        awaiting = uow.catalog.awaiting(announced.lines[0].sku, 99)
    assert (announced.rma, 1) not in [(r.rma, number) for r, number in awaiting]


# Not known here ------------------------------------------------------------------------------------


def test_an_unknown_scan_is_said_and_kept_as_it_came(rig: Rig) -> None:
    rig.sign_in()
    result = rig.scan("NOBODY-KNOWS-ME", "]C0")
    assert (said(result), tone(result)) == (Reason.UNKNOWN_CODE, Tone.UNKNOWN)
    assert payloads(rig, "scan_unknown") == [
        {"text": "NOBODY-KNOWS-ME", "aim": "]C0", "device": "scanner", "inspection": None}
    ]


def test_a_wrong_check_digit_is_said_as_such(rig: Rig) -> None:
    rig.sign_in()
    good = rig.site.products[0].gtin[1:]
    result = rig.scan(good[:-1] + str((int(good[-1]) + 1) % 10))
    assert (said(result), tone(result)) == (Reason.WRONG_CHECK_DIGIT, Tone.UNKNOWN)
    assert len(payloads(rig, "scan_unknown")) == 1


@pytest.mark.parametrize(
    "noise",
    [
        "\x1d\x1d]~^XA" * 600,
        "א" * 4096,
        "' OR 1=1 --",
        "\x00\x00",
        "   ",
        "\ud800",
        "$RS-FORMAT",
        "../../etc",
    ],
    ids=["4 kB", "4 kB of Hebrew", "SQL", "NUL", "blank", "half a character", "no command", "path"],
)
def test_noise_is_kept_and_changes_nothing(rig: Rig, noise: str) -> None:
    rig.sign_in()
    result = rig.scan(noise)
    assert tone(result) == Tone.UNKNOWN
    assert result.inspection is None
    assert result.notice
    assert len(result.notice.facts["code"]) <= 61
    (kept,) = payloads(rig, "scan_unknown")
    assert kept["text"] == noise.encode("utf-8", "replace").decode()
    assert said(rig.scan(expected(rig).rma)) == Say.EXPECTED


def test_a_bin_is_said_to_be_no_item(rig: Rig) -> None:
    rig.sign_in()
    result = rig.scan("r-01")
    assert said(result) == Say.BIN_NOT_ITEM
    assert result.inspection is None


def test_a_code_that_is_a_sku_and_a_bin_is_taken_for_the_product_and_said(rig: Rig) -> None:
    rig.sign_in()
    product = unawaited(rig)
    with rig.world.begin() as uow:
        uow.catalog.load([], [], [Bin(BinCode(product.sku), BinUse.RESALE, Texts("Shelf"))])
    result = rig.scan(product.sku)
    assert said(result) == Say.SKU_AND_BIN
    assert asked(result) == AskKind.WHY_UNANNOUNCED


def test_a_scan_that_came_in_half_is_noted_and_asked_for_again(rig: Rig) -> None:
    rig.sign_in()
    result = bench.broken_scan(rig.world, "scanner", "unplugged", 7)
    assert said(result) == Say.SCAN_CUT
    assert payloads(rig, "scan_broken") == [{"device": "scanner", "reason": "unplugged", "size": 7}]


# Again ---------------------------------------------------------------------------------------------


def test_a_double_scan_is_one(rig: Rig) -> None:
    rig.sign_in()
    rma = expected(rig).rma
    first = rig.scan(rma)
    assert rig.scan(rma, wait=0.2) == replace(first, notice=None), "it says nothing of its own"
    assert at_bench(rig) == first


def test_the_same_return_scanned_later_is_the_item_in_hand(rig: Rig) -> None:
    announced = open_item(rig)
    before = in_hand(rig)
    result = rig.scan(announced.rma, wait=5)
    assert said(result) == Say.THIS_ITEM
    assert in_hand(rig) == before


def test_a_scan_after_the_clock_was_set_back_is_a_new_one(rig: Rig) -> None:
    rig.sign_in()
    first = rig.scan("NOBODY-KNOWS-ME")
    assert rig.scan("NOBODY-KNOWS-ME", wait=-3600).revision > first.revision


def test_with_nobody_signed_in_nothing_happens_but_a_word(rig: Rig) -> None:
    before = len(entries(rig))
    for text in (expected(rig).rma, "NOBODY-KNOWS-ME", Command.HOLD.printed, Command.PHOTO.printed):
        result = rig.scan(text)
        assert said(result) == Reason.SIGN_IN_FIRST
        assert (result.inspection, result.ask, result.last_scan) == (None, None, None)
    assert len(entries(rig)) == before


def test_a_product_whose_number_changed_is_no_longer_known_by_the_old_one(rig: Rig) -> None:
    rig.sign_in()
    product = unawaited(rig)
    with rig.world.begin() as uow:
        uow.catalog.load([replace(product, gtin=Gtin("05901234123457"))], [], [])
    assert said(rig.scan(product.gtin)) == Reason.UNKNOWN_CODE
    assert asked(rig.scan("5901234123457")) == AskKind.WHY_UNANNOUNCED


def test_a_keyboard_scanner_and_a_serial_one_do_not_double_each_other(rig: Rig) -> None:
    rig.sign_in()
    first = rig.scan("NOBODY-KNOWS-ME")
    again = Scan("NOBODY-KNOWS-ME", None, "wedge", rig.clock.now(), Source.WEDGE, simulated=True)
    assert bench.scan(rig.world, again).revision > first.revision
