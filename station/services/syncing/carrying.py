"""What carrying out one decision of central works with, and how it says that it cannot."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from station.domain.sync.events import Took, Unfit
from station.feed_ports import Heard
from station.ports import UnitOfWork, World
from station.services.notes import committed


class CannotTake(Exception):
    """A decision that cannot be carried out here now: it is parked, and later ones go on."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(why.value)
        self.why = why


class DecidedHere(Exception):
    """The station's own desk was faster; ``standing`` is how the audit stands here."""

    def __init__(self, standing: str) -> None:
        super().__init__(standing)
        self.standing = standing


@dataclass(frozen=True, slots=True)
class Carrying:
    """One decision of central, and the transaction in which it is carried out. ``after`` is done once that
    is committed."""

    world: World
    uow: UnitOfWork
    heard: Heard
    beside: Mapping[str, Any]
    after: list[Callable[[], None]] = field(default_factory=list)

    @property
    def event(self) -> Any:
        return self.heard.event

    @property
    def by(self) -> str:
        return self.heard.by

    @property
    def at(self) -> datetime:
        return self.heard.at


def keep_notes(taken: Carrying) -> None:
    """Keep what was written at central, if it is what the entry was committed to. Raises CannotTake."""
    notes: Mapping[str, Any] = taken.beside.get("notes", {})
    for commitment, (salt, text) in notes.items():
        raw = base64.b64decode(salt)
        if committed(raw, text) != commitment:
            raise CannotTake(Unfit.UNREADABLE)
        taken.uow.notes.put(commitment, raw, text)


# Returns APPLIED, or SAME before anything is changed. Raises CannotTake, DecidedHere, DomainError, KeyError.
Carry = Callable[[Carrying], Took]
