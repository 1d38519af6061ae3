"""Find out what was scanned while the bench is free, and take the item in hand."""

from dataclasses import dataclass, replace

from station.domain.bench import AskKind, Bench, Say, Tone
from station.domain.catalog import ExpectedReturn, Product, RmaLine
from station.domain.errors import DomainError, Reason
from station.domain.events import ScanUnknown
from station.domain.identifiers import Gtin, Rma, Serial, Sku, make_lpn
from station.domain.inspection import Inspection, State
from station.domain.item import Item, Sale, Unannounced
from station.domain.scanning import Gs1Facts, Gs1Problem, Hit, Names, Scan, candidates
from station.services import printing, reconciling, revisiting
from station.services.auditing import errands
from station.services.syncing.waiting import need_room
from station.services.turn import Turn

# What a code is taken for when it names several things and nothing is in hand.
FIRST = (Names.LPN, Names.RMA, Names.TRACKING, Names.ORDER, Names.SERIAL, Names.GTIN, Names.SKU, Names.BIN)
SHOWN = 60
NONE_OF_THESE = "none"
EXTRA = "extra"
_RETURNS = (Names.RMA, Names.TRACKING, Names.ORDER)
_PRODUCTS = (Names.GTIN, Names.SKU)
Lines = list[tuple[ExpectedReturn, RmaLine]]


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
    hits = turn.uow.catalog.find(candidates(scan, gs1))
    if gs1.gtin and gs1.serial:
        hits = tuple(hit for hit in hits if _is_of(turn, hit, Gtin(gs1.gtin)))
    return Found(scan, gs1, hits)


def _is_of(turn: Turn, hit: Hit, gtin: Gtin) -> bool:
    """Tell whether a hit is of this product: GS1's serial numbers are unique for one GTIN only."""
    if hit.names is not Names.SERIAL:
        return hit.names is Names.GTIN
    return turn.uow.catalog.product(_line(turn, hit.key)[1].sku).gtin == gtin


def _line(turn: Turn, key: str) -> tuple[ExpectedReturn, RmaLine]:
    """Read the line that ``rma/line`` names."""
    rma, _, number = key.rpartition("/")
    expected = turn.uow.catalog.expected(Rma(rma))
    return expected, expected.line(int(number))


def take_in(turn: Turn, found: Found) -> Bench:
    """Say what was scanned and open an inspection, or ask what is still unclear."""
    hit = found.first(*FIRST)
    if hit is None:
        return keep_unknown(turn, found)
    if hit.names is Names.BIN:
        return errands.at_bin(turn, hit.key) or turn.bench.settled().says(
            Say.BIN_NOT_ITEM, Tone.ATTENTION, bin=hit.key
        )
    if hit.names is not Names.LPN:
        need_room(turn.world)  # before anything is asked
    return _TAKE[hit.names](turn, found, hit)


def keep_unknown(turn: Turn, found: Found) -> Bench:
    """Keep a scan that names nothing here, and say so in its own tone."""
    scan, in_hand = found.scan, turn.inspection
    turn.record(ScanUnknown(scan.text, scan.aim, scan.device, in_hand.id if in_hand else None))
    misread = found.gs1.problem is Gs1Problem.WRONG_CHECK_DIGIT
    reason = Reason.WRONG_CHECK_DIGIT if misread else Reason.UNKNOWN_CODE
    return turn.bench.says(reason, Tone.UNKNOWN, code=shown(scan.text))


def shown(text: str) -> str:
    """Shorten a scan to what fits a line, with GS made visible."""
    visible = text.replace("\x1d", "␝")
    return visible if len(visible) <= SHOWN else visible[:SHOWN] + "…"


def _take_return(turn: Turn, found: Found, hit: Hit) -> Bench:  # noqa: ARG001 - one of a table
    keys = [h.key for h in found.hits if h.names in _RETURNS]
    returns = [turn.uow.catalog.expected(Rma(key)) for key in dict.fromkeys(keys)]
    if len(returns) == 1:
        number = shown(found.scan.text.strip())
        turn = replace(turn, bench=reconciling.unpack(turn, turn.bench, returns[0].rma, number))
    return _choose(turn, [(r, line) for r in returns for line in r.open_lines()], found.gs1)


