"""The journal: no gaps, no doubles, canonical, and true of itself."""

import hashlib
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import rfc8785

from station.domain.errors import DomainError, Reason
from station.domain.events import ScanUnknown
from station.store_ports import Entry
from tests.support.engines import ENGINES, stocked_on
from tests.support.stations import Rig
from tests.support.work import entries, payloads, to_bin, to_verdict


@pytest.fixture(params=ENGINES)
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    """A station on each engine."""
    with stocked_on(request.param, tmp_path / "data") as rig:
        yield rig


@pytest.fixture
def start(rig: Rig) -> int:
    """Return how many entries a rig begins with: its signing key, its rules, what its site brings."""
    with rig.world.read() as uow:
        return uow.journal.head()


def stored(rig: Rig, after: int = 0) -> list[Entry]:
    with rig.world.read() as uow:
        return list(uow.journal.entries(after))


def note(text: str) -> ScanUnknown:
    return ScanUnknown(text, None, "scanner", None)


def append(rig: Rig, text: str) -> int:
    with rig.world.begin() as uow:
        return uow.journal.append(note(text), "dana")


def test_numbers_have_no_gaps_whoever_writes(rig: Rig, start: int) -> None:
    def write(writer: int) -> None:
        for number in range(20):
            append(rig, f"{writer}-{number}")

    writers = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [entry.seq for entry in stored(rig)] == list(range(1, start + 121))
    texts = [p["text"] for p in payloads(rig, "scan_unknown")]
    assert sorted(texts) == sorted(f"{w}-{n}" for w in range(6) for n in range(20))
    for writer in range(6):
        own = [text for text in texts if text.startswith(f"{writer}-")]
        assert own == [f"{writer}-{number}" for number in range(20)]


def test_what_was_rolled_back_leaves_no_gap(rig: Rig, start: int) -> None:
    append(rig, "kept")
    with pytest.raises(DomainError), rig.world.begin() as uow:
        uow.journal.append(note("dropped"), "dana")
        raise DomainError(Reason.NOT_NOW)
    assert append(rig, "kept too") == start + 2
    assert [p["text"] for p in payloads(rig, "scan_unknown")] == ["kept", "kept too"]


def test_every_entry_is_canonical_json_under_its_leaf_hash(rig: Rig) -> None:
    to_verdict(rig)
    to_bin(rig)
    for entry in stored(rig):
        assert rfc8785.dumps(json.loads(entry.canonical)) == entry.canonical
        assert hashlib.sha256(b"\x00" + entry.canonical).digest() == entry.leaf


@pytest.mark.parametrize("text", ["קומקום", "👍", "\u2028", '"\\', "\x1d", "\x00"])
def test_any_text_is_kept_as_it_is(rig: Rig, text: str) -> None:
    append(rig, text)
    assert payloads(rig, "scan_unknown")[-1]["text"] == text


def test_an_entry_says_who_where_when_and_in_which_version(rig: Rig, start: int) -> None:
    append(rig, "x")
    entry = entries(rig)[-1]
    assert set(entry) == {
        "seq",
        "id",
        "station",
        "actor",
        "at",
        "schema_version",
        "kind",
        "simulated",
        "payload",
    }
    assert (entry["seq"], entry["station"], entry["actor"], entry["kind"]) == (
        start + 1,
        "07",
        "dana",
        "scan_unknown",
    )
    assert entry["id"][14] == "7"
    assert entry["at"][-6] in "+-"


def test_reading_goes_on_after_a_number(rig: Rig, start: int) -> None:
    for text in "abc":
        append(rig, text)
    assert [entry.seq for entry in stored(rig, after=start + 2)] == [start + 3]
    with rig.world.read() as uow:
        assert uow.journal.head() == start + 3


@pytest.mark.parametrize(("seconds", "told"), [(3600, [3599]), (1, [])], ids=["an hour", "jitter"])
def test_a_clock_set_back_is_told_and_the_order_kept(
    rig: Rig, seconds: int, told: list[int], start: int
) -> None:
    append(rig, "before")
    rig.clock.time -= timedelta(seconds=seconds)
    append(rig, "after")
    append(rig, "later")
    assert [p["seconds"] for p in payloads(rig, "clock_moved_back")] == told
    assert [p["text"] for p in payloads(rig, "scan_unknown")] == ["before", "after", "later"]
    assert [entry["seq"] for entry in entries(rig)] == list(range(1, start + 4 + len(told)))


def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(rig: Rig, start: int) -> None:
    append(rig, "first")
    with rig.world.read() as uow:
        assert uow.journal.head() == start + 1
        writer = threading.Thread(target=append, args=(rig, "second"))
        writer.start()
        writer.join()
        assert uow.journal.head() == start + 1
        assert len(list(uow.journal.entries())) == start + 1
    assert len(stored(rig)) == start + 2
