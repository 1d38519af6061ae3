"""Take entries from a station: raw, in order, all of a batch or nothing. What they say is worked in later."""

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from station.central_ports import Holders, NotTaken, Receiving, Sent
from station.domain.proof.merkle import grow, leaf_hash
from station.domain.proof.record import commitments_of
from station.domain.sync import limits
from station.domain.sync.known import Known, rotated
from station.domain.sync.messages import Batch, ParkedEntry, Receipt, Refusal
from station.domain.sync.named import photos_named
from station.ports import World
from station.services.central.refusing import Refused, exchange_of
from station.services.central.stopping import stop
from station.services.central.witnessing import witnessed
from station.services.notes import committed

# Something is so wrong with what came that nothing more is taken before somebody has looked.
_STOPPING = frozenset({Refusal.FORKED, Refusal.WRONG_HEAD})


@dataclass(slots=True)
class _New:
    """What of a batch is new: entries that are taken, those that are not, the leaves of all in order, and
    which of the photos that they name are here."""

    taken: list[Sent] = field(default_factory=list)
    not_taken: list[NotTaken] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    held: Holders = field(default_factory=dict)


def receive(world: World, station: str, batch: Batch) -> Receipt:
    """Take a batch and return what central has then; the same batch again changes nothing.

    Raises Refused; where the journal of the station is not one any more, the station is stopped.
    """
    _measure(batch)
    try:
        with exchange_of(world).receiving(station) as receiving:
            return _receive(world, receiving, station, batch)
    except Refused as refused:
        if refused.why in _STOPPING:
            stop(world, station, refused.why, refused.said)
        raise


def _measure(batch: Batch) -> None:
    """Refuse what no station of ours sends at once."""
    many = len(batch.entries) > limits.MOST_ENTRIES or len(batch.absent) > limits.MOST_PHOTOS
    if many or len(batch.beside) > limits.MOST_PHOTOS or len(batch.note) > limits.LONGEST_NOTE:
        raise Refused(Refusal.TOO_LARGE, f"a batch has at most {limits.MOST_ENTRIES} entries")
    if not 1 <= batch.first < 1 << 53 or not batch.entries:
        raise Refused(Refusal.NOT_AN_ENTRY, "a batch has a first number and entries")


def _receive(world: World, receiving: Receiving, station: str, batch: Batch) -> Receipt:
    stand = receiving.stand()
    known, head = stand.known, stand.head
    if known is None or known.revoked_at or known.stopped:
        raise Refused(Refusal.SIGN_IN_AGAIN, "the station was stopped meanwhile")
    size = head.tree.size
    if batch.first > size + 1:
        raise Refused(Refusal.GAP, f"central has {size} entries", {"size": size})
    here = size + 1 - batch.first
    _need_same(receiving, station, batch, here)
    new = _New()
    if batch.entries[here:]:
        new = _sorted_out(receiving, station, size, batch.entries[here:])
        _need_photos(station, new, batch.absent)
        tree = grow(head.tree, new.leaves)
        head = witnessed(world, known, tree, batch.note)
        _keep(world, receiving, known, new, batch)
        receiving.stations.put_head(station, head)
    parked = _parked(receiving, station, batch) if here or new.not_taken else ()
    return Receipt(head.tree.size, stand.decided, parked, head.note)


def _parked(receiving: Receiving, station: str, batch: Batch) -> tuple[ParkedEntry, ...]:
    """Tell what of a batch was not taken, now or when it came first."""
    last = batch.first + len(batch.entries) - 1
    refused = receiving.arrivals.refused(station, batch.first, last)
    return tuple(ParkedEntry(each.why, each.seq, each.id) for each in refused)


