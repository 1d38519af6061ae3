"""Note what does not add up as it happens, and write down what a supervisor found it to be."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from station.domain.events import Event, SignalSettled
from station.domain.inspection import Inspection
from station.domain.people import Person
from station.domain.signals import (
    Finding,
    Noticed,
    SignalKind,
    SignalRules,
    above_norm,
    noted,
    settled,
    unsettled,
)
from station.ports import UnitOfWork
from station.services.turn import Turn

# Whose returns are counted, by which kind of signal.
SENDERS = {SignalKind.CUSTOMER_ABOVE_NORM: "customer", SignalKind.ADDRESS_ABOVE_NORM: "address"}


def added(turn: Turn, known: Inspection, kind: SignalKind, seen: Mapping[str, str]) -> Inspection:
    """Return an item with what was seen; a kind that is switched off, or was settled, changes nothing."""
    rules = turn.uow.rules.in_force().signals
    return replace(known, signals=noted(known.signals, rules, (kind, seen), turn.now))


def note(turn: Turn, kind: SignalKind, **seen: str) -> Inspection:
    """Note at the item in hand that something was seen, and return it as it is then."""
    return _kept(turn, added(turn, turn.in_hand, kind, seen))


def look_at_sender(turn: Turn) -> Inspection:
    """Note at an item that has just come that its sender sends back far more than others do."""
    known, rules = turn.in_hand, turn.uow.rules.in_force().signals
    if known.opened_at != turn.now or known.item.visit > 1:
        return known
    for kind, seen in _senders(turn, rules):
        known = added(turn, known, kind, seen)
    return _kept(turn, known)


def _kept(turn: Turn, changed: Inspection) -> Inspection:
    if changed.signals != turn.in_hand.signals:
        turn.uow.inspections.save(changed)
    return changed


def _senders(turn: Turn, rules: SignalRules) -> Iterator[Noticed]:
    """Compare how much the sender of an item just opened sends back with how much others do."""
    rma = turn.in_hand.item.rma
    if rma is None:
        return
    expected, log = turn.uow.catalog.expected(rma), turn.uow.signals
    since = turn.now.date() - timedelta(days=rules.sender_days)
    keys = {"customer": expected.customer, "address": expected.address}
    for kind, role in SENDERS.items():
        if keys[role]:
            noticed = above_norm(rules, kind, log.returns_of(role, keys[role], since), log.norm(role, since))
            if noticed:
                yield noticed


# A supervisor's word ------------------------------------------------------------------------------


def log(turn: Turn, item: Inspection) -> None:
    """Count the signals of an item that goes on hold as open ones."""
    for signal in unsettled(item.signals):
        turn.uow.signals.note(item.id, signal.kind)


def read(said: str) -> Mapping[SignalKind, Finding]:
    """Read findings as they are kept with a question."""
    pairs = (word.partition(":") for word in said.split())
    return {SignalKind(kind): Finding(finding) for kind, _, finding in pairs}


def settle(turn: Turn, item: Inspection, said: str, supervisor: Person) -> Inspection:
    """Write down what a supervisor found of an item's signals, as it is kept with a question."""
    return write_down(turn.uow, turn.record, item, read(said), supervisor)


def write_down(
    uow: UnitOfWork,
    record: Callable[[Event], int],
    item: Inspection,
    findings: Mapping[SignalKind, Finding],
    supervisor: Person,
) -> Inspection:
    """Write findings down in the journal and in the log of signals, and return the item with them."""
    for signal in unsettled(item.signals):
        if finding := findings.get(signal.kind):
            uow.signals.settle(item.id, signal.kind, finding)
            record(SignalSettled(item.id, item.item.lpn, signal.kind, finding, supervisor.id))
    return replace(item, signals=settled(item.signals, findings, supervisor.id))