def _take_product(turn: Turn, found: Found, hit: Hit) -> Bench:
    sku = Sku(hit.key)
    if found.first(Names.BIN) and found.first(Names.SKU):
        bench = _take_sku(turn, found, sku)
        return bench.says(Say.SKU_AND_BIN, Tone.ATTENTION, code=hit.key)
    return _take_sku(turn, found, sku)


def _take_sku(turn: Turn, found: Found, sku: Sku) -> Bench:
    mine = reconciling.fitting(turn, sku)
    if mine:
        return _choose(turn, _alike(_exactly(mine, found.gs1) or mine), found.gs1, none_of_these=sku)
    waiting = [(r, r.line(number)) for r, number in turn.uow.catalog.awaiting(sku, 9)]
    if waiting and reconciling.in_earnest(turn.bench):
        return _offer_extra(turn, sku, found.gs1, _exactly(waiting, found.gs1) or waiting)
    if not waiting:
        return ask_why(turn, sku, found.gs1.serial)
    return _choose(turn, _exactly(waiting, found.gs1) or waiting, found.gs1, none_of_these=sku)


def _exactly(lines: Lines, gs1: Gs1Facts) -> Lines:
    return [(r, line) for r, line in lines if line.serial and line.serial == gs1.serial]


def _alike(lines: Lines) -> Lines:
    """Take the first of lines between which nothing on the unit could tell."""
    return lines[:1] if len({(r.rma, line.sku, line.serial) for r, line in lines}) == 1 else lines


def _offer_extra(turn: Turn, sku: Sku, gs1: Gs1Facts, waiting: Lines) -> Bench:
    """Ask whether a product that the open parcel does not announce is an extra in it or of another."""
    lines = [f"{r.rma}/{line.number}" for r, line in waiting][:7]
    about = {"sku": sku, "serial": gs1.serial or ""}
    options = (EXTRA, *lines, NONE_OF_THESE)
    return turn.bench.settled().asks(AskKind.WHICH_LINE, options, **about)


def ask_why(turn: Turn, sku: Sku, serial: str | None = None) -> Bench:
    """Ask why a product is here that nobody announced."""
    about = {"sku": sku, "serial": serial or ""}
    extra_first = reconciling.in_earnest(turn.bench)
    whys = sorted(Unannounced, key=lambda why: extra_first and why is not Unannounced.EXTRA_IN_PARCEL)
    return turn.bench.settled().asks(AskKind.WHY_UNANNOUNCED, tuple(whys), **about)


def _choose(turn: Turn, lines: Lines, gs1: Gs1Facts, none_of_these: Sku | None = None) -> Bench:
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
    if option == EXTRA:
        return open_unannounced(turn, Unannounced.EXTRA_IN_PARCEL)
    if option == NONE_OF_THESE:
        return ask_why(turn, Sku(about["sku"]), about.get("serial"))
    expected, line = _line(turn, option)
    return open_expected(turn, expected, line, about.get("serial"))


def narrow(turn: Turn, found: Found) -> Bench | None:
    """Let a scan choose among the lines that were asked for; None if it says nothing of them.

    After a return its products choose, after a product its returns, and a serial number always.
    """
    ask = turn.bench.ask
    if ask is None or ask.kind is not AskKind.WHICH_LINE:
        return None
    asked = Sku(ask.about.get("sku", ""))
    lines = [_line(turn, option) for option in ask.options if option not in (NONE_OF_THESE, EXTRA)]
    exact, fitting = _narrowed(lines, found, by_return=bool(asked))
    known = (found.gs1.serial, exact[0][1].serial if exact else None, ask.about.get("serial"))
    gs1 = replace(found.gs1, serial=next((serial for serial in known if serial), None))
    if exact or fitting:
        return _choose(turn, exact or fitting, gs1, none_of_these=asked or None)
    product = None if asked else found.first(Names.GTIN, Names.SKU)
    return ask_why(turn, Sku(product.key), gs1.serial) if product else None


