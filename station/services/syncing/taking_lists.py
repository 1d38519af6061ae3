"""Lists that central loaded: their parts are fetched first, then loaded a part at a time.

The catalogue is no fact of the journal, and loading a line twice changes nothing: so each part is a
transaction of its own, which the bench need not wait for long, and the last one goes with the marker.
"""

import contextlib
import hashlib
from collections.abc import Callable
from typing import Any

from station.domain.catalog import ExpectedReturn
from station.domain.sync.events import DocumentPublished, Listed, Took, Unfit
from station.domain.sync.messages import STOPS, Refusal
from station.ports import UnitOfWork, World
from station.services import documents
from station.services.loading import note_senders
from station.services.syncing.carrying import CannotTake, Carrying
from station.services.syncing.taking_forms import photos_of
from station.services.syncing.taking_rules import pictures_of
from station.sync_ports import CentralRefused

Fetch = Callable[[str], bytes]
# Refusals that say nothing of the document: it is asked for again another time.
_LATER = STOPS | {Refusal.SIGN_IN_AGAIN, Refusal.BUSY, Refusal.STORE_FAILED}


def fetch(world: World, event: object, gone: frozenset[str], fetched: Fetch) -> None:
    """Bring what a decision names into the vault, checked by its hash. Raises DOCUMENT_MISSING.

    A picture that central does not have either is missing on screen; its checklist counts all the same.
    """
    for sha256 in (*pictures_of(event), *photos_of(event)):
        with contextlib.suppress(CannotTake):
            _bring(world, sha256, fetched)
    if isinstance(event, DocumentPublished):
        for sha256 in _left(event, gone):
            _bring(world, sha256, fetched)


def _bring(world: World, sha256: str, fetched: Fetch) -> None:
    if _here(world, sha256):
        return
    try:
        brought = fetched(sha256)
    except CentralRefused as refused:
        if refused.why in _LATER:
            raise
        raise CannotTake(Unfit.DOCUMENT_MISSING) from None
    if hashlib.sha256(brought).hexdigest() != sha256:
        raise CannotTake(Unfit.DOCUMENT_MISSING)
    world.vault.put(brought)


def _here(world: World, sha256: str) -> bool:
    try:
        world.vault.get(sha256)
    except KeyError:
        return False
    return True


def load_first(world: World, event: object, gone: frozenset[str]) -> None:
    """Load all parts but the last. Raises CannotTake."""
    if isinstance(event, DocumentPublished):
        for sha256 in _left(event, gone)[:-1]:
            values = _values(world, event.what, sha256)
            with world.begin() as uow:
                _load(world, uow, event.what, values)


def loaded(case: Carrying) -> Took:
    """Load the last part; once that is kept no part is needed here any more."""
    event: DocumentPublished = case.event
    left = _left(event, frozenset(case.beside.get("gone", ())))
    if not left:
        return Took.SAME
    _load(case.world, case.uow, event.what, _values(case.world, event.what, left[-1]))
    case.after.extend(_remover(case.world, sha256) for sha256 in left)
    return Took.APPLIED


def _remover(world: World, sha256: str) -> Callable[[], None]:
    return lambda: world.vault.remove(sha256)


def _left(event: DocumentPublished, gone: frozenset[str]) -> tuple[str, ...]:
    return tuple(sha256 for sha256 in event.parts if sha256 not in gone)


def _values(world: World, what: Listed, sha256: str) -> tuple[Any, ...]:
    try:
        return tuple(documents.read(what, world.vault.get(sha256)))
    except KeyError:
        raise CannotTake(Unfit.DOCUMENT_MISSING) from None
    except ValueError:
        raise CannotTake(Unfit.UNREADABLE) from None


def _load(world: World, uow: UnitOfWork, what: Listed, values: tuple[Any, ...]) -> None:
    lists = {each: values if each is what else () for each in Listed}
    order = Listed.PRODUCTS, Listed.RETURNS, Listed.BINS, Listed.CENTERS
    uow.catalog.load(*(lists[each] for each in order))
    for value in values:
        if isinstance(value, ExpectedReturn):
            note_senders(uow, value, value.posted or world.today)
