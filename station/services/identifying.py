"""Compare what is scanned with the item in hand: the same, another item, another serial number."""

from dataclasses import replace

from station.domain import inspection as item_in_hand
from station.domain.bench import AskKind, Bench, Say, Tone
from station.domain.errors import DomainError, Reason
from station.domain.identifiers import BinCode, Serial, Sku, parse_serial
from station.domain.inspection import Inspection, State
from station.domain.scanning import Names
from station.domain.signals import SignalKind
from station.services import signals
from station.services.binning import scan_bin
from station.services.intake import Found, keep_unknown, say_wrong_serial, shown
from station.services.plates import fresh, take_over
from station.services.recalls import wants_more
from station.services.turn import Turn


def compare(turn: Turn, found: Found) -> Bench:
    """Take a scan made with an item in hand."""
    bin_ = found.first(Names.BIN)
    if turn.in_hand.state is State.ROUTED and bin_:
        return scan_bin(turn, BinCode(bin_.key))
    product_first = (Names.GTIN,) if found.gs1.serial else ()
    hit = found.first(*product_first, *_COMPARE)
    return _COMPARE[hit.names](turn, found) if hit else _unknown(turn, found)


def _licence_plate(turn: Turn, found: Found) -> Bench:
    """Take the item's own plate, or one that it is given now; any other is on another item."""
    known, hit = turn.in_hand, found.first(Names.LPN)
    if hit and hit.key == known.id:
        return _own_label(turn) if known.state is State.ROUTED else _this_or_other(turn, same=True)
    if plate := fresh(turn, found.scan.text):
        return take_over(turn, plate)
    reason = Reason.WRONG_LABEL if _awaits_label(turn) else Reason.PLATE_TAKEN
    raise DomainError(reason, code=shown(found.scan.text.strip()), lpn=known.item.lpn)


def _awaits_label(turn: Turn) -> bool:
    known = turn.in_hand
    return turn.world.house.rescan_label and known.state is State.ROUTED and not known.labelled


def _own_label(turn: Turn) -> Bench:
    """Note that the unit wears its label; from here on its bin counts."""
    if turn.in_hand.labelled:
        return _this_or_other(turn, same=True)
    kept = turn.keep(replace(turn.in_hand, labelled=True))
    needed = (kept.route and kept.route.bin) or ""
    return turn.bench.settled().says(Say.LABEL_MATCHES, Tone.GOOD, lpn=kept.item.lpn, bin=needed)


def _return(turn: Turn, found: Found) -> Bench:
    """Compare the return that was scanned. The label of another order may be on this item, or on the next
    parcel: only the person can tell."""
    rmas = {h.key for h in found.hits if h.names in (Names.RMA, Names.TRACKING, Names.ORDER)}
    own = turn.in_hand.item.rma
    bench = _this_or_other(turn, own in rmas)
    if own is None or own in rmas:
        return bench
    about = {"scanned": min(rmas), "expected": own}
    return bench.asks(AskKind.OTHER_ORDER, ("next_parcel", "on_the_item"), **about)


def is_other_order(turn: Turn, option: str) -> Bench:
    """Note that the item wears another order's label, or go on: it was the next parcel's."""
    about = turn.bench.ask.about if turn.bench.ask else {}
    if option == "on_the_item":
        signals.note(turn, SignalKind.OTHER_ORDER, **about)
    return turn.bench.settled()


def _this_or_other(turn: Turn, same: bool) -> Bench:
    say, tone = (Say.THIS_ITEM, Tone.GOOD) if same else (Say.OTHER_IN_HAND, Tone.ATTENTION)
    name = turn.in_hand.item.name.in_language(turn.person.language)
    return turn.bench.says(say, tone, name=name)


def _product(turn: Turn, found: Found) -> Bench:
    skus = [h.key for h in found.hits if h.names in (Names.GTIN, Names.SKU)]
    item = turn.in_hand.item
    if item.sku not in skus:
        options = ("wrong_item", "ignore")
        return turn.bench.settled().asks(AskKind.WRONG_ITEM, options, sku=skus[0])
    if found.gs1.serial:
        return set_serial(turn, found.gs1.serial)
    return turn.bench.says(Say.MATCHES, Tone.GOOD, code=shown(found.scan.text))


