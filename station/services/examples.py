"""Reference photos: kept like any other photo, and given out only where a checklist shows them."""

from collections.abc import Iterable, Mapping, Sequence

from station.domain.checklist import Checklist, reference_photos
from station.ports import UnitOfWork, World
from station.rule_ports import Plain
from station.services.turn import checklist_of


def keep_examples(world: World, pictures: Iterable[bytes]) -> None:
    """Put pictures into the vault, where their hashes lead. Raises DISK_FULL or STORE_FAILED."""
    for data in pictures:
        world.vault.put(data)


def example(world: World, sha256: str) -> bytes | None:
    """Read a reference photo: of a checklist in force, of the item in hand, or of a draft; no other photo."""
    with world.read() as uow:
        shown = sha256 in reference_photos(_checklists(uow)) or sha256 in _in_drafts(uow)
    try:
        return world.vault.get(sha256) if shown else None
    except KeyError:
        return None


def _checklists(uow: UnitOfWork) -> Sequence[Checklist]:
    in_hand = uow.bench.load().inspection
    begun = (checklist_of(uow, uow.inspections.get(in_hand)),) if in_hand else ()
    return (*uow.rules.in_force().checklists.values(), *begun)


def _in_drafts(uow: UnitOfWork) -> set[str]:
    drafts = (draft.plain for draft in uow.drafts.all() if draft.key.kind == "checklist")
    questions = (question for plain in drafts for question in _tables(plain, "question"))
    return {str(one.get("photo", "")) for question in questions for one in _tables(question, "example")}


def _tables(plain: Plain, key: str) -> list[Plain]:
    """List the tables under a key; what an edit has left unfinished is no table."""
    found = plain.get(key, ())
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list | tuple) else []