def _narrowed(lines: Lines, found: Found, by_return: bool) -> tuple[Lines, Lines]:
    """Return the lines whose serial number was scanned, and those of the scanned product or return."""
    hits = {(hit.names, hit.key) for hit in found.hits}
    exact = [(r, line) for r, line in lines if (Names.SERIAL, f"{r.rma}/{line.number}") in hits]
    named = _RETURNS if by_return else _PRODUCTS
    keyed = [(r.rma if by_return else line.sku, (r, line)) for r, line in lines]
    fitting = [pair for key, pair in keyed if any((names, key) in hits for names in named)]
    return exact, _alike(fitting)


def _take_serial(turn: Turn, found: Found, hit: Hit) -> Bench:  # noqa: ARG001 - one of a table
    lines = [_line(turn, h.key) for h in found.hits if h.names is Names.SERIAL]
    open_ = [(expected, line) for expected, line in lines if line.still_expected]
    serial = found.gs1.serial or next((line.serial for _, line in open_), None)
    return _choose(turn, open_, replace(found.gs1, serial=serial))


def _take_lpn(turn: Turn, found: Found, hit: Hit) -> Bench:
    known = turn.uow.inspections.get(hit.key)
    if known.state is State.HELD and known.hold:
        facts = {"lpn": known.item.lpn, "reason": known.hold.reason.value}
        asked = turn.bench.settled().asks(AskKind.RELEASE, ("release", "leave"), inspection=known.id)
        return asked.says(Say.IS_ON_HOLD, Tone.ATTENTION, **facts)
    return errands.waiting(turn, known) or revisiting.seen_again(turn, known) or keep_unknown(turn, found)


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
        sale=_sale(expected, line),
    )
    bench = _open(turn, item, product)
    turn.uow.catalog.save_expected(expected.receive(line.number))
    if item.wrong_serial:
        return say_wrong_serial(bench, item)
    return bench.says(Say.EXPECTED, Tone.GOOD, rma=expected.rma, line=str(line.number))


def _sale(expected: ExpectedReturn, line: RmaLine) -> Sale:
    return Sale(
        country=expected.country,
        purchased=expected.purchased,
        posted=expected.posted,
        reason=line.reason,
        final_sale=line.final_sale,
    )


def say_wrong_serial(bench: Bench, item: Item) -> Bench:
    """Say which serial number was expected and which one is here."""
    facts = {"expected": item.expected_serial or "", "serial": item.serial or ""}
    return bench.says(Say.WRONG_SERIAL, Tone.ATTENTION, **facts)


def open_unannounced(turn: Turn, why: Unannounced) -> Bench:
    """Open the inspection of an item that nobody announced, with the reason."""
    about = turn.bench.ask.about if turn.bench.ask else {}
    product = turn.uow.catalog.product(Sku(about["sku"]))
    serial = Serial(about["serial"]) if about.get("serial") else None
    parcel = turn.bench.parcel if why is Unannounced.EXTRA_IN_PARCEL else None
    rma = parcel.rma if parcel else None
    item = replace(_item(turn, product), unannounced=why, serial=serial, rma=rma)
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
        goods=product.goods,
    )


def _open(turn: Turn, item: Item, product: Product) -> Bench:
    if turn.inspection is not None:
        raise DomainError(Reason.NOT_NOW)
    need_room(turn.world)
    inspection = Inspection(
        id=turn.world.ids.new(),
        station=turn.world.house.station,
        item=item,
        checklist=product.checklist,
        checklist_version=turn.uow.rules.in_force().checklists[product.checklist].version,
        opened_at=turn.now,
        opened_by=turn.person.id,
        simulated=turn.world.house.simulated,
    )
    turn.uow.inspections.add(inspection)
    printing.queue_plate(turn, inspection)
    bench = turn.bench.settled().takes(inspection.id)
    if item.rma and item.line is not None:
        return reconciling.unpack(turn, bench, item.rma)
    done = bench.parcel is not None and bench.parcel.done and item.rma is None
    return replace(bench, parcel=None) if done else bench
