"""Everybody who has or had access, for the page of people."""

from dataclasses import dataclass
from datetime import datetime

from station.domain.people import Person
from station.ports import World
from station.services.people import sessions


@dataclass(frozen=True, slots=True)
class Listed:
    """One person with what is open. ``last`` is the last sign-in that is remembered."""

    person: Person
    last: datetime | None
    open: int
    at_bench: bool
    locked_until: datetime | None


def everybody(world: World) -> tuple[Listed, ...]:
    """List people: those with access first, then those whose access was ended, each by name."""
    with world.read() as uow:
        at_bench, now = uow.bench.load().session, world.clock.now()
        found = []
        for person in uow.people.all():
            known, attempts = uow.people.sessions(person.id), uow.people.attempts(person.id)
            alive = [session for session in known if sessions.alive(world, session)]
            found.append(
                Listed(
                    person,
                    last=known[0].started_at if known else None,
                    open=len(alive),
                    at_bench=at_bench in {session.id for session in alive},
                    locked_until=attempts.locked_until if attempts.locked(now) else None,
                )
            )
    return tuple(sorted(found, key=_order))


def _order(listed: Listed) -> tuple[int, str]:
    person = listed.person
    return (2 if person.removed_at else 1 if person.ended_at else 0), person.name.casefold()
