"""Compare the journal with its tree, and the tree with the heads that were signed over it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from station.domain.proof import merkle
from station.domain.proof.checkpoint import Checkpoint, origin_of, read_checkpoint
from station.domain.proof.merkle import EMPTY, Frontier, Node, grow
from station.domain.proof.signed_note import Forged, Malformed, VerifierKey, read_note, signers
from station.ports import UnitOfWork, World
from station.services.proof.findings import About, Findings, span
from station.trust_ports import KeysUnusable

_BATCH = 1024
IN_DATABASE, IN_FILE = "the head in the database", "the head beside the database"
WITNESSED = "the head that central signed"


@dataclass(frozen=True, slots=True)
class Head:
    """A head that was read: where it stands, what it says, and by which keys; none where none holds."""

    where: str
    says: Checkpoint
    by: tuple[VerifierKey, ...]


@dataclass(slots=True)
class Regrown:
    """The tree grown anew from the entries, and its roots at the sizes that somebody signed."""

    wanted: frozenset[int]
    kept: dict[tuple[int, int], bytes]
    tree: Frontier = field(default_factory=Frontier)
    roots: dict[int, bytes] = field(default_factory=dict)
    wrong: Node | None = None
    waiting: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        self.waiting.append(leaf or EMPTY)
        if len(self.waiting) == _BATCH or self.tree.size + len(self.waiting) in self.wanted:
            self.catch_up()

    def catch_up(self) -> None:
        """Grow by what waits."""
        self.tree = grow(self.tree, self.waiting, self._compare)
        self.waiting.clear()
        if self.tree.size in self.wanted:
            self.roots[self.tree.size] = self.tree.root

    def _compare(self, node: Node) -> None:
        """Remember the first inner node that is not as it was kept, or not kept: it tells where to look.

        Those that no entries make are left over.
        """
        if self.kept.pop((node.level, node.index), None) != node.hash and self.wrong is None:
            self.wrong = node

    def suspects(self, size: int) -> tuple[int, int]:
        """Return the first and last entry of those among which one is not as it was."""
        if self.wrong:
            return (self.wrong.index << self.wrong.level) + 1, self.wrong.index + 1 << self.wrong.level
        return size - size % (1 << merkle.KEPT_EVERY) + 1, size


def read_heads(world: World, uow: UnitOfWork, beside: bytes, found: Findings) -> tuple[Head, ...]:
    """Read the signed heads, tell what is wrong with them, and return those that say anything."""
    notes = ((IN_DATABASE, uow.tree.note()), (IN_FILE, beside))
    if not uow.journal.head() and not uow.tree.size() and not any(note for _, note in notes):
        _never_signed(world, found)
        return ()
    keys = _keys(world, found)
    witnessed = ((WITNESSED, note) for note in (world.signer.witnessed(),) if note)
    heads = [_read(world, where, note, keys, found) for where, note in (*notes, *witnessed)]
    return tuple(head for head in heads if head)


def _never_signed(world: World, found: Findings) -> None:
    """Tell of a journal that is gone: where nothing was ever written there is no key either."""
    try:
        world.signer.keys()
    except KeysUnusable:
        return
    found.add(About.HEAD, "nothing is written or signed here, and yet there is a key: the journal is gone")


def _keys(world: World, found: Findings) -> tuple[VerifierKey, ...]:
    try:
        return world.signer.keys()
    except KeysUnusable as unusable:
        found.add(About.KEYS, str(unusable))
        return ()


def _read(
    world: World, where: str, note: bytes, keys: tuple[VerifierKey, ...], found: Findings
) -> Head | None:
    if not note:
        found.add(About.HEAD, f"{where} is missing")
        return None
    try:
        opened = read_note(note)
        says = read_checkpoint(opened.text)
    except Malformed as wrong:
        found.add(About.HEAD, f"{where} cannot be read: {wrong}")
        return None
    origin = origin_of(world.house.station)
    if says.origin != origin:
        found.add(About.HEAD, f"{where} is that of {says.origin}, and this station is {origin}")
        return None
    try:
        by = signers(opened, keys, world.signer.holds) if keys else ()
    except Forged as wrong:
        found.add(About.HEAD, f"{where} is not signed by this station: {wrong}")
        return None
    return Head(where, says, by)


def regrown(uow: UnitOfWork, heads: Iterable[Head]) -> Regrown:
    """Begin a tree to be grown anew."""
    sizes = {uow.tree.size(), *(head.says.size for head in heads)}
    return Regrown(frozenset(sizes), {(node.level, node.index): node.hash for node in uow.tree.nodes()})


def compare(uow: UnitOfWork, tree: Regrown, last: int, heads: Iterable[Head], found: Findings) -> None:
    """Tell where entries, tree and heads part. ``last`` is the number of the last entry."""
    size = uow.tree.size()
    if last > size:
        found.add(About.TREE, f"{span(size + 1, last)} in the journal and not in its tree", size + 1)
    if last < size:
        found.add(About.TREE, f"{span(last + 1, size)} missing: the tree has {size}", last + 1)
    if tree.roots.get(size, EMPTY) != uow.tree.root(size) and tree.tree.size >= size:
        first, until = tree.suspects(size)
        found.add(About.TREE, f"{span(first, until)} not what the tree was grown over", first)
    elif tree.wrong or tree.kept:
        first, until = tree.suspects(size)
        found.add(
            About.TREE, f"the inner nodes of the tree are not those of entries {first} to {until}", first
        )
    for head in heads:
        _compare_head(head, tree, last, size, found)


def _compare_head(head: Head, tree: Regrown, last: int, size: int, found: Findings) -> None:
    said = head.says.size
    if said > last:
        found.add(
            About.HEAD, f"{span(last + 1, said)} missing: {head.where} was signed over {said}", last + 1
        )
    elif head.where == IN_DATABASE and said != size:
        found.add(About.HEAD, f"{head.where} was signed over {said} entries, and the tree has {size}", said)
    elif tree.roots.get(said, EMPTY) != head.says.root:
        words = f"the first {said} entries are not those over which {head.where} was signed"
        found.add(About.HEAD, words, tree.suspects(said)[0])


def named_by_journal(heads: Iterable[Head], named: Iterable[str], found: Findings) -> None:
    """Tell of heads that are signed with a key of which the journal says nothing."""
    known = set(named)
    for head in heads:
        for key in head.by:
            if str(key) not in known:
                found.add(About.KEYS, f"{head.where} is signed with {key}, which the journal does not name")
