"""Sign the head of the journal once in each transaction that appended to it, over nothing but its own work.

The last head stands in the database beside the tree, and once more in a file: who takes entries off the
end of the journal, and the tree and its note with them, has not reached the file.
"""

import threading

import structlog

from station.adapters.local.tree import LocalTree
from station.domain.errors import DomainError, Reason
from station.domain.proof.checkpoint import Checkpoint, origin_of, read_checkpoint
from station.domain.proof.merkle import Frontier
from station.domain.proof.signed_note import Forged, Malformed, read_note, signers
from station.trust_ports import Signer

_log = structlog.get_logger()


class RecordBroken(DomainError):
    """The journal is not as it was signed. Nothing is signed over that; the station stops writing."""

    def __init__(self, what: str) -> None:
        super().__init__(Reason.STORE_FAILED)
        self.what = what

    def __str__(self) -> str:
        return f"The journal is not as this station signed it: {self.what} Run: station verify"


def _broken(what: str) -> RecordBroken:
    _log.critical("the journal is not as it was signed", what=what)
    return RecordBroken(what)


class Seal:
    """Signs heads for one station. It looks at what it finds only once: later it knows what it wrote."""

    def __init__(self, signer: Signer, station: str) -> None:
        self._signer = signer
        self._origin = origin_of(station)
        self._known: tuple[Frontier, bytes] | None = None
        self._lock = threading.Lock()
        self._published = 0

    def close(self, tree: LocalTree, head: int) -> None:
        """Sign the tree as it has grown over a journal. Raises RecordBroken, KeysUnusable."""
        if tree.found != self._known:
            self._look(tree)
        size = tree.size()
        if size != head:
            raise _broken(f"it has {head} entries, and its tree {size}.")
        tree.save(self._signer.sign(str(Checkpoint(self._origin, size, tree.root(size)))))

    def committed(self, tree: LocalTree) -> None:
        """Remember what is durable now, and put its head beside the database."""
        with self._lock:
            if tree.size() <= self._published:
                return
            self._published = tree.size()
            self._known = tree.state
            self._signer.remember(tree.note())

    def _look(self, tree: LocalTree) -> None:
        """Compare what stands in the database with what was signed. Raises RecordBroken."""
        frontier, note = tree.found
        self._signer.keys(make=not note)
        try:
            if note:
                head = self._opened(note)
                if (head.size, head.root) != (frontier.size, frontier.root):
                    raise Forged("the tree is not the one that was signed.")
            self._look_at_file(tree, frontier, signed=bool(note))
        except (Malformed, Forged) as wrong:
            raise _broken(str(wrong)) from wrong

    def _look_at_file(self, tree: LocalTree, frontier: Frontier, signed: bool) -> None:
        head = self._of_file()
        if head is None:
            return
        if head.size > frontier.size or not signed:
            raise Forged(
                f"its last {head.size - frontier.size} entries are missing. If the database came back from a "
                f"backup, move the file checkpoint away: by it, what is missing can still be told."
            )
        if tree.root(head.size) != head.root:
            raise Forged(f"entries up to {head.size} are not those that were signed.")

    def _of_file(self) -> Checkpoint | None:
        """Return the head that the file has, None where it is not there or not whole: power may have gone."""
        try:
            return self._opened(self._signer.remembered())
        except (Malformed, Forged):
            return None

    def _opened(self, note: bytes) -> Checkpoint:
        opened = read_note(note)
        signers(opened, self._signer.keys(), self._signer.holds)
        head = read_checkpoint(opened.text)
        if head.origin != self._origin:
            raise Forged(f"its head is that of {head.origin}.")
        return head
