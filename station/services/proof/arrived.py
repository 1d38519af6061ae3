"""Whether what stations sent lies at central as it came: every entry under its leaf, all under the head."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from station.domain.proof.checkpoint import origin_of, read_checkpoint
from station.domain.proof.merkle import Frontier, grow, leaf_hash
from station.domain.proof.signed_note import Forged, Malformed, read_note, signers
from station.domain.sync.known import Known
from station.ports import UnitOfWork, World
from station.services.proof.findings import About, Findings
from station.services.proof.photos import photos_of

_STEP = 500


@dataclass(slots=True)
class Arrived:
    """What was looked at: entries of all stations, and photos by hash where they are looked at."""

    world: World
    uow: UnitOfWork
    found: Findings
    photos: bool
    entries: int = 0
    seen: set[str] = field(default_factory=set)

    def check(self) -> None:
        """Check the copy of every station's journal."""
        for known in self.uow.stations.all():
            self._check(known)

    def _check(self, known: Known) -> None:
        head, tree = self.uow.stations.head(known.station), Frontier()
        for first in range(1, head.tree.size + 1, _STEP):
            last = min(first + _STEP - 1, head.tree.size)
            leaves = self._leaves(known.station, first, last)
            if leaves is None:
                return
            tree = grow(tree, leaves, lambda _: None)
        if tree != head.tree:
            self._tell(known.station, f"the first {tree.size} entries are not those that came")
        elif head.note:
            self._compare(known, head.note, tree)

    def _leaves(self, station: str, first: int, last: int) -> list[bytes] | None:
        """Return the leaves of a stretch, each held against its entry; None where some are gone."""
        leaves = self.uow.arrivals.leaves(station, first, last)
        if len(leaves) != last - first + 1:
            gone = next(seq for seq in range(first, last + 1) if seq not in leaves)
            self._tell(station, f"entry {gone} is missing")
            return None
        refused = {each.seq for each in self.uow.arrivals.refused(station, first, last)}
        texts = self.uow.arrivals.own(station, first - 1, last - first + 1)
        taken = [seq for seq in sorted(leaves) if seq not in refused]
        if not refused:
            self._entries(station, dict(zip(taken, texts, strict=True)), leaves)
        else:
            self._entries(station, self._one_by_one(station, taken), leaves)
        return [leaves[seq] for seq in sorted(leaves)]

    def _one_by_one(self, station: str, taken: Iterable[int]) -> dict[int, str]:
        return {seq: text for seq in taken for text in self.uow.arrivals.own(station, seq - 1, 1)}

    def _entries(self, station: str, texts: Mapping[int, str], leaves: Mapping[int, bytes]) -> None:
        self.entries += len(texts)
        for seq, text in texts.items():
            if leaf_hash(text.encode()) != leaves[seq]:
                self._tell(station, f"entry {seq} does not match its hash")
            elif self.photos and '"photos"' in text:
                self._photos(station, seq, self.uow.arrivals.read(text))

    def _photos(self, station: str, seq: int, sent: Any) -> None:
        """Look at the photos that an entry names and that came, each once."""
        named = {photo["sha256"] for photo in photos_of(sent.payload)} - self.seen if sent else set()
        for sha256 in self.uow.arrivals.held(named):
            self.seen.add(sha256)
            try:
                right = hashlib.sha256(self.world.vault.get(sha256)).hexdigest() == sha256
            except KeyError:
                right = False
            if not right:
                self._tell(station, f"entry {seq} names photo {sha256}, which is not here as it came")

    def _compare(self, known: Known, note: str, tree: Frontier) -> None:
        """Hold the head that the station signed against the entries."""
        try:
            opened = read_note(note.encode())
            signers(opened, known.verifiers, self.world.signer.holds)
            says = read_checkpoint(opened.text)
        except (Malformed, Forged) as wrong:
            self._tell(known.station, f"its head is not signed by it: {wrong}")
            return
        if says.origin != origin_of(known.station) or says.size > tree.size:
            self._tell(known.station, f"its head is of {says.origin} and over {says.size} entries")
        elif says.size == tree.size and says.root != tree.root:
            self._tell(known.station, "its entries are not those over which it signed its head")

    def _tell(self, station: str, what: str) -> None:
        self.found.add(About.ARRIVED, f"station {station}: {what}")
