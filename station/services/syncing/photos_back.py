"""Photos that central has and a restored station has not: fetched before their entries go back."""

import hashlib
import json
from collections.abc import Iterable

from station.domain.proof.record import named_photos
from station.ports import World
from station.services.vaulted import size_of
from station.sync_ports import Central, CentralRefused, CentralUnreachable


def bring_back(world: World, central: Central, entries: Iterable[str]) -> tuple[int, int]:
    """Put photos that entries name into the vault, by their SHA-256. Returns how many came, and did not.

    Those that central has not either are told by a check of the record, as any photo that is missing.
    """
    named = {sha256 for text in entries for sha256 in _named(text)}
    wanted = sorted(sha256 for sha256 in named if size_of(world.vault, sha256) is None)
    came = sum(1 for sha256 in wanted if _brought(world, central, sha256))
    return came, len(wanted) - came


def _named(text: str) -> set[str]:
    try:
        return named_photos([json.loads(text)])
    except (KeyError, TypeError, AttributeError, ValueError):
        return set()  # no entry of a station: putting it back says so


def _brought(world: World, central: Central, sha256: str) -> bool:
    try:
        photo = central.photo(sha256)
    except (CentralRefused, CentralUnreachable):
        return False
    if hashlib.sha256(photo).hexdigest() != sha256:
        return False
    world.vault.put(photo, sha256)
    return True
