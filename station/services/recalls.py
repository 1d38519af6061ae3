"""Recalls: set and lift them, hold what they cover, and find what lies in a bin already."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from station.domain.allowed import need
from station.domain.bench import Bench, Say, Tone
from station.domain.catalog import Product
from station.domain.events import RecallLifted, RecallSet
from station.domain.identifiers import Gtin, Sku
from station.domain.inspection import HoldReason, Inspection
from station.domain.item import Item
from station.domain.people import Person, Role
from station.domain.recalls import Recall, covering
from station.domain.scanning import Names
from station.ports import UnitOfWork, World
from station.services import holding, reconciling
from station.services.turn import Turn
from station.stock_ports import Whereabouts

# Who may say that something is called back, and who that it no longer is.
MAY_SET, MAY_LIFT = Role.SUPERVISOR, Role.MANAGER


def hold_recalled(turn: Turn) -> Bench | None:
    """Put the item in hand on hold if a recall covers it; None if none does, or it was held for it before."""
    known = turn.inspection
    if known is None or known.finished:
        return None
    found = covering(turn.uow.recalls.of(known.item.gtin), known.item)
    fresh = tuple(recall for recall in found if recall.id not in known.recalled)
    return _hold(turn, known, fresh) if fresh else None


def _hold(turn: Turn, known: Inspection, recalls: tuple[Recall, ...]) -> Bench:
    marked = replace(known, recalled=(*known.recalled, *(recall.id for recall in recalls)))
    holding.lay_aside(turn, marked, HoldReason.RECALLED)
    message = " ".join(recall.message.in_language(turn.person.language) for recall in recalls)
    facts = {"lpn": known.item.lpn, "bin": holding.shelf(turn), "message": message}
    bench = reconciling.put_down(turn, turn.bench.settled())
    return bench.says(Say.IS_RECALLED, Tone.STOP, **facts)


def warn(turn: Turn) -> Bench:
    """Ask for a serial number or lot where a recall may cover an item just opened."""
    bench, item = turn.bench, turn.in_hand.item
    calm = bench.ask is None and (bench.notice is None or bench.notice.tone in (Tone.GOOD, Tone.QUIET))
    if not (calm and wants_more(turn)):
        return bench
    return bench.says(Say.MAY_BE_RECALLED, Tone.ATTENTION, name=item.name.in_language(turn.person.language))


def wants_more(turn: Turn) -> bool:
    """Tell whether a serial number or a lot would say that the item in hand is called back, or is not."""
    item = turn.in_hand.item
    return any(recall.asks_for_more(item) for recall in turn.uow.recalls.of(item.gtin))


# On screen and from a file ------------------------------------------------------------------------


def set_recall(world: World, recall: Recall, by: Person) -> None:
    """Let a recall count from the next scan on. Raises NOT_ALLOWED."""
    need(by, MAY_SET)
    with world.begin() as uow:
        set_in(uow, recall, by.id)


def load(world: World, uow: UnitOfWork, recalls: Iterable[Recall]) -> None:
    """Take over the recalls of a file. One that is known as it is changes nothing; none is lifted."""
    known = {recall.id: recall for recall in uow.recalls.all()}
    now, by = world.clock.now(), world.house.station
    for recall in recalls:
        before = known.get(recall.id)
        if before is None or replace(recall, since=before.since, by=before.by) != before:
            set_in(uow, replace(recall, since=now, by=by), by)


def set_in(uow: UnitOfWork, recall: Recall, by: str) -> None:
    """Set a recall in the open transaction."""
    uow.recalls.add(recall)
    uow.journal.append(RecallSet(recall), by)


def lift(world: World, recall: str, by: Person) -> None:
    """Let a recall count no longer; what is on hold for it stays there. Raises MANAGER_NEEDED, KeyError."""
    need(by, MAY_LIFT)
    with world.begin() as uow:
        uow.recalls.get(recall)
        lift_in(uow, recall, by.id)


def lift_in(uow: UnitOfWork, recall: str, by: str) -> None:
    """Lift a recall in the open transaction."""
    uow.recalls.lift(recall)
    uow.journal.append(RecallLifted(recall), by)


@dataclass(frozen=True, slots=True)
class Known:
    """A recall with the product that it is of, None where the catalogue has none, and who set it."""

    recall: Recall
    product: Product | None
    by: str


def all_recalls(world: World) -> list[Known]:
    """List the recalls that count, the latest first."""
    with world.read() as uow:
        found = sorted(uow.recalls.all(), key=lambda recall: (recall.since, recall.id), reverse=True)
        return [_known(uow, recall) for recall in found]


def one(world: World, recall: str) -> Known:
    """Read one recall. Raises KeyError."""
    with world.read() as uow:
        return _known(uow, uow.recalls.get(recall))


def _known(uow: UnitOfWork, recall: Recall) -> Known:
    try:
        by = uow.people.get(recall.by).name
    except KeyError:
        by = ""
    return Known(recall, _product(uow, recall.gtin), by)


def _product(uow: UnitOfWork, gtin: Gtin) -> Product | None:
    hits = (hit for hit in uow.catalog.find((gtin,)) if hit.names is Names.GTIN)
    hit = next(hits, None)
    return uow.catalog.product(Sku(hit.key)) if hit else None


@dataclass(frozen=True, slots=True)
class Stored:
    """An item that a recall covers and that was put into a bin, so that somebody can fetch it."""

    inspection: Inspection
    where: Whereabouts


@dataclass(frozen=True, slots=True)
class ToFetch:
    """A page of items to fetch, and the key that the next page starts after."""

    items: tuple[Stored, ...]
    next: str | None


def to_fetch(world: World, recall: Recall, after: str = "", size: int = 50) -> ToFetch:
    """Page through the items in bins that a recall covers, or may: their number or lot is not known."""
    with world.read() as uow:
        stored = uow.recalls.stored(recall.gtin, after)
        found = (Stored(each, where) for each, where in stored if _concerns(recall, each.item))
        items = tuple(islice(found, size + 1))
    return ToFetch(items[:size], items[size - 1].inspection.id if len(items) > size else None)


def _concerns(recall: Recall, item: Item) -> bool:
    return recall.covers(item) or recall.asks_for_more(item)
