"""People of the sample site as tests ask for them, and what an act was refused for."""

import pytest

from station.domain.errors import DomainError, Reason
from station.domain.people import Person, Role
from tests.support.stations import Rig


def known(rig: Rig, id_: str) -> Person:
    with rig.world.read() as uow:
        return uow.people.get(id_)


def pin_of(rig: Rig) -> str:
    """Give the manager's PIN, which an act that takes power asks for."""
    return rig.person(Role.MANAGER).pin


def refused(act: object, *arguments: object) -> Reason:
    with pytest.raises(DomainError) as refusal:
        act(*arguments)  # type: ignore[operator]
    return refusal.value.reason
