"""A station with a past: as many inspections as a test wants, of every product, answered at random."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from station.adapters.local.codec import encode
from station.adapters.local.inspections import microseconds
from station.adapters.local.schema import inspections
from station.domain.binning import binned
from station.domain.catalog import Bin, Product
from station.domain.checklist import Checklist, Choice, Slot
from station.domain.disposition import Disposition
from station.domain.evidence import Photo, Quality
from station.domain.identifiers import Lpn, Rma
from station.domain.inspection import Answer, Inspection
from station.domain.item import Item, Unannounced
from station.domain.routing import Rulebook, routed
from tests.support.stations import Rig

QUALITY = Quality(0.9, 2.0, 240.0, 0.01)
BATCH = 2000


def live(rig: Rig, count: int, days: int = 100, seed: int = 1) -> None:
    """Write ``count`` finished inspections, evenly over the last ``days`` days, straight into the store."""
    rows = (_row(done) for done in made(rig, count, days, seed))
    while batch := [row for _, row in zip(range(BATCH), rows, strict=False)]:
        with rig.world.begin() as uow:
            uow.inspections._connection.execute(inspections.insert(), batch)  # type: ignore[attr-defined]


def made(rig: Rig, count: int, days: int = 100, seed: int = 1) -> Iterator[Inspection]:
    """Make finished inspections of every product, answered at random, evenly over the last days."""
    with rig.world.read() as uow:
        rules, bins = uow.rules.in_force(), uow.catalog.bins()
    chance = random.Random(seed)
    places = {d: next(b for b in bins if b.use.value == d.value and not b.categories) for d in Disposition}
    start = rig.clock.time - timedelta(days=days)
    step = timedelta(days=days) / count
    for number in range(count):
        yield _one(rig, rules, places, chance, number, start + number * step)


def _row(done: Inspection) -> dict[str, object]:
    return {
        "id": done.id,
        "lpn": done.item.lpn,
        "rma": done.item.rma,
        "state": done.state.value,
        "closed_by": done.closed_by,
        "closed_us": microseconds(done.closed_at) if done.closed_at else None,
        "data": encode(done),
    }


def _one(
    rig: Rig,
    rules: Rulebook,
    places: dict[Disposition, Bin],
    chance: random.Random,
    number: int,
    at: datetime,
) -> Inspection:
    product = chance.choice(rig.site.products)
    checklist = rules.checklists[product.checklist]
    answers = tuple(_answers(checklist, chance, at))
    given = Inspection(
        id=f"{number:08d}",
        station="07",
        item=_item(product, chance, number, at),
        checklist=checklist.id,
        checklist_version=checklist.version,
        opened_at=at,
        opened_by="dana",
        simulated=True,
        answers=answers,
    )
    photos = tuple(_photo(slot, at) for slot in checklist.slots_asked(given.chosen))
    done = routed(replace(given, photos=photos), checklist, rules, places, at.date())
    assert done.route and done.route.bin
    return binned(done, done.route.bin, at, "dana")


def _answers(checklist: Checklist, chance: random.Random, at: datetime) -> Iterator[Answer]:
    chosen: dict[str, str] = {}
    while question := checklist.next_question(chosen):
        (choice,) = chance.choices(question.choices, [_often(c, n) for n, c in enumerate(question.choices)])
        chosen[question.id] = choice.id
        yield Answer(question.id, choice.id, at, "dana", 2.0)


def _often(choice: Choice, number: int) -> float:
    """Most things that come back are not sealed, and more are good than bad."""
    return 0.3 if choice.finish else 1 / 2**number


def _item(product: Product, chance: random.Random, number: int, at: datetime) -> Item:
    announced = chance.random() < 0.8
    return Item(
        lpn=Lpn(f"L07-{number:07d}-0"),
        sku=product.sku,
        gtin=product.gtin,
        name=product.name,
        category=product.category,
        value=product.value,
        hygiene=product.hygiene,
        goods=product.goods,
        rma=Rma(f"RMA-{number}") if announced else None,
        delivered=at.date() - timedelta(days=chance.randrange(40)) if announced else None,
        invoice=announced and chance.random() < 0.9,
        channel="webshop" if announced else None,
        unannounced=None if announced else Unannounced.NO_PAPERS,
    )


def _photo(slot: Slot, at: datetime) -> Photo:
    return Photo(slot.id, "0" * 64, 1920, 1080, at, "dana", QUALITY, (), (), simulated=True)
