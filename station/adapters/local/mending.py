"""Put entries of a station back into its journal after it came back from a backup, in one transaction.

This goes below what signs each transaction: the end of the journal changes, and is signed over anew.
"""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pysqlite3
import sqlalchemy as sa

from station.adapters.local.canonical import canonical
from station.adapters.local.claims import LocalTold
from station.adapters.local.codec import decode
from station.adapters.local.engine import Database
from station.adapters.local.journal import Writer
from station.adapters.local.prepared import Prepared
from station.adapters.local.schema import journal
from station.adapters.local.schema_audits import audits
from station.adapters.local.schema_claims import told
from station.adapters.local.schema_sync import sync_pruned
from station.adapters.local.schema_tree import tree_nodes
from station.adapters.local.unit_of_work import LocalUnitOfWork
from station.domain.auditing.decisions import Audit
from station.domain.proof.checkpoint import Checkpoint, origin_of
from station.domain.proof.merkle import leaf_hash
from station.domain.proof.telling import keys_of
from station.projection_ports import Arrival
from station.store_ports import Entry
from station.trust_ports import Signer

_AFTER: sa.BindParameter[int] = sa.bindparam("after")
_CUT = tuple(
    Prepared(table.delete().where(column > _AFTER))
    for table, column in ((journal, journal.c.seq), (told, told.c.seq))
)
_NO_NODES = Prepared(tree_nodes.delete())
_LEAVES = Prepared(sa.select(journal.c.leaf).order_by(journal.c.seq))
_PUT = Prepared(journal.insert())
_LINES = Prepared(sa.select(audits.c.entry, audits.c.data).where(audits.c.entry > _AFTER))
_NO_LINES = Prepared(audits.delete().where(audits.c.entry > _AFTER))
_PRUNED = Prepared(
    sync_pruned.update().where(sync_pruned.c.entry == sa.bindparam("was")).values(entry=sa.bindparam("now"))
)


class LocalMender:
    """The end of a journal, taken off and put on again. ``uow`` is the store in the same transaction."""

    def __init__(self, connection: sa.Connection, writer: Writer) -> None:
        self.uow = LocalUnitOfWork(connection, {}, writer)
        self._connection = connection
        self._station = writer.station
        self._told = LocalTold(connection)
        self._last = 0
        self._lines: dict[int, bytes] = {}

    def cut(self, after: int) -> tuple[Entry, ...]:
        """Take off what comes after so many entries, and return it. The tree grows anew over what stays."""
        end = tuple(self.uow.journal.entries(after))
        self._lines = dict(_LINES.rows(self._connection, after=after))
        for each in (*_CUT, _NO_LINES):
            each.run(self._connection, after=after)
        _NO_NODES.run(self._connection)
        self.uow.tree.begin_anew()
        for (leaf,) in _LEAVES.rows(self._connection):
            self.uow.tree.add(leaf)
        self._last = after
        return end

    def put_back(self, text: str) -> Arrival:
        """Put an entry on as it was written. Raises ValueError for one that does not follow."""
        plain = json.loads(text)
        if plain["seq"] != self._last + 1 or plain["station"] != self._station:
            raise ValueError(f"entry {plain['seq']} of {plain['station']} does not follow {self._last}")
        self._put(text.encode(), plain)
        return Arrival(self._station, self._last, plain["kind"], text.encode())

    def put_behind(self, entry: Entry) -> int:
        """Put an entry on under the next number: same id, same time; return the number."""
        plain = json.loads(entry.canonical) | {"seq": self._last + 1}
        self._put(canonical(plain), plain)
        _PRUNED.run(self._connection, was=entry.seq, now=self._last)
        if entry.seq in self._lines:
            self.uow.audits.add(replace(decode(self._lines[entry.seq], Audit), entry=self._last))
        return self._last

    def _put(self, written: bytes, plain: dict[str, object]) -> None:
        self._last += 1
        leaf = leaf_hash(written)
        _PUT.run(self._connection, seq=self._last, canonical=written, leaf=leaf)
        self.uow.tree.add(leaf)
        payload = plain["payload"]
        assert isinstance(payload, dict)
        self._told.add(self._last, keys_of(str(plain["kind"]), payload))

    def root(self, size: int) -> bytes:
        return self.uow.tree.root(size)

    def seal(self, signer: Signer) -> bytes:
        size = self.uow.tree.size()
        note = signer.sign(str(Checkpoint(origin_of(self._station), size, self.uow.tree.root(size))))
        self.uow.tree.save(note)
        return note


@contextlib.contextmanager
def mending(database: Database, writer: Writer, signer: Signer) -> Iterator[LocalMender]:
    """Mend the end of a journal; what stands there on leaving is signed and committed."""
    with database.writing() as connection:
        mender = LocalMender(connection, writer)
        yield mender
        note = mender.seal(signer)
    signer.remember(note)


def keep_copy(database: Path, folder: Path, name: str) -> Path:
    """Copy a database whole, also while it is in use; return where the copy is."""
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / name
    source, copy = pysqlite3.connect(str(database)), pysqlite3.connect(str(path))
    try:
        source.backup(copy)
    finally:
        copy.close()
        source.close()
    return path
