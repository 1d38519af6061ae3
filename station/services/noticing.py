"""What does not add up at an item, from what is known of it: for every turn, before anything is decided."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from station.domain.checklist import Checklist
from station.domain.inspection import Inspection, State, complete
from station.domain.item import Item
from station.domain.recalls import covering
from station.domain.signals import Noticed, SignalKind, SignalRules, following, unsettled, weight_off
from station.ports import UnitOfWork


def up_to_date(uow: UnitOfWork, known: Inspection, now: datetime) -> Inspection:
    """Bring the signals up to date that follow from what is known of an item; one that is over stays."""
    if known.finished:
        return known
    rules = uow.rules.in_force().signals
    signals = following(known.signals, rules, _following(known, rules), now)
    return replace(known, signals=signals) if signals != known.signals else known


def _following(known: Inspection, rules: SignalRules) -> Iterator[Noticed]:
    item = known.item
    if item.wrong_serial:
        seen = {"expected": item.expected_serial or "", "serial": item.serial or ""}
        yield SignalKind.SERIAL_SWAPPED, seen
    off = weight_off(rules, known.weight.grams, item.goods.grams) if known.weight else None
    if off:
        yield off
    for photo in known.photos:
        if photo.like:
            yield SignalKind.PHOTO_SEEN_BEFORE, {"lpn": photo.like}


def ready(known: Inspection, checklist: Checklist) -> bool:
    """Tell whether an item can be routed: all is answered, and no signal waits for a supervisor."""
    return known.state is State.OPEN and not unsettled(known.signals) and complete(known, checklist)


def is_recalled(uow: UnitOfWork, item: Item) -> bool:
    return bool(covering(uow.recalls.of(item.gtin), item))
