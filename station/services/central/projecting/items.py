"""Entries that change an inspection that is known by its id."""

from dataclasses import replace

from station.domain.auditing.changing import taken_out
from station.domain.auditing.decisions import Audited, ErrandKind
from station.domain.auditing.queue import Standing, over
from station.domain.inspection import State, released
from station.domain.signals import settled
from station.services.auditing import asking, queueing
from station.services.central.projecting.here import Here


def binned(here: Here) -> None:
    known = here.known(here.event.inspection)
    here.uow.contents.put(known.id, known.item.lpn, here.event.bin)


def hold_released(here: Here) -> None:
    """Take an item off hold, unless central's desk did while the station did not know of it."""
    known, event = here.known(here.event.inspection), here.event
    queued = here.uow.queue.of(known.id)
    if known.state is State.HELD:
        known = released(known, event.by)
        here.uow.inspections.save(known)
    here.log(
        known,
        Audited.RELEASED,
        by=event.by,
        whys=queued.whys if queued and event.at_desk else (),
        seconds=event.seconds,
        note=event.note,
    )
    queueing.released(here.uow, known, event.by, here.at, event.seconds)
    if event.at_desk:
        asking.take_up(here.uow, known, event.by, here.at, event.note)


def overridden_at_bench(here: Here) -> None:
    """Keep the line of an item that is in hand: the item itself comes when it is done."""
    event, word = here.event, here.event.override
    here.before(event.inspection)
    here.log_of(event.inspection, event.lpn, Audited.OVERRIDDEN, by=word.by, override=word)


def out_of_bin(here: Here) -> None:
    known = here.known(here.event.inspection)
    here.uow.errands.drop(known.id)
    here.uow.contents.take_out(known.id)
    if known.state is State.BINNED:
        here.uow.inspections.save(taken_out(known))
    here.log(known, Audited.TAKEN_OUT, facts={"was": here.event.bin})


def signal_settled(here: Here) -> None:
    known, event = here.known(here.event.inspection), here.event
    here.uow.signals.settle(known.id, event.kind, event.finding)
    findings = settled(known.signals, {event.kind: event.finding}, event.by)
    here.uow.inspections.save(replace(known, signals=findings))


# At the station's own desk ------------------------------------------------------------------------


def confirmed(here: Here) -> None:
    known = here.known(here.event.inspection)
    asked = here.uow.errands.of(known.id)
    if asked and asked.kind is ErrandKind.INSPECT_AGAIN:
        here.uow.errands.drop(known.id)
    here.log(known, Audited.CONFIRMED, whys=here.event.whys, seconds=here.event.seconds)
    _end(here, known.id, Standing.CONFIRMED)


def sent_back(here: Here) -> None:
    known, note = here.known(here.event.inspection), here.event.note
    here.log(known, Audited.SENT_BACK, whys=here.event.whys, seconds=here.event.seconds, note=note)
    asking.inspect_again(here.uow, known, here.came.actor, here.at, note)
    _end(here, known.id, Standing.SENT_BACK)


def hold_kept(here: Here) -> None:
    known, event = here.known(here.event.inspection), here.event
    here.log(known, Audited.HOLD_KEPT, whys=event.whys, seconds=event.seconds, note=event.note)
    _end(here, known.id, Standing.KEPT)


def _end(here: Here, inspection: str, standing: Standing) -> None:
    """End an audit, unless central's desk was faster: its word stands beside, and nothing is asked twice."""
    queued = here.uow.queue.of(inspection)
    if queued and not queued.standing.over:
        here.uow.queue.put(over(queued, standing, here.came.actor, here.at, here.event.seconds))
