"""The journal's tree in the local store: a frontier that grows with every entry, and a few inner nodes."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from station.adapters.local.prepared import Prepared, insert_new
from station.adapters.local.schema import journal
from station.adapters.local.schema_tree import tree, tree_keys, tree_nodes
from station.domain.proof import merkle
from station.domain.proof.merkle import HASH_BYTES, KEPT_EVERY, Frontier, Node

_HIGHEST_KEPT = 3 * KEPT_EVERY
_STATE = Prepared(sa.select(tree.c.size, tree.c.peaks, tree.c.note))
_SAVE = Prepared(
    tree.update().values(size=sa.bindparam("size"), peaks=sa.bindparam("peaks"), note=sa.bindparam("note"))
)
_KEEP = Prepared(tree_nodes.insert())
_NODES = Prepared(sa.select(tree_nodes).order_by(tree_nodes.c.level, tree_nodes.c.number))
_NEIGHBOURS = Prepared(
    sa.select(tree_nodes.c.hash)
    .where(
        tree_nodes.c.level == sa.bindparam("level"),
        tree_nodes.c.number >= sa.bindparam("first"),
        tree_nodes.c.number < sa.bindparam("end"),
    )
    .order_by(tree_nodes.c.number)
)
_LEAVES = Prepared(
    sa.select(journal.c.leaf)
    .where(journal.c.seq > sa.bindparam("first"), journal.c.seq <= sa.bindparam("end"))
    .order_by(journal.c.seq)
)
_NAME = insert_new(tree_keys)
_KEYS = Prepared(sa.select(tree_keys.c.key))


class LocalTree:
    """The tree inside one transaction. ``found`` and ``state`` are it and its note, before and now."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._found: tuple[Frontier, bytes] | None = None
        self._state: tuple[Frontier, bytes] | None = None
        self.grew = False

    @property
    def found(self) -> tuple[Frontier, bytes]:
        if self._found is None:
            size, peaks, note = _stood(_STATE.run(self._connection).fetchone())
            cut = range(0, len(peaks), HASH_BYTES)
            self._found = Frontier(size, tuple(peaks[n : n + HASH_BYTES] for n in cut)), note
        return self._found

    @property
    def state(self) -> tuple[Frontier, bytes]:
        return self._state or self.found

    def size(self) -> int:
        return self.state[0].size

    def note(self) -> bytes:
        return self.state[1]

    def root(self, size: int) -> bytes:
        if size == self.size():
            return self.state[0].root
        self._within(size)
        return merkle.root_of(size, self._whole)

    def inclusion(self, seq: int, size: int) -> tuple[bytes, ...]:
        self._within(size)
        return merkle.inclusion(seq - 1, size, self._whole)

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        self._within(new)
        return merkle.consistency(old, new, self._whole)

    def nodes(self) -> Iterator[Node]:
        for row in _NODES.run(self._connection):
            yield Node(*row)

    def keys(self) -> tuple[str, ...]:
        return tuple(key for (key,) in _KEYS.rows(self._connection))

    def name_key(self, key: str) -> None:
        _NAME.run(self._connection, key=key)

    def add(self, leaf: bytes) -> None:
        """Let the tree grow by one entry."""
        frontier, note = self.state
        self._state = merkle.grow(frontier, (leaf,), self._keep), note
        self.grew = True

    def begin_anew(self) -> None:
        """Forget what has grown: the caller adds every entry again."""
        self._state = Frontier(), self.note()

    def save(self, note: bytes) -> None:
        """Write the tree as it has grown, with the note that was signed over it."""
        whole = self.state[0]
        self._state = whole, note
        _SAVE.run(self._connection, size=whole.size, peaks=b"".join(whole.peaks), note=note)

    def _keep(self, node: Node) -> None:
        if node.level <= _HIGHEST_KEPT:
            _KEEP.run(self._connection, level=node.level, number=node.index, hash=node.hash)

    def _within(self, size: int) -> None:
        if not 0 <= size <= self.size():
            raise ValueError(f"the tree has {self.size()} entries, not {size}")

    def _whole(self, level: int, index: int) -> bytes:
        """Return the root of a whole subtree, by the hashes of the nearest level below that is kept."""
        base = min(level // KEPT_EVERY * KEPT_EVERY, _HIGHEST_KEPT)
        count = 1 << level - base
        first, end = index * count, (index + 1) * count
        hashes = (
            _NEIGHBOURS.rows(self._connection, level=base, first=first, end=end)
            if base
            else (_LEAVES.rows(self._connection, first=first, end=end))
        )
        if len(hashes) != count:
            raise ValueError(f"the tree is not whole at level {base} from {first}")
        return merkle.whole_root([hash_ for (hash_,) in hashes])


def _stood(row: Any) -> tuple[int, bytes, bytes]:
    """Take the tree's row for what it is; one that is gone or not of this form is that of an empty tree."""
    match row:
        case int(size), bytes(peaks), bytes(note) if size >= 0:
            return size, peaks, note
        case _:
            return 0, b"", b""
