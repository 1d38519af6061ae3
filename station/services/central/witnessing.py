"""Compare what arrived with the head that the station signed over it, and sign that head, too."""

from station.central_ports import Head
from station.domain.proof.checkpoint import Checkpoint, origin_of, read_checkpoint
from station.domain.proof.cosigning import cosignatures
from station.domain.proof.merkle import Frontier
from station.domain.proof.signed_note import Forged, Malformed, Note, read_note, signers
from station.domain.sync.known import Known
from station.domain.sync.limits import LONGEST_NOTE
from station.domain.sync.messages import Refusal
from station.ports import World
from station.services.central.refusing import Refused


def witnessed(world: World, known: Known, tree: Frontier, note: str) -> Head:
    """Return the head of a tree with both signatures. Raises Refused where the station signed another."""
    try:
        opened = read_note(note[: LONGEST_NOTE + 1].encode())
        by = signers(opened, known.verifiers, world.signer.holds)
        _compare(read_checkpoint(opened.text), known.station, tree)
    except (Malformed, Forged) as wrong:
        raise Refused(Refusal.WRONG_HEAD, str(wrong)) from wrong
    now = world.clock.now()
    theirs = tuple(each for each in opened.signatures if (each.name, each.id) in {(k.name, k.id) for k in by})
    ours = cosignatures(opened.text, int(now.timestamp()), world.signer.keys(), world.signer.sign)
    return Head(tree, bytes(Note(opened.text, theirs + ours)).decode(), now)


def _compare(says: Checkpoint, station: str, tree: Frontier) -> None:
    if says.origin != origin_of(station):
        raise Forged(f"the head is that of {says.origin}")
    if says.size != tree.size:
        raise Forged(f"the head is over {says.size} entries, and {tree.size} are here")
    if says.root != tree.root:
        raise Forged(f"the first {says.size} entries are not those over which the head was signed")
