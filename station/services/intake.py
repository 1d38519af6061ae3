"""Find out what was scanned while the bench is free, and take the item in hand."""

from dataclasses import dataclass, replace

from station.domain.bench import AskKind, Bench, Say, Tone
from station.domain.catalog import ExpectedReturn, Product, RmaLine
from station.domain.errors import DomainError, Reason
from station.domain.events import ScanUnknown
from station.domain.identifiers import Rma, Serial, Sku, make_lpn
from station.domain.inspection import Inspection, State
from station.domain.item import Item, Unannounced
from station.domain.scanning import Gs1Facts, Gs1Problem, Hit, Names, Scan, candidates
from station.services.turn import Turn

# What a code is taken for when it names several things and nothing is in hand.
FIRST = (Names.LPN, Names.RMA, Names.TRACKING, Names.ORDER, Names.SERIAL, Names.GTIN, Names.SKU, Names.BIN)
SHOWN = 60
NONE_OF_THESE = "none"


@dataclass(frozen=True, slots=True)
class Found:
    """A scan with what it names here and what GS1 says of it."""

    scan: Scan
    gs1: Gs1Facts
    hits: tuple[Hit, ...]

    def first(self, *names: Names) -> Hit | None:
        ranked = (hit for name in names for hit in self.hits if hit.names is name)
        return next(ranked, None)


def look_up(turn: Turn, scan: Scan) -> Found:
    """Look a scan up under everything that it can be the name of."""
    gs1 = turn.world.gs1.interpret(scan.text, scan.aim)
    return Found(scan, gs1, turn.uow.catalog.find(candidates(scan, gs1)))


def take_in(turn: Turn, found: Found) -> Bench:
    """Say what was scanned and open an inspection, or ask what is still unclear."""
    hit = found.first(*FIRST)
    if hit is None:
        return keep_unknown(turn, found)
    if hit.names is Names.BIN:
        return turn.bench.settled().says(Say.BIN_NOT_ITEM, Tone.ATTENTION, bin=hit.key)
    return _TAKE[hit.names](turn, found, hit)


def keep_unknown(turn: Turn, found: Found) -> Bench:
    """Keep a scan that names nothing here, and say so in its own tone."""
    scan, in_hand = found.scan, turn.inspection
    turn.record(ScanUnknown(scan.text, scan.aim, scan.device, in_hand.id if in_hand else None))
    misread = found.gs1.problem is Gs1Problem.WRONG_CHECK_DIGIT
    reason = Reason.WRONG_CHECK_DIGIT if misread else Reason.UNKNOWN_CODE
    return replace(turn.bench).says(reason, Tone.UNKNOWN, code=shown(scan.text))


def shown(text: str) -> str:
    """Shorten a scan to what fits a line, with GS made visible."""
    visible = text.replace("\x1d", "␝")
    return visible if len(visible) <= SHOWN else visible[:SHOWN] + "…"


def _take_return(turn: Turn, found: Found, hit: Hit) -> Bench:  # noqa: ARG001 - one of a table
    keys = [h.key for h in found.hits if h.names in (Names.RMA, Names.TRACKING, Names.ORDER)]
    returns = [turn.uow.catalog.expected(Rma(key)) for key in dict.fromkeys(keys)]
    return _choose(turn, [(r, line) for r in returns for line in r.open_lines()], found.gs1)


def _take_product(turn: Turn, found: Found, hit: Hit) -> Bench:
    sku = Sku(hit.key)
    if found.first(Names.BIN) and found.first(Names.SKU):
        bench = _take_sku(turn, found, sku)
        return bench.says(Say.SKU_AND_BIN, Tone.ATTENTION, code=hit.key)
    return _take_sku(turn, found, sku)


def _take_sku(turn: Turn, found: Found, sku: Sku) -> Bench:
    waiting = [(r, r.line(number)) for r, number in turn.uow.catalog.awaiting(sku, 9)]
    exact = [(r, line) for r, line in waiting if line.serial and line.serial == found.gs1.serial]
    if not waiting:
        return ask_why(turn, sku, found.gs1.serial)
    return _choose(turn, exact or waiting, found.gs1, none_of_these=sku)


def ask_why(turn: Turn, sku: Sku, serial: str | None = None) -> Bench:
    """Ask why a product is here that nobody announced."""
    about = {"sku": sku, "serial": serial or ""}
    return turn.bench.settled().asks(AskKind.WHY_UNANNOUNCED, tuple(Unannounced), **about)


def _choose(
    turn: Turn, lines: list[tuple[ExpectedReturn, RmaLine]], gs1: Gs1Facts, none_of_these: Sku | None = None
) -> Bench:
    if not lines:
        return turn.bench.settled().says(Say.ALL_RECEIVED, Tone.ATTENTION)
    if len(lines) == 1:
        expected, line = lines[0]
        return open_expected(turn, expected, line, gs1.serial)
    options = [f"{r.rma}/{line.number}" for r, line in lines][: 8 if none_of_these else 9]
    if none_of_these:
        options.append(NONE_OF_THESE)
    about = {"sku": none_of_these or "", "serial": gs1.serial or ""}
    return turn.bench.settled().asks(AskKind.WHICH_LINE, tuple(options), **about)


