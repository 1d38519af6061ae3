"""Whether every photo that the journal names is there, and is the one that was taken."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from station.ports import Vault
from station.services.proof.findings import About, Findings
from station.trust_ports import Written

# Entries by which a photo may not be there.
ABOUT_PHOTOS = frozenset({"photo_removed", "photos_pruned"})


@dataclass(slots=True)
class Named:
    """Photos that were looked at, by hash, with the entry that named them first and what was found."""

    vault: Vault
    seen: set[str] = field(default_factory=set)
    wrong: dict[str, tuple[int, str]] = field(default_factory=dict)
    removed: dict[str, str] = field(default_factory=dict)
    pruned: set[str] = field(default_factory=set)

    def take(self, entry: Written, said: Any) -> None:
        """Look at the photos of one entry, each once."""
        if entry.kind == "photo_removed":
            self.removed[said["sha256"]] = _removal(entry.seq, said)
        if entry.kind == "photos_pruned":
            self.pruned.update(said["photos"])
        for photo in photos_of(said):
            if photo["sha256"] not in self.seen:
                self.seen.add(photo["sha256"])
                self._look(entry.seq, photo["sha256"])

    def _look(self, seq: int, sha256: str) -> None:
        try:
            found = hashlib.sha256(self.vault.get(sha256)).hexdigest()
        except KeyError:
            self.wrong[sha256] = seq, "is not in the vault"
            return
        except OSError as error:
            self.wrong[sha256] = seq, f"cannot be read: {error.strerror}"
            return
        if found != sha256:
            self.wrong[sha256] = seq, "is not the one that was taken: its bytes were changed"

    def tell(self, found: Findings) -> None:
        """Tell what is wrong. What the journal says left the vault may be gone, and no more than that."""
        for sha256, (seq, what) in self.wrong.items():
            on_purpose = sha256 in self.removed or sha256 in self.pruned
            if not on_purpose or "vault" not in what:
                found.add(About.PHOTO, f"entry {seq} names photo {sha256}, which {what}", seq)


def _removal(seq: int, said: Any) -> str:
    """Say who took a photo away and when: its bytes are not missed, its hash still stands where it stood."""
    photo = f"photo {said['sha256']} of {said['lpn']}"
    return f"{photo} was removed on {said['day']} by {said['by']}, {said['because']} (entry {seq})"


def photos_of(said: Any) -> list[Any]:
    """List the photos that an entry names, a refused one that was not replaced included."""
    inspection = said.get("inspection") if isinstance(said, dict) else None
    if not isinstance(inspection, dict):
        return []
    return [photo for photo in (*inspection["photos"], inspection["candidate"]) if photo]
