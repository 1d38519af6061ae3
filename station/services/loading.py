"""Take over what a site knows beforehand: products, expected returns, bins, work centers, people."""

from collections.abc import Iterable
from datetime import date

from station.domain.catalog import Bin, ExpectedReturn, Product, WorkCenter
from station.domain.people import NewPerson
from station.domain.recalls import Recall
from station.ports import UnitOfWork, World
from station.services import documents
from station.services.people import from_file
from station.services.proof.keys import introduce_keys
from station.services.recalls import load as load_recalls


def load_site(
    world: World,
    products: Iterable[Product],
    returns: Iterable[ExpectedReturn],
    bins: Iterable[Bin],
    people: Iterable[NewPerson],
    centers: Iterable[WorkCenter] = (),
    recalls: Iterable[Recall] = (),
) -> from_file.PeopleTaken:
    """Add or replace everything in one transaction. What was already received stays received.

    Who gets another PIN or badge has to sign in again. Raises ``from_file.BadgeTaken``.
    """
    given = from_file.hashed(world, people)
    announced = tuple(returns)
    goods, places, work = tuple(products), tuple(bins), tuple(centers)
    stored = documents.for_stations(world, goods, announced, places, work)
    with world.begin() as uow:
        introduce_keys(world, uow)
        uow.catalog.load(goods, announced, places, work)
        for each in stored:
            documents.publish(uow, each, world.house.station)
        load_recalls(world, uow, recalls)
        for expected in announced:
            note_senders(uow, expected, expected.posted or world.today)
        return from_file.take_over(world, uow, given)


def note_senders(uow: UnitOfWork, expected: ExpectedReturn, day: date) -> None:
    """Count a return of its customer and of its address, where the shop gives keys for them."""
    for role, key in (("customer", expected.customer), ("address", expected.address)):
        if key:
            uow.signals.sent(role, key, expected.rma, day)


def is_empty(world: World) -> bool:
    """Tell whether nothing was loaded yet."""
    with world.read() as uow:
        return not uow.catalog.bins()