def choose_line(turn: Turn, option: str) -> Bench:
    """Take the chosen line of a return, or go on with an unannounced item."""
    about = turn.bench.ask.about if turn.bench.ask else {}
    if option == NONE_OF_THESE:
        return ask_why(turn, Sku(about["sku"]), about.get("serial"))
    rma, _, number = option.rpartition("/")
    expected = turn.uow.catalog.expected(Rma(rma))
    return open_expected(turn, expected, expected.line(int(number)), about.get("serial"))


def narrow(turn: Turn, found: Found) -> Bench | None:
    """Let the scan of a product or serial number choose among the lines that were asked for."""
    ask = turn.bench.ask
    if ask is None or ask.kind is not AskKind.WHICH_LINE:
        return None
    for option in ask.options:
        rma, _, number = option.rpartition("/")
        if rma and _is_line(turn, found, Rma(rma), int(number)):
            return choose_line(turn, option)
    return None


def _is_line(turn: Turn, found: Found, rma: Rma, number: int) -> bool:
    line = turn.uow.catalog.expected(rma).line(number)
    names = {(Names.GTIN, line.sku), (Names.SKU, line.sku), (Names.SERIAL, f"{rma}/{number}")}
    only = turn.bench.ask is not None and not turn.bench.ask.about.get("sku")
    return any((hit.names, hit.key) in names for hit in found.hits) and (
        only or any(hit.names is Names.SERIAL for hit in found.hits)
    )


def _take_serial(turn: Turn, found: Found, hit: Hit) -> Bench:  # noqa: ARG001 - one of a table
    open_ = []
    for key in (h.key for h in found.hits if h.names is Names.SERIAL):
        rma, _, number = key.rpartition("/")
        expected = turn.uow.catalog.expected(Rma(rma))
        open_ += [(expected, line) for line in expected.open_lines() if line.number == int(number)]
    gs1 = found.gs1 if found.gs1.serial else replace(found.gs1, serial=found.scan.text.strip())
    return _choose(turn, open_, gs1)


def _take_lpn(turn: Turn, found: Found, hit: Hit) -> Bench:  # noqa: ARG001 - one of a table
    known = turn.uow.inspections.get(hit.key)
    if known.state is State.HELD and known.hold:
        facts = {"lpn": known.item.lpn, "reason": known.hold.reason.value}
        asked = turn.bench.settled().asks(AskKind.RELEASE, ("release", "leave"), inspection=known.id)
        return asked.says(Say.IS_ON_HOLD, Tone.ATTENTION, **facts)
    bin_ = (known.route and known.route.bin) or ""
    return turn.bench.settled().says(Say.ALREADY_BINNED, Tone.ATTENTION, lpn=known.item.lpn, bin=bin_)


_TAKE = {
    Names.LPN: _take_lpn,
    Names.RMA: _take_return,
    Names.TRACKING: _take_return,
    Names.ORDER: _take_return,
    Names.SERIAL: _take_serial,
    Names.GTIN: _take_product,
    Names.SKU: _take_product,
}


def open_expected(turn: Turn, expected: ExpectedReturn, line: RmaLine, serial: str | None) -> Bench:
    """Open the inspection of an announced item; a serial number that differs is said at once."""
    product = turn.uow.catalog.product(line.sku)
    item = replace(
        _item(turn, product),
        serial=Serial(serial) if serial else None,
        rma=expected.rma,
        line=line.number,
        delivered=expected.delivered,
        invoice=expected.invoice,
        channel=expected.channel,
        expected_sku=line.sku,
        expected_serial=line.serial,
    )
    bench = _open(turn, item, product)
    turn.uow.catalog.save_expected(expected.receive(line.number))
    if item.wrong_serial:
        return say_wrong_serial(bench, item)
    return bench.says(Say.EXPECTED, Tone.GOOD, rma=expected.rma, line=str(line.number))


def say_wrong_serial(bench: Bench, item: Item) -> Bench:
    """Say which serial number was expected and which one is here."""
    facts = {"expected": item.expected_serial or "", "serial": item.serial or ""}
    return bench.says(Say.WRONG_SERIAL, Tone.ATTENTION, **facts)


def open_unannounced(turn: Turn, why: Unannounced) -> Bench:
    """Open the inspection of an item that nobody announced, with the reason."""
    about = turn.bench.ask.about if turn.bench.ask else {}
    product = turn.uow.catalog.product(Sku(about["sku"]))
    serial = Serial(about["serial"]) if about.get("serial") else None
    item = replace(_item(turn, product), unannounced=why, serial=serial)
    return _open(turn, item, product).says(Say.OPENED_UNANNOUNCED, Tone.GOOD)


def _item(turn: Turn, product: Product) -> Item:
    number = turn.uow.inspections.next_lpn_number()
    return Item(
        lpn=make_lpn(turn.world.house.station, number),
        sku=product.sku,
        gtin=product.gtin,
        name=product.name,
        category=product.category,
        value=product.value,
        hygiene=product.hygiene,
    )


def _open(turn: Turn, item: Item, product: Product) -> Bench:
    if turn.inspection is not None:
        raise DomainError(Reason.NOT_NOW)
    inspection = Inspection(
        id=turn.world.ids.new(),
        station=turn.world.house.station,
        item=item,
        checklist=product.checklist,
        opened_at=turn.now,
        opened_by=turn.person.id,
        simulated=turn.world.house.simulated,
    )
    turn.uow.inspections.add(inspection)
    return turn.bench.settled().takes(inspection.id)
