"""What managers decide about stations at central: each takes their own PIN, for that one act."""

from collections.abc import Callable
from typing import TypeVar

from station.domain.errors import DomainError, Reason
from station.domain.people import Person
from station.domain.people_events import PowerfulAct
from station.ports import World
from station.services.central import enrolling
from station.services.people.stepping_up import need_manager, record_step_up, step_up

T = TypeVar("T")


def enrol(world: World, by: Person, station: str, pin: str) -> str:
    """Return a one-time code for a station; empty is any that is new. Raises NOT_NOW, and as ``_proved``."""
    if station and station not in enrolling.STATIONS:
        raise DomainError(Reason.NOT_NOW)
    act = PowerfulAct.ENROL_STATION
    return _proved(world, by, pin, act, station, lambda: enrolling.invite(world, by.id, station))


def revoke(world: World, by: Person, station: str, pin: str) -> None:
    """Take nothing from a station any more, at once. Raises NOT_NOW, and as ``_proved``."""
    act = PowerfulAct.REVOKE_STATION
    _proved(world, by, pin, act, station, lambda: enrolling.revoke(world, by.id, station))


def let_back(world: World, by: Person, station: str, pin: str) -> None:
    """Let a station go on that was revoked, or that something was wrong with. Raises as ``revoke``."""
    act = PowerfulAct.READMIT_STATION
    _proved(world, by, pin, act, station, lambda: enrolling.readmit(world, by.id, station))


def _proved(world: World, by: Person, pin: str, act: PowerfulAct, station: str, do: Callable[[], T]) -> T:
    """Do something once the person has proved again to be a manager, and to be themselves.

    Raises NOT_ALLOWED, LOCKED_OUT and WRONG_PIN.
    """
    step_up(world, by, pin)
    with world.begin() as uow:
        need_manager(uow, by)
        record_step_up(uow, by, act, station)
    return do()
