"""What happened, for programs that ask and are not called: what destinations are told, in order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from station.domain.outbound.cloud import envelope
from station.domain.outbound.messages import STOCK, Context, Message
from station.domain.outbound.telling import messages, movement
from station.ports import World
from station.services.outbound import keeping
from station.services.outbound.downloads import safely
from station.services.outbound.making import context_of, worth_reading

# So many entries are looked through for one page: most tell nothing.
LOOKED_THROUGH = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """Messages of the entries after a number, up to ``upto``; ``more`` tells whether entries follow."""

    found: tuple[dict[str, Any], ...]
    upto: int
    more: bool


def events(world: World, after: int, limit: int) -> Page:
    """Page through everything that is told, as CloudEvents."""
    return _page(world, after, limit, lambda message, context: envelope(message, context.naming))


def movements(world: World, after: int, limit: int) -> Page:
    """Page through stock movements."""
    return _page(world, after, limit, _movement)


def _movement(message: Message, _: Context) -> dict[str, Any] | None:
    return movement(message) if message.type in STOCK else None


def _page(
    world: World, after: int, limit: int, told: Callable[[Message, Context], dict[str, Any] | None]
) -> Page:
    """Gather whole entries until a page is full: what an entry tells is never torn apart."""
    found: list[dict[str, Any]] = []
    upto = after
    with world.read() as uow:
        stream = keeping.stream(world, uow)
        entries = stream.after(after, LOOKED_THROUGH)
        for entry in entries:
            if len(found) >= limit:
                break
            upto = entry.number
            said = worth_reading(entry)
            if said is None:
                continue
            context = context_of(world, uow, stream, entry.number)
            made = (told(each, context) for each in safely(messages, said, context))
            found += [each for each in made if each is not None]
        more = upto < stream.head()
    return Page(tuple(found), upto, more)
