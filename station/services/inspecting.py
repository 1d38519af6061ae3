"""Judge the item in hand: answer, go back, take back, photograph."""

from station.camera_ports import Shot
from station.domain import inspection as item_in_hand
from station.domain.bench import AskKind, Bench, Say, Tone
from station.domain.checklist import Slot
from station.domain.errors import DomainError, Reason
from station.domain.evidence import Fault, Photo, PoorBecause
from station.domain.identifiers import Lpn
from station.domain.inspection import Inspection, State
from station.ports import Look, World
from station.services.binning import say_bin
from station.services.turn import Turn, checklist_of, take_turn
from station.services.watching import watched

NO_PHOTO = frozenset({Reason.CAMERA_ABSENT, Reason.CAMERA_FROZEN})
# What can be asked while a photo is still taken: it is the way to try again.
RETRIED = frozenset({AskKind.POOR_PHOTO, AskKind.NO_PHOTO})


def answer(turn: Turn, number: int) -> Bench:
    """Answer the question on screen with its choice ``number``."""
    changed = item_in_hand.answer(turn.in_hand, turn.checklist, number, turn.now, turn.person.id)
    return say_route(turn.bench.settled(), turn.keep(changed))


def say_route(bench: Bench, inspection: Inspection) -> Bench:
    """Say where the item goes, once that is decided."""
    if inspection.state is not State.ROUTED or inspection.route is None:
        return bench
    return say_bin(bench, inspection.route)


def back(turn: Turn) -> Bench:
    """Go back one question; before the first one, ask whether to give the item up."""
    try:
        turn.keep(item_in_hand.back(turn.in_hand, turn.checklist))
    except DomainError as refused:
        if refused.reason is not Reason.NOTHING_TO_UNDO:
            raise
        return turn.bench.settled().asks(AskKind.GIVE_UP, ("give_up", "go_on"))
    return turn.bench.settled()


def keep_poor_photo(turn: Turn, because: PoorBecause) -> Bench:
    """Accept the refused photo with a reason."""
    kept = turn.keep(item_in_hand.keep_poor_photo(turn.in_hand, turn.checklist, because))
    return say_route(turn.bench.settled().says(Say.PHOTO_KEPT), kept)


def take_photo(world: World, revision: int | None = None) -> Bench:
    """Photograph the item for its next slot, measure the photo, and keep it or say why not.

    The picture is taken and made durable before the transaction that names it. With ``revision``, only
    if the screen showed the present state.
    """
    try:
        inspection, slot = _wanted(world, revision)
        shot = world.camera.photo(slot.camera)
        sha256 = world.vault.put(shot.jpeg)  # first of all: what cannot be taken again is safe
        look = world.eyes.look(
            shot.jpeg, inspection.item.codes, shows_code=slot.shows_code, inspection=inspection.id
        )
    except DomainError as error:
        refused = error
        return take_turn(world, lambda turn: _no_photo(turn, refused))
    return take_turn(
        world, lambda turn: watched(turn, _bind(turn, inspection.id, slot.id, sha256, shot, look))
    )


def _wanted(world: World, revision: int | None) -> tuple[Inspection, Slot]:
    with world.read() as uow:
        bench = uow.bench.load()
        if revision is not None and revision != bench.revision:
            raise DomainError(Reason.STALE_SCREEN)
        if bench.inspection is None or bench.person is None or not _may_photograph(bench):
            raise DomainError(Reason.NOT_NOW)
        inspection = uow.inspections.get(bench.inspection)
        slot = item_in_hand.next_slot(inspection, checklist_of(uow, inspection))
    if slot is None or inspection.finished:
        raise DomainError(Reason.NOT_NOW)
    return inspection, slot


def _may_photograph(bench: Bench) -> bool:
    return bench.ask is None or bench.ask.kind in RETRIED


def _no_photo(turn: Turn, refused: DomainError) -> Bench:
    if refused.reason not in NO_PHOTO or turn.inspection is None:
        raise refused
    bench = turn.bench.says(refused.reason, Tone.ATTENTION, **refused.facts)
    return bench.asks(AskKind.NO_PHOTO, ("hold",))


def _bind(turn: Turn, inspection: str, slot: str, sha256: str, shot: Shot, look: Look) -> Bench:
    if turn.in_hand.id != inspection or turn.in_hand.photo(slot):
        raise DomainError(Reason.STALE_SCREEN)
    like = _like(turn, look)
    photo = Photo(
        slot=slot,
        sha256=sha256,
        width=shot.width,
        height=shot.height,
        taken_at=shot.taken_at,
        taken_by=turn.person.id,
        quality=look.quality,
        codes=look.codes,
        faults=(*look.faults, *_code_faults(turn, slot, look), *((Fault.SEEN_BEFORE,) if like else ())),
        simulated=shot.simulated,
        like=like,
    )
    turn.uow.photo_prints.add(sha256, inspection, look.fingerprint)
    kept = turn.keep(item_in_hand.add_photo(turn.in_hand, turn.checklist, photo))
    return _say_photo(turn.bench.settled(), kept, photo)


def _like(turn: Turn, look: Look) -> Lpn | None:
    """Name the item that has a photo much like this one; what was given up does not count, nor does an
    earlier visit of the item itself."""
    for likeness in look.alike:
        if likeness.much:
            other = turn.uow.inspections.get(likeness.inspection)
            if other.state is not State.VOIDED and other.item.lpn != turn.in_hand.item.lpn:
                return other.item.lpn
    return None


def _code_faults(turn: Turn, slot: str, look: Look) -> tuple[Fault, ...]:
    if look.trusted_other and not look.matches:
        return (Fault.OTHER_CODE,)
    missing = turn.checklist.slot(slot).shows_code and not look.matches
    if not missing:
        return ()
    return (Fault.TOO_FAR,) if look.too_small else (Fault.NO_CODE,)


def _say_photo(bench: Bench, inspection: Inspection, photo: Photo) -> Bench:
    if inspection.candidate is photo:
        asked = bench.asks(AskKind.POOR_PHOTO, tuple(PoorBecause), slot=photo.slot)
        faults = " ".join(photo.faults)
        if photo.like:
            return asked.says(Say.PHOTO_SEEN_BEFORE, Tone.ATTENTION, faults=faults, lpn=photo.like)
        return asked.says(Say.PHOTO_REFUSED, Tone.ATTENTION, faults=faults)
    return say_route(bench.says(Say.PHOTO_KEPT), inspection)
