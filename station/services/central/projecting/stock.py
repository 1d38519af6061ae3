"""Bins, work, the ledger, returns, claims and recalls of stations."""

from station.domain.reconciling import Difference, Ended, Reconciled, Unpacked, without_missing
from station.domain.sync.parked import CannotProject, ParkedBecause
from station.services.central.projecting.here import Here


def moved_on(here: Here) -> None:
    """Move on what is named: another station may have a bin of that code."""
    went, event = set(here.event.lpns), here.event
    for inspection, lpn in here.uow.contents.of(event.bin):
        if lpn in went:
            here.uow.contents.put(inspection, lpn, event.bin, event.to)


def bin_set(here: Here) -> None:
    """Know a bin that was added at a station; how one is that central has, central says."""
    if here.event.bin.code not in {known.code for known in here.uow.catalog.bins()}:
        here.uow.catalog.save_bin(here.event.bin)


def center_set(here: Here) -> None:
    if here.event.center.code not in {known.code for known in here.uow.catalog.centers()}:
        here.uow.catalog.save_center(here.event.center)


def work_done(here: Here) -> None:
    work = here.event.work
    here.known(work.inspection)
    known = {each.id for each in here.uow.works.of(work.lpn)}
    (here.uow.works.save if work.id in known else here.uow.works.add)(work)


def disposed(here: Here) -> None:
    known, event = here.known(here.event.inspection), here.event
    here.uow.ledger.add(here.at.date(), known.id, event.lpn, event.disposal)


def disposal_taken_back(here: Here) -> None:
    here.uow.ledger.drop(here.known(here.event.inspection).id)


def reconciled(here: Here) -> None:
    """Keep how a return compares with its announcement; what will not come is expected no longer."""
    result: Reconciled = here.event.reconciled
    known = here.uow.parcels.get(result.rma)
    fresh = known or Unpacked(result.rma, result.parcel, here.at, here.came.actor)
    ended = (*fresh.ended, Ended(here.at, here.came.actor, result))
    here.uow.parcels.save(Unpacked(fresh.rma, result.parcel, fresh.opened_at, fresh.opened_by, False, ended))
    try:
        expected = here.uow.catalog.expected(result.rma)
    except KeyError:
        return
    open_ = {line.number for line in expected.open_lines()}
    said = {line.line: line.difference for line in result.lines if line.line in open_}
    gone = {n: what for n, what in said.items() if n is not None and what is not Difference.LATER}
    if gone:
        here.uow.catalog.save_expected(without_missing(expected, gone))


def claim(here: Here) -> None:
    """Keep a claim as it stands; one that central moved on since stands further already."""
    now = here.event.claim
    known = here.uow.claims.get(now.id)
    if known is None or known.revision <= now.revision:
        here.uow.claims.put(now)


def recall_set(here: Here) -> None:
    """Keep a recall that a station set of itself; what central or another set under that id stays."""
    recall, station = here.event.recall, here.came.station
    if recall.id not in {known.id for known in here.uow.recalls.all()}:
        here.uow.projections.set_by(recall.id, station)
    if here.uow.projections.setter(recall.id) == station:
        here.uow.recalls.add(recall)


def recall_lifted(here: Here) -> None:
    """Lift a recall that the station set; one of central still counts at other stations."""
    if here.uow.projections.setter(here.event.recall) == here.came.station:
        here.uow.recalls.lift(here.event.recall)


def rules_published(here: Here) -> None:
    """Keep a version that only this station has, to read by it what was inspected by it. It never counts."""
    event = here.event
    if event.version < 1:
        raise CannotProject(ParkedBecause.REFUSED, f"version {event.version}")
    here.uow.rules.keep_of(here.came.station, event.kind, event.id, event.version, event.content)


def photo_removed(here: Here) -> None:
    """Let the bytes of a photo that was removed at a station leave central's vault, too."""
    known = here.known(here.event.inspection)
    photos = {photo.sha256 for photo in (*known.photos, known.candidate) if photo}
    if here.event.sha256 not in photos:
        raise CannotProject(ParkedBecause.NOT_ITS_OWN, f"photo {here.event.sha256}")
    here.world.vault.remove(here.event.sha256)
