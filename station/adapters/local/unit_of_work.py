"""One transaction over everything that the station keeps."""

import contextlib
from collections.abc import Callable, Iterator

import sqlalchemy as sa

from station.adapters.local.arrivals import LocalArrivals
from station.adapters.local.audits import LocalAudits, LocalErrands
from station.adapters.local.bindings import LocalBindings
from station.adapters.local.blinds import LocalBlinds
from station.adapters.local.catalog import LocalCatalog
from station.adapters.local.claims import LocalClaims, LocalTold
from station.adapters.local.codec import decode, encode
from station.adapters.local.feed import LocalFeed, LocalTaken
from station.adapters.local.forms import LocalForms
from station.adapters.local.history import LocalHistory
from station.adapters.local.importing import LocalImports
from station.adapters.local.inspections import LocalInspections
from station.adapters.local.journal import LocalJournal, Writer
from station.adapters.local.numbered import LocalNumbered
from station.adapters.local.outbound import LocalDestinations
from station.adapters.local.pairs import LocalPairs
from station.adapters.local.parcels import LocalParcels
from station.adapters.local.people import LocalPeople
from station.adapters.local.photo_prints import LocalPhotoPrints
from station.adapters.local.prepared import Prepared
from station.adapters.local.prints import LocalPrints
from station.adapters.local.projections import LocalProjections
from station.adapters.local.queue import LocalNotes, LocalQueue
from station.adapters.local.recalls import LocalLedger, LocalRecalls
from station.adapters.local.receiving import LocalReceiving
from station.adapters.local.record import LocalRecord
from station.adapters.local.rules import LocalDrafts, LocalRules, Read
from station.adapters.local.sampling import LocalSampling
from station.adapters.local.schema_tree import tree
from station.adapters.local.sealing import Seal
from station.adapters.local.shipping import LocalShipping
from station.adapters.local.signals import LocalSignals
from station.adapters.local.stations import LocalDoors, LocalStations
from station.adapters.local.stock import LocalContents, LocalWorks
from station.adapters.local.tokens import LocalAnswers, LocalTokens
from station.adapters.local.transactions import Transactions
from station.adapters.local.tree import LocalTree
from station.domain.bench import Bench
from station.domain.devices import Binding

_LOAD = Prepared(sa.select(tree.c.bench))
_SAVE = Prepared(tree.update().values(bench=sa.bindparam("bench")))


class LocalBench:
    """What stands at the bench, in the one row of what changes all the time."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def load(self) -> Bench:
        data = _LOAD.maybe(self._connection)
        return decode(data, Bench) if data else Bench()

    def save(self, state: Bench) -> None:
        _SAVE.run(self._connection, bench=encode(state))


class LocalUnitOfWork:
    """The stores over one connection."""

    def __init__(self, connection: sa.Connection, read: Read, writer: Writer) -> None:
        self.tree = LocalTree(connection)
        self.record = LocalRecord(connection)
        self.destinations = LocalDestinations(connection)
        self.journal = LocalJournal(connection, writer, self.tree.add)
        self.inspections = LocalInspections(connection)
        self.catalog = LocalCatalog(connection)
        self.rules = LocalRules(connection, read)
        self.drafts = LocalDrafts(connection)
        self.history = LocalHistory(connection)
        self.people = LocalPeople(connection)
        self.bench = LocalBench(connection)
        self.prints = LocalPrints(connection)
        self.bindings = LocalBindings(connection)
        self.photo_prints = LocalPhotoPrints(connection)
        self.parcels = LocalParcels(connection)
        self.contents = LocalContents(connection)
        self.works = LocalWorks(connection)
        self.recalls = LocalRecalls(connection)
        self.ledger = LocalLedger(connection)
        self.signals = LocalSignals(connection)
        self.queue = LocalQueue(connection)
        self.audits = LocalAudits(connection)
        self.errands = LocalErrands(connection)
        self.notes = LocalNotes(connection)
        self.claims = LocalClaims(connection)
        self.told = LocalTold(connection)
        self.blinds = LocalBlinds(connection)
        self.pairs = LocalPairs(connection)
        self.sampling = LocalSampling(connection)
        self.projections = LocalProjections(connection)
        self.numbered = LocalNumbered(connection)
        self.shipping = LocalShipping(connection)
        self.stations = LocalStations(connection)
        self.doors = LocalDoors(connection)
        self.arrivals = LocalArrivals(connection)
        self.tokens = LocalTokens(connection)
        self.imports = LocalImports(connection)
        self.forms = LocalForms(connection)
        self.answers = LocalAnswers(connection)
        self.feed = LocalFeed(connection)
        self.taken = LocalTaken(connection)


class LocalStore:
    """Opens units of work on a database."""

    def __init__(self, database: Transactions, writer: Writer, seal: Seal) -> None:
        self._database = database
        self._seal = seal
        self._rules_read: Read = {}
        self._writer = writer
        self.grown: Callable[[], None] = lambda: None  # told after each commit that appended anything

    @contextlib.contextmanager
    def begin(self) -> Iterator[LocalUnitOfWork]:
        """Open a transaction that writes; it commits on leaving. What it appends is signed before."""
        with self._database.writing() as connection:
            uow = LocalUnitOfWork(connection, self._rules_read, self._writer)
            yield uow
            if uow.tree.grew:
                self._seal.close(uow.tree, uow.journal.head())
        if uow.tree.grew:
            self._seal.committed(uow.tree)
            self.grown()

    @contextlib.contextmanager
    def receiving(self, station: str = "") -> Iterator[LocalReceiving]:
        """Open a transaction for what a station sends, beside ``begin`` where it can; never within it."""
        with self._database.raw() as connection:
            yield LocalReceiving(connection, station)

    def bindings(self) -> tuple[Binding, ...]:
        """Return the scanners that were bound."""
        with self.read() as uow:
            return uow.bindings.all()

    @contextlib.contextmanager
    def read(self) -> Iterator[LocalUnitOfWork]:
        """Open a snapshot for reading."""
        with self._database.reading() as connection:
            yield LocalUnitOfWork(connection, self._rules_read, self._writer)