def _serial(turn: Turn, found: Found) -> Bench:
    return set_serial(turn, found.gs1.serial or found.scan.text.strip())


def _bin_too_early(turn: Turn, found: Found) -> Bench:
    return turn.bench.says(Reason.NOT_ROUTED_YET, Tone.ATTENTION, scanned=found.scan.text.strip())


def _unknown(turn: Turn, found: Found) -> Bench:
    item, route = turn.in_hand.item, turn.in_hand.route
    if plate := fresh(turn, found.scan.text):
        return take_over(turn, plate)
    bench = keep_unknown(turn, found)
    if route is not None:
        facts = {"code": shown(found.scan.text), "needed": route.bin or ""}
        return bench.says(Say.NOT_A_BIN, Tone.UNKNOWN, **facts)
    awaited = item.expected_serial or wants_more(turn)
    if awaited and not found.gs1.gtin and not found.gs1.problem:
        return _perhaps_serial(turn, found.scan.text) or bench
    return bench


def _perhaps_serial(turn: Turn, text: str) -> Bench | None:
    """Ask whether an unknown code is the item's serial number: it may as well be a carrier's label."""
    try:
        serial = parse_serial(text)
    except DomainError as malformed:
        if malformed.reason is not Reason.MALFORMED_CODE:
            raise
        return None
    expected = turn.in_hand.item.expected_serial or ""
    if serial.upper() == expected.upper():
        return set_serial(turn, serial)
    about = {"serial": serial, "expected": expected}
    return turn.bench.settled().asks(AskKind.IS_SERIAL, ("serial", "other"), **about)


def is_serial(turn: Turn, option: str) -> Bench:
    """Take the code that was asked about for the serial number, or for nothing that counts."""
    serial = turn.bench.ask.about["serial"] if turn.bench.ask else ""
    if option == "serial":
        return set_serial(turn, serial)
    return turn.bench.settled().says(Say.NOT_THE_SERIAL, Tone.QUIET, code=shown(serial))


def set_serial(turn: Turn, serial: str) -> Bench:
    """Take a serial number as the item's own, and compare it with the one expected."""
    known = turn.in_hand
    expected = known.item.expected_serial
    if expected and serial.upper() == expected.upper():
        serial = expected
    item = replace(known.item, serial=Serial(serial))
    if item != known.item:
        turn.keep(item_in_hand.identify(known, item))
    if item.wrong_serial:
        return say_wrong_serial(turn.bench.settled(), item)
    return turn.bench.settled().says(Say.MATCHES, Tone.GOOD, code=serial)


def is_wrong_item(turn: Turn, sku: Sku) -> Bench:
    """Take the item in hand for what was scanned, beside what the return announced."""
    product = turn.uow.catalog.product(sku)
    known = turn.in_hand
    item = replace(
        known.item,
        sku=product.sku,
        gtin=product.gtin,
        name=product.name,
        category=product.category,
        value=product.value,
        hygiene=product.hygiene,
        goods=product.goods,
        lot="",
    )
    known = replace(known, parts=())
    changed = item_in_hand.without_code_photos(item_in_hand.identify(known, item), turn.checklist)
    if product.checklist != known.checklist:
        changed = _begun_again(turn, changed, product.checklist)
    turn.keep(changed)
    name = product.name.in_language(turn.person.language)
    if item.wrong_item:
        return turn.bench.settled().says(Say.WRONG_ITEM, Tone.ATTENTION, name=name)
    return turn.bench.settled().says(Say.MATCHES, Tone.GOOD, code=product.sku)


def _begun_again(turn: Turn, inspection: Inspection, checklist: str) -> Inspection:
    """Start another checklist from its first question."""
    version = turn.uow.rules.in_force().checklists[checklist].version
    fresh = replace(inspection, checklist=checklist, checklist_version=version, answers=(), photos=())
    return replace(fresh, changes={}, revisiting=None)


_COMPARE = {
    Names.LPN: _licence_plate,
    Names.RMA: _return,
    Names.TRACKING: _return,
    Names.ORDER: _return,
    Names.SERIAL: _serial,
    Names.GTIN: _product,
    Names.SKU: _product,
    Names.BIN: _bin_too_early,
}
