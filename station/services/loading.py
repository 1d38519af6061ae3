"""Take over what a site knows beforehand: products, expected returns, bins, work centers, people."""

from collections.abc import Iterable
from datetime import date

from station.domain.catalog import Bin, ExpectedReturn, Product, WorkCenter
from station.domain.events import SignedOutBecause
from station.domain.people import Person
from station.domain.recalls import Recall
from station.ports import UnitOfWork, World
from station.services.recalls import load as load_recalls
from station.services.signing_in import NewPerson, sign_out_in


def load_site(
    world: World,
    products: Iterable[Product],
    returns: Iterable[ExpectedReturn],
    bins: Iterable[Bin],
    people: Iterable[NewPerson],
    centers: Iterable[WorkCenter] = (),
    recalls: Iterable[Recall] = (),
) -> None:
    """Add or replace everything in one transaction. What was already received stays received.

    Who gets another PIN or badge has to sign in again.
    """
    given = [(person, _hashed(world, person)) for person in people]
    announced = tuple(returns)
    with world.begin() as uow:
        uow.catalog.load(products, announced, bins, centers)
        load_recalls(world, uow, recalls)
        for expected in announced:
            _note_senders(uow, expected, expected.posted or world.today)
        at_bench = uow.bench.load().person
        for new, person in given:
            if person.id == at_bench and not _proves(world, new, uow.people.get(at_bench)):
                sign_out_in(world, uow, SignedOutBecause.ASKED)
            uow.people.save(person)


def _note_senders(uow: UnitOfWork, expected: ExpectedReturn, day: date) -> None:
    """Count a return of its customer and of its address, where the shop gives keys for them."""
    for role, key in (("customer", expected.customer), ("address", expected.address)):
        if key:
            uow.signals.sent(role, key, expected.rma, day)


def _proves(world: World, new: NewPerson, known: Person) -> bool:
    same_badge = known.badge_hash == world.secrets.digest(new.badge)
    return same_badge and world.secrets.pin_matches(known.pin_hash, new.pin)


def _hashed(world: World, new: NewPerson) -> Person:
    return Person(
        id=new.id,
        name=new.name,
        role=new.role,
        language=new.language,
        badge_hash=world.secrets.digest(new.badge),
        pin_hash=world.secrets.hash_pin(new.pin),
    )


def is_empty(world: World) -> bool:
    """Tell whether nothing was loaded yet."""
    with world.read() as uow:
        return not uow.catalog.bins()
