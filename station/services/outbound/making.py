"""What a destination is sent because of an entry."""

from collections.abc import Callable
from functools import cache

from station.domain.conditions import Conditions
from station.domain.outbound.destinations import Destination
from station.domain.outbound.facts import Fact
from station.domain.outbound.messages import Context
from station.domain.outbound.telling import KINDS, Outgoing, outgoing
from station.outbound_ports import Numbered, Stream
from station.ports import UnitOfWork, World
from station.rule_ports import RuleKey
from station.services.outbound.streams import Before, fact

_CONDITIONS = RuleKey("conditions", "conditions")


# What an entry of another version, or one that somebody made up, comes to when it is read as one of ours.
UNTOLD = (LookupError, ArithmeticError, TypeError, ValueError, AttributeError)


class CannotMake(Exception):
    """An entry could not be told to a destination: ``why`` for the page and the log."""


def context_of(world: World, uow: UnitOfWork, stream: Stream, number: int) -> Context:
    """Gather what the messages of one entry are made with."""
    rules = world.outside.rules
    return Context(rules.naming, rules.statuses, _conditions(uow), Before(uow, stream, number))


def _conditions(uow: UnitOfWork) -> Callable[[int], Conditions]:
    """Look marketplaces' codes up by the version that counted when an item was decided on."""

    @cache
    def known(version: int) -> Conditions:
        try:
            found = uow.rules.content(_CONDITIONS, version)
        except KeyError:
            return uow.rules.in_force().conditions
        return found if isinstance(found, Conditions) else uow.rules.in_force().conditions

    return known


def made(
    world: World, uow: UnitOfWork, stream: Stream, destination: Destination, entry: Numbered
) -> tuple[Outgoing, ...]:
    """Make what a destination is sent because of an entry. Raises CannotMake."""
    told = worth_reading(entry)
    if told is None:
        return ()
    context = context_of(world, uow, stream, entry.number)
    try:
        return outgoing(destination, world.outside.rules.connectors, told, context)
    except UNTOLD as error:
        # An entry of a version that says it in another way: it is parked, and nothing else waits.
        raise CannotMake(f"{told.kind}: {type(error).__name__} {error}") from error


_MARKS = tuple(f'"kind":"{kind}"'.encode() for kind in KINDS)


def worth_reading(entry: Numbered) -> Fact | None:
    """Read an entry of a kind that anybody is told of; most are not."""
    if not any(mark in entry.canonical for mark in _MARKS):
        return None
    told = fact(entry)
    return told if told and told.kind in KINDS else None
