"""What is scanned is said: unknown, one of several lines, unannounced, another item than the one in hand."""

from playwright.sync_api import expect

from station.domain.item import Unannounced
from tests.journeys.hand import Hand


def take_many(hand: Hand) -> tuple[str, list[str]]:
    """Scan a return of several different products."""
    expected, lines = hand.awaited(lambda _, p: len({x.sku for x in p}) > 1 and not any(x.hygiene for x in p))
    hand.scan(expected.rma)
    hand.face("ask")
    return expected.rma, [line.sku for line in lines]


def gtin(hand: Hand, sku: str) -> str:
    return next(p.gtin for p in hand.served.demo.site.products if p.sku == sku)[1:]


def test_an_unknown_scan_is_said_and_shown_as_it_was_read(hand: Hand) -> None:
    hand.scan("77123-XYZ")
    hand.told("unknown", "Not known here", "77123-XYZ")
    hand.face("ready")


def test_a_misread_product_code_is_called_misread(hand: Hand) -> None:
    hand.scan("7290002780558")
    hand.told("unknown", "check digit")


def test_a_scan_shows_where_the_code_reads_left_to_right(hand: Hand) -> None:
    hand.scan("77123-XYZ")
    expect(hand.page.locator(".notice bdi").first).to_have_attribute("dir", "ltr")


def test_a_return_of_several_lines_is_narrowed_by_scanning_the_product(hand: Hand) -> None:
    rma, skus = take_many(hand)
    hand.scan(gtin(hand, skus[1]))
    hand.face("question")
    assert (hand.item().item.rma, hand.item().item.sku) == (rma, skus[1])


def test_a_return_of_several_lines_is_narrowed_by_key(hand: Hand) -> None:
    rma, skus = take_many(hand)
    hand.answers(1)
    hand.face("question")
    assert (hand.item().item.rma, hand.item().item.sku) == (rma, skus[0])


def test_an_unannounced_item_is_taken_in_with_its_reason(hand: Hand) -> None:
    hand.scan(gtin(hand, "SK-03"))
    while hand.page.locator(".choice", has_text="None of these").count():
        hand.answers(hand.page.locator(".choice").count())
    hand.face("ask")
    hand.answers(1)
    hand.face("question")
    hand.told("good", "Nobody announced")
    assert hand.item().item.unannounced is next(iter(Unannounced))
    expect(hand.page.locator(".facts")).to_contain_text("not announced")


def test_another_products_code_asks_what_it_means_and_changes_nothing_by_itself(hand: Hand) -> None:
    item = hand.take(wants=lambda _, products: products[0].sku != "KT-17")
    hand.scan(gtin(hand, "KT-17"))
    hand.face("ask")
    hand.answers(2)
    hand.face("question")
    assert hand.item().item == item.item


def test_the_item_can_turn_out_to_be_another_product(hand: Hand) -> None:
    item = hand.take(wants=lambda _, products: products[0].sku != "KT-17")
    hand.scan(gtin(hand, "KT-17"))
    hand.answers(1)
    hand.told("attention", "not what the return announced")
    assert hand.item().item.wrong_item
    expect(hand.page.locator(".differs")).to_contain_text(item.item.sku)


def test_another_returns_label_is_asked_about_while_an_item_is_in_hand(hand: Hand) -> None:
    item = hand.take()
    other, _ = hand.awaited(lambda expected, _: expected.rma != item.item.rma)
    hand.scan(other.rma)
    hand.face("ask")
    hand.key("Digit1")
    hand.face("question")
    assert hand.item().id == item.id and hand.item().signals == ()


def test_a_bin_scanned_too_early_is_said_to_come_last(hand: Hand) -> None:
    hand.take()
    hand.scan("D-01")
    hand.told("attention", "D-01", "comes last")
    hand.face("question")


def test_a_bin_scanned_with_nothing_in_hand_asks_for_an_item(hand: Hand) -> None:
    hand.scan("D-01")
    hand.told("attention", "D-01", "is a bin")


def test_a_finished_items_plate_says_where_it_went(hand: Hand) -> None:
    item = hand.to_verdict()
    needed = hand.page.locator(".to-bin b").inner_text()
    hand.scan(needed)
    hand.scan(item.item.lpn)
    hand.told("attention", item.item.lpn, needed)
