"""Which photos left the vault on somebody's word, as the journal tells it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from station.domain.people_events import PhotoRemovedBecause
from station.domain.proof.telling import photo_key
from station.ports import UnitOfWork
from station.services.named import name_of


@dataclass(frozen=True, slots=True)
class Removal:
    """Why a photo left the vault, on which day, and the name of who removed it."""

    because: PhotoRemovedBecause
    day: date
    by: str


def removals(uow: UnitOfWork, hashes: Iterable[str]) -> dict[str, Removal]:
    """Find those of these photos that were removed, by SHA-256; a photo that was lost is not among them."""
    keys = [photo_key(sha256) for sha256 in dict.fromkeys(hashes)]
    here, there = uow.told.of(keys), uow.numbered.of(keys)
    entries = (*(entry.canonical for entry in here), *(entry.canonical for entry in there))
    told = (json.loads(entry)["payload"] for entry in entries)
    return {said["sha256"]: _removal(uow, said) for said in told}


def _removal(uow: UnitOfWork, said: dict[str, str]) -> Removal:
    day = date.fromisoformat(said["day"])
    return Removal(PhotoRemovedBecause(said["because"]), day, name_of(uow, said["by"]))
