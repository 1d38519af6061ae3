"""What breaks on the way from central to a station is known again, and stops nothing that comes after it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from station.domain.errors import DomainError, Reason
from station.domain.people import Person, Role
from station.domain.sync.events import Took, Unfit
from station.services import recalls
from station.services.central import feeding
from station.services.documents import given_out
from station.services.loading import load_site
from station.services.syncing import taking
from station.services.syncing.taking import parked_decisions, try_again
from station.sync_ports import CentralUnreachable
from tests.support.joined import Joined, findings, told
from tests.support.workshop import somebody


def manager(pair: Joined) -> Person:
    return somebody(pair.central, Role.MANAGER)


def recalled(pair: Joined, id_: str) -> None:
    known = next(iter(pair.central.site.recalls))
    recalls.set_recall(pair.central.world, replace(known, id=id_), manager(pair))


def here(pair: Joined, id_: str) -> bool:
    with pair.station.world.read() as uow:
        return id_ in {recall.id for recall in uow.recalls.all()}


def set_here(pair: Joined) -> list[str]:
    """List the recalls that the station's journal tells of, but for those of the sample site."""
    first = {recall.id for recall in pair.central.site.recalls}
    told_of = [str(entry["payload"]["recall"]["id"]) for entry in told(pair.station, "recall_set")]
    return [each for each in told_of if each not in first]


def head(pair: Joined) -> int:
    with pair.central.world.read() as uow:
        return uow.journal.head()


def parked(pair: Joined) -> list[str]:
    with pair.station.world.read() as uow:
        return [kept.why for kept in parked_decisions(uow)]


POISON: tuple[tuple[Callable[[str], str], Unfit], ...] = (
    (lambda _: "[" * 2000, Unfit.UNREADABLE),
    (lambda _: "", Unfit.UNREADABLE),
    (lambda entry: entry.replace('"recall_set"', '"recall_sung"'), Unfit.UNKNOWN_KIND),
    (lambda entry: entry.replace('"seq":', '"seq":9'), Unfit.UNREADABLE),
    (lambda entry: entry.replace('"schema_version":1', '"schema_version":99'), Unfit.UNKNOWN_KIND),
    (lambda entry: entry.replace('"recall":{', '"recall":{"gtin":7,"x":{'), Unfit.UNREADABLE),
    (lambda entry: entry.replace('"station":"central"', '"station":"07"'), Unfit.UNREADABLE),
)


def test_poison_decisions_are_parked_and_later_ones_go_on(pair: Joined) -> None:
    for number, (meddled, _) in enumerate(POISON):
        recalled(pair, f"poison{number}")
        (decided,) = pair.line.feed(head(pair) - 1).decided
        pair.line.poison[head(pair)] = meddled(decided.entry)
    recalled(pair, "after")
    taken = pair.take()
    assert (taken.decisions, taken.parked) == (len(POISON) + 1, len(POISON))
    assert parked(pair) == [why.value for _, why in POISON]
    assert set_here(pair) == ["after"]
    assert pair.take().decisions == 0
    pair.sound()


def test_every_answer_may_be_the_last(pair: Joined) -> None:
    """However often the line breaks, each decision is carried out once and none is left out."""
    for number in range(4):
        recalled(pair, f"r{number}")
    load_site(pair.central.world, [replace(pair.central.site.products[0], value=1)], [], [], [])
    for answers in (0, 1, 1):
        pair.line.cut_after = answers
        with pytest.raises(CentralUnreachable):
            pair.take()
    pair.line.cut_after = None
    pair.take()
    took = [entry["payload"]["took"] for entry in told(pair.station, "taken_from_central")]
    assert took[-5:] == ["applied"] * 5
    assert set_here(pair) == ["r0", "r1", "r2", "r3"]
    with pair.station.world.read() as uow:
        assert uow.catalog.product(pair.central.site.products[0].sku).value == 1
    pair.sound()


def test_what_breaks_before_the_commit_never_was(pair: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    recalled(pair, "r")

    class Killed(BaseException):
        """The process ends here."""

    def end(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(taking, "_keep", end)
    with pytest.raises(Killed):
        pair.take()
    assert not here(pair, "r")
    assert findings(pair.station) == []
    monkeypatch.undo()
    pair.take()
    assert here(pair, "r")
    assert set_here(pair) == ["r"]
    pair.sound()


def test_a_station_that_was_away_for_long_takes_all_in_order(
    pair: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "MOST_DECISIONS", 20)
    pair.line.online = False
    with pytest.raises(CentralUnreachable):
        pair.take()
    for number in range(30):
        recalled(pair, f"r{number}")
    for number in range(0, 30, 2):
        recalls.lift(pair.central.world, f"r{number}", manager(pair))
    pair.line.online = True
    pair.line.asked.clear()
    assert pair.take().decisions == 45
    assert len(pair.line.asked) == 4
    with pair.central.world.read() as there, pair.station.world.read() as uow:
        assert uow.recalls.all() == there.recalls.all()
    pair.sound()


def test_a_part_that_is_not_what_its_hash_says_is_not_loaded(
    pair: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = replace(pair.central.site.products[0], value=1)
    load_site(pair.central.world, [product], [], [], [])
    own = type(pair.line).document
    monkeypatch.setattr(type(pair.line), "document", lambda self, sha256: own(self, sha256) + b"\n")
    pair.take()
    assert parked(pair) == [Unfit.DOCUMENT_MISSING.value]
    monkeypatch.undo()
    with pair.station.world.read() as uow:
        (waits,) = parked_decisions(uow)
        assert uow.catalog.product(product.sku).value != 1
    assert try_again(pair.station.world, waits.seq) is Took.PARKED
    assert try_again(pair.station.world, waits.seq, pair.line) is Took.APPLIED
    assert parked(pair) == []
    pair.sound()


def test_a_document_is_given_only_where_a_decision_names_it(pair: Joined) -> None:
    secret = pair.central.world.vault.put(b"a photo of somebody's kitchen")
    for asked in (secret, "", "../../etc/passwd", "0" * 64, "x" * 64):
        assert given_out(pair.central.world, asked) is None


def test_a_central_that_was_set_back_is_told(pair: Joined) -> None:
    with pair.station.world.begin() as uow:
        uow.taken.move(10_000)
    assert pair.take().behind


@pytest.mark.parametrize("failed", [DomainError(Reason.DISK_FULL), OSError(28, "No space left on device")])
def test_a_disk_that_is_full_parks_nothing(
    pair: Joined, monkeypatch: pytest.MonkeyPatch, failed: Exception
) -> None:
    load_site(pair.central.world, [replace(pair.central.site.products[0], value=1)], [], [], [])

    def full(*_: object) -> str:
        raise failed

    monkeypatch.setattr(type(pair.station.world.vault), "put", full)
    with pytest.raises(type(failed)):
        pair.take()
    monkeypatch.undo()
    assert parked(pair) == []
    assert pair.take().parked == 0
    pair.sound()