def _need_same(receiving: Receiving, station: str, batch: Batch, here: int) -> None:
    """See that what comes again is what came before: a journal has one past. Raises Refused."""
    if here <= 0:
        return
    again = batch.entries[:here]
    known = receiving.arrivals.leaves(station, batch.first, batch.first + len(again) - 1)
    for seq, text in enumerate(again, batch.first):
        if known.get(seq) != _leaf(text):
            raise Refused(Refusal.FORKED, f"entry {seq} is not the one that came before", {"seq": seq})


def _leaf(text: str) -> bytes:
    return leaf_hash(text.encode())


def _sorted_out(receiving: Receiving, station: str, size: int, texts: Sequence[str]) -> _New:
    """Tell entries that are taken from those that keep their place and are not."""
    read = [(seq, text, receiving.arrivals.read(text)) for seq, text in enumerate(texts, size + 1)]
    sent_all = [sent for _, _, sent in read if sent]
    found, held = receiving.arrivals.placed([sent.id for sent in sent_all], _photos_of(sent_all))
    placed, new = dict(found), _New(held=held)
    for seq, text, sent in read:
        why = _wrong(station, seq, sent, placed)
        if sent and not why:
            placed[sent.id] = station, seq
            new.taken.append(sent)
            new.leaves.append(sent.leaf)
        else:
            id_, leaf = sent.id if sent else "", _leaf(text)
            new.not_taken.append(NotTaken(seq, id_, why or Refusal.NOT_AN_ENTRY, leaf, text.encode()))
            new.leaves.append(leaf)
    return new


def _wrong(station: str, seq: int, sent: Sent | None, placed: dict[str, tuple[str, int]]) -> Refusal | None:
    if sent is None or sent.seq != seq:
        return Refusal.NOT_AN_ENTRY
    if sent.station != station:
        return Refusal.OTHER_STATION
    return Refusal.OTHER_CONTENT if sent.id in placed else None


def _need_photos(station: str, new: _New, absent: Sequence[str]) -> None:
    """See that this station sent the photos that entries name, but for those that it has no more.

    That another sent the same proves nothing: whoever names a photo by its hash alone is not given its bytes.
    """
    named, held = _photos_of(new.taken), new.held
    missing = [photo for photo in named if station not in held.get(photo, ()) and photo not in set(absent)]
    if missing:
        said = f"{len(missing)} photos that entries name are not here"
        raise Refused(Refusal.PHOTOS_FIRST, said, {"photos": missing[: limits.MOST_PHOTOS]})


def _photos_of(entries: Iterable[Sent]) -> dict[str, None]:
    return dict.fromkeys(photo for sent in entries for photo in photos_named(sent.payload))


def _keep(world: World, receiving: Receiving, known: Known, new: _New, batch: Batch) -> None:
    now = world.clock.now()
    receiving.arrivals.append(known.station, new.taken, now)
    receiving.arrivals.refuse(known.station, new.not_taken, now)
    if batch.beside:
        _keep_beside(receiving, new.taken, batch)
    _follow_keys(receiving, known, new.taken)


def _keep_beside(receiving: Receiving, taken: Iterable[Sent], batch: Batch) -> None:
    """Keep the texts that entries name, where each is the one that its commitment was made of."""
    for commitment in commitments_of([{"payload": sent.payload} for sent in taken]):
        salt, text = batch.beside.get(commitment, ("", ""))
        if not text or len(text) > limits.LONGEST_TEXT or "\0" in text:
            continue
        try:
            plain = base64.b64decode(salt, validate=True)
            if committed(plain, text) == commitment:
                receiving.notes.put(commitment, plain, text)
        except (binascii.Error, ValueError):
            continue


def _follow_keys(receiving: Receiving, known: Known, taken: Iterable[Sent]) -> None:
    """Know the keys by which a station's journal says that it signs from here on; the head was right."""
    after = known
    for sent in taken:
        key, was = sent.payload.get("key"), sent.payload.get("was")
        if sent.kind == "key_rotated" and isinstance(key, str) and isinstance(was, str):
            after = rotated(after, key, was)
    if after != known:
        receiving.stations.put(after)
