"""Forget who sent returns, where the law asks: what leads from goods to a customer goes, the goods stay."""

from dataclasses import asdict, replace

from station.domain.catalog import ExpectedReturn
from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Rma
from station.domain.people import Person
from station.domain.people_events import PowerfulAct, SenderRemoved
from station.ports import UnitOfWork, World
from station.services import documents
from station.services.forms import filling
from station.services.people.stepping_up import need_manager, record_step_up, step_up

SHOWN = ("rma", "order", "tracking", "parcels", "channel", "country", "delivered", "customer", "address")


def kept_of(world: World, key: str) -> list[dict[str, object]]:
    """Collect the returns of a customer or an address, by the shop's own key. Raises NOT_NOW without one."""
    with world.read() as uow:
        return [_shown(uow.catalog.expected(rma)) for rma in _returns_of(uow, key)]


def _shown(expected: ExpectedReturn) -> dict[str, object]:
    known = asdict(expected)
    lines = [{name: line[name] for name in ("number", "sku", "serial", "reason")} for line in known["lines"]]
    facts = {name: known[name] for name in SHOWN}
    return {**facts, "delivered": str(expected.delivered or ""), "lines": lines}


def remove_sender(world: World, by: Person, key: str, pin: str) -> int:
    """Remove a customer or an address from so many returns. Raises NOT_NOW and as ``step_up``."""
    step_up(world, by, pin)
    with world.begin() as uow:
        need_manager(uow, by)
        photos = photos_of(uow, _returns_of(uow, key))
        rmas = remove(uow, key, by.id)
        gone = documents.take_back(world, uow, rmas, by.id)
        record_step_up(uow, by, PowerfulAct.REMOVE_SENDER, rmas[0])
    for sha256 in (*gone, *photos):
        world.vault.remove(sha256)
    return len(rmas)


def remove(uow: UnitOfWork, key: str, by: str) -> tuple[Rma, ...]:
    """Remove in the open transaction. The key itself is in no entry: returns are named by their rma."""
    return forget(uow, _returns_of(uow, key), by)


def forget(uow: UnitOfWork, rmas: tuple[Rma, ...], by: str) -> tuple[Rma, ...]:
    """Remove who sent these returns in the open transaction."""
    stripped = [_stripped(uow.catalog.expected(rma)) for rma in rmas]
    uow.catalog.load((), stripped, ())
    for rma in rmas:
        uow.signals.forget_sender(rma)
        filling.forget(uow, rma)
    uow.journal.append(SenderRemoved(rmas), by)
    return rmas


def photos_of(uow: UnitOfWork, rmas: tuple[Rma, ...]) -> tuple[str, ...]:
    """Name the photos that customers brought for these returns, sent or not."""
    return tuple(photo for rma in rmas for photo in filling.photos_of(uow, rma))


def _returns_of(uow: UnitOfWork, key: str) -> tuple[Rma, ...]:
    rmas = uow.signals.returns_by(key) if key else ()
    if not rmas:
        raise DomainError(Reason.NOT_NOW)
    return rmas


def _stripped(expected: ExpectedReturn) -> ExpectedReturn:
    """Leave out the keys, and the serial numbers of what is not expected any more."""
    lines = tuple(line if line.still_expected else replace(line, serial=None) for line in expected.lines)
    return replace(expected, customer="", address="", lines=lines)
