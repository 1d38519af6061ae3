"""The tree in the database is the tree of RFC 6962 over the journal, whenever it was grown."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from pymerkle import InmemoryTree

from station.adapters.local import engine
from station.adapters.local.codec import encode
from station.adapters.local.engine import Database
from station.adapters.local.tree import LocalTree
from station.adapters.local.unit_of_work import LocalBench
from station.domain.bench import Bench
from station.domain.events import ScanUnknown
from station.domain.proof import merkle
from station.domain.proof.merkle import leaf_hash
from tests.support.stations import Rig

ENTRIES = 700


@pytest.fixture
def theirs(rig: Rig) -> InmemoryTree:
    """Append in transactions of many sizes, and grow a tree that is not ours over what was written."""
    written = 0
    while written < ENTRIES:
        with rig.world.begin() as uow:
            for _ in range(1 + written % 7 * 20):
                uow.journal.append(ScanUnknown(str(written), None, "scanner", None), "dana")
                written += 1
    tree = InmemoryTree(algorithm="sha256")
    with rig.world.read() as uow:
        for entry in uow.journal.entries():
            tree.append_entry(entry.canonical)
    return tree


def test_roots_and_proofs_are_those_of_a_tree_that_is_not_ours(rig: Rig, theirs: InmemoryTree) -> None:
    with rig.world.read() as uow:
        size = uow.tree.size()
        assert size == uow.journal.head() == theirs.get_size()
        for then in (1, 2, 255, 256, 257, 511, 512, 513, size - 1, size):
            root = theirs.get_root(then)
            assert uow.tree.root(then) == root
            for seq in (1, then // 2 or 1, then):
                path = uow.tree.inclusion(seq, then)
                assert list(path) == list(theirs.prove_inclusion(seq, then).path)[1:]
            between = uow.tree.consistency(then, size)
            assert merkle.consistent(then, size, root, theirs.get_root(size), between)


def test_a_proof_of_what_is_not_there_is_refused(rig: Rig) -> None:
    with rig.world.read() as uow:
        size = uow.tree.size()
        for ask in (
            lambda: uow.tree.inclusion(0, size),
            lambda: uow.tree.inclusion(size + 1, size),
            lambda: uow.tree.inclusion(1, size + 1),
            lambda: uow.tree.consistency(size, size + 1),
            lambda: uow.tree.root(size + 1),
        ):
            with pytest.raises(ValueError, match=r"no leaf|has \d+ entries"):
                ask()


def test_what_is_rolled_back_leaves_the_tree_as_it_was(rig: Rig) -> None:
    with rig.world.read() as uow:
        before = uow.tree.size(), uow.tree.note()
    with pytest.raises(ZeroDivisionError), rig.world.begin() as uow:
        uow.journal.append(ScanUnknown("x", None, "scanner", None), "dana")
        raise ZeroDivisionError
    with rig.world.begin():
        pass
    with rig.world.read() as uow:
        assert (uow.tree.size(), uow.tree.note()) == before


def test_a_station_that_was_there_before_gets_its_tree_at_its_first_start(tmp_path: Path) -> None:
    database = Database(tmp_path / "station.db")
    leaves = [leaf_hash(b"%d" % n) for n in range(515)]
    with database.writing() as connection:
        _to(connection, "0006")
        rows = [{"seq": n, "leaf": leaf} for n, leaf in enumerate(leaves, 1)]
        connection.execute(sa.text("INSERT INTO journal VALUES (:seq, x'', :leaf)"), rows)
        connection.execute(
            sa.text("INSERT INTO bench VALUES (1, :data)"), {"data": encode(Bench(revision=7))}
        )
    database.start()
    with database.reading() as connection:
        tree = LocalTree(connection)
        assert tree.size() == 515
        assert tree.root(515) == merkle.grow(merkle.Frontier(), leaves).root
        assert [(node.level, node.index) for node in tree.nodes()] == [(8, 0), (8, 1)]
        assert merkle.included(leaves[299], 299, 515, tree.inclusion(300, 515), tree.root(515))
        assert tree.note() == b""
        assert LocalBench(connection).load().revision == 7
    database.stop()


def _to(connection: sa.Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(engine.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
