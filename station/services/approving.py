"""A supervisor steps up with badge and PIN for one act: an override, or the release of a hold."""

from collections.abc import Mapping
from dataclasses import replace

from station.domain.auditing.overrides import OverrideReason, may_audit
from station.domain.bench import Ask, AskKind, Bench, Say, Tone
from station.domain.disposition import Disposition
from station.domain.errors import DomainError, Reason
from station.domain.people import Person
from station.ports import World
from station.services import holding, revisiting, routing
from station.services.signing_in import prove
from station.services.turn import Turn, say_refusal, take_turn
from station.services.watching import watched


def ask_supervisor(turn: Turn, act: str, **about: str) -> Bench:
    """Wait for a supervisor's badge."""
    return turn.bench.settled().asks(AskKind.SUPERVISOR, (), act=act, **about)


def present_supervisor(turn: Turn, secret: str) -> Bench:
    """Take a supervisor's badge; the PIN is asked for next."""
    ask = _asked(turn.bench)
    person = turn.uow.people.by_badge(turn.world.secrets.digest(secret))
    if person is None:
        raise DomainError(Reason.UNKNOWN_BADGE)
    may_audit(person, set())
    about = {**ask.about, "person": person.id, "name": person.name}
    return replace(turn.bench, ask=replace(ask, about=about), notice=None)


def approve(world: World, pin: str) -> Bench:
    """Do the act that waits, if the PIN proves a supervisor who may do it."""
    try:
        supervisor = _prove(world, pin)
    except DomainError as refused:
        return say_refusal(world, refused)
    return take_turn(world, lambda turn: _act(turn, supervisor))


def _prove(world: World, pin: str) -> Person:
    """Check the PIN in a transaction of its own, so that a wrong one stays counted."""
    with world.begin() as uow:
        ask = _asked(uow.bench.load())
        if "person" not in ask.about:
            raise DomainError(Reason.NOT_NOW)
        try:
            return prove(world, uow, uow.people.get(ask.about["person"]), pin)
        except DomainError as wrong:
            refused = wrong
    raise refused


def _asked(bench: Bench) -> Ask:
    if bench.ask is None or bench.ask.kind is not AskKind.SUPERVISOR:
        raise DomainError(Reason.NOT_NOW)
    return bench.ask


def _act(turn: Turn, supervisor: Person) -> Bench:
    about = _asked(turn.bench).about
    return watched(turn, _ACTS[about["act"]](turn, supervisor, about))


def _override(turn: Turn, supervisor: Person, about: Mapping[str, str]) -> Bench:
    to, reason = Disposition(about["to"]), OverrideReason(about["reason"])
    return routing.override(turn, to, reason, supervisor)


def _release(turn: Turn, supervisor: Person, about: Mapping[str, str]) -> Bench:
    return holding.release(turn, about["inspection"], supervisor, about.get("findings", ""))


def _look_again(turn: Turn, supervisor: Person, about: Mapping[str, str]) -> Bench:
    return revisiting.look_again(turn, about["inspection"], supervisor)


_ACTS = {"override": _override, "release": _release, revisiting.LOOK_AGAIN: _look_again}


def ask_override(turn: Turn) -> Bench:
    """Ask where else the item should go."""
    return turn.bench.settled().asks(AskKind.OVERRIDE_TO, routing.other_dispositions(turn))


def ask_override_reason(turn: Turn, to: str) -> Bench:
    return turn.bench.settled().asks(AskKind.WHY_OVERRIDE, tuple(OverrideReason), to=to)


def ask_override_badge(turn: Turn, reason: str) -> Bench:
    to = turn.bench.ask.about["to"] if turn.bench.ask else ""
    asked = ask_supervisor(turn, "override", to=to, reason=reason)
    return asked.says(Say.SUPERVISOR_NEEDED, Tone.QUIET)
