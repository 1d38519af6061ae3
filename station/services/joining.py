"""Whether this station has a central whose word counts here."""

from station.domain.errors import DomainError, Reason
from station.ports import UnitOfWork, World


def decides(world: World, uow: UnitOfWork) -> bool:
    """Tell whether central decides which rules count here: there is one, and it was heard."""
    return bool(world.courier.address) and uow.taken.upto() is not None


def central_decides(world: World) -> bool:
    with world.read() as uow:
        return decides(world, uow)


def need_own_word(world: World) -> None:
    """Raise CENTRAL_DECIDES where rules are decided elsewhere."""
    if central_decides(world):
        raise DomainError(Reason.CENTRAL_DECIDES)
