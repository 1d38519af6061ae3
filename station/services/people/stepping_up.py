"""A manager proves again who they are, for one act that gives or takes power."""

from collections.abc import Iterator
from contextlib import contextmanager

from station.domain.errors import DomainError, Reason
from station.domain.people import Person, Role
from station.domain.people_events import PowerfulAct, SteppedUp
from station.ports import UnitOfWork, World
from station.services.signing_in import prove


def step_up(world: World, by: Person, pin: str) -> None:
    """Check the person's own PIN in a transaction of its own, so that a wrong one stays counted.

    Raises LOCKED_OUT and WRONG_PIN.
    """
    refused: DomainError | None = None
    with world.begin() as uow:
        try:
            prove(world, uow, uow.people.get(by.id), pin)
        except DomainError as wrong:
            refused = wrong
    if refused:
        raise refused


def need_manager(uow: UnitOfWork, by: Person) -> None:
    """Raise NOT_ALLOWED unless the person is a manager now: a moment ago does not count."""
    known = uow.people.get(by.id)
    if not known.may_enter or not known.role.at_least(Role.MANAGER):
        raise DomainError(Reason.NOT_ALLOWED, name=known.name)


def record_step_up(uow: UnitOfWork, by: Person, act: PowerfulAct, about: str) -> None:
    uow.journal.append(SteppedUp(by.id, act, about), by.id)


@contextmanager
def proved(world: World, by: Person, pin: str, act: PowerfulAct, about: str) -> Iterator[UnitOfWork]:
    """Open the transaction of a manager's act, once the PIN is right, and wake the screens when it is kept.

    Raises NOT_ALLOWED and as ``step_up``.
    """
    step_up(world, by, pin)
    with world.begin() as uow:
        need_manager(uow, by)
        record_step_up(uow, by, act, about)
        yield uow
        revision = uow.bench.load().revision
    world.bell.ring(revision)
