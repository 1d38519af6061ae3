"""Decisions of central that could not be carried out here, as people look at them."""

from dataclasses import dataclass
from datetime import datetime

from station.domain.sync.about import DecisionAbout, about
from station.domain.sync.events import Unfit
from station.domain.sync.parked import CannotProject
from station.feed_ports import Heard, Kept
from station.ports import UnitOfWork, World
from station.services.rules import name_of
from station.services.syncing.taking import parked_decisions


@dataclass(frozen=True, slots=True)
class ParkedDecision:
    """One that waits: central's number, what it is about, who decided when, and why it was not carried out.

    ``by`` is a name, empty where the entry cannot be read; then ``at`` is None.
    """

    seq: int
    about: DecisionAbout
    by: str
    at: datetime | None
    why: Unfit


def listed(world: World) -> tuple[ParkedDecision, ...]:
    """List them in central's order."""
    with world.read() as uow:
        return tuple(_shown(world, uow, kept) for kept in parked_decisions(uow))


def _shown(world: World, uow: UnitOfWork, kept: Kept) -> ParkedDecision:
    heard = _heard(uow, kept)
    by = name_of(world, uow, heard.by) if heard else ""
    why = Unfit(kept.why) if kept.why in set(Unfit) else Unfit.FAILED
    return ParkedDecision(kept.seq, about(kept.kind), by, heard.at if heard else None, why)


def _heard(uow: UnitOfWork, kept: Kept) -> Heard | None:
    try:
        return uow.taken.read(kept.seq, kept.entry)
    except (CannotProject, ValueError):
        return None
