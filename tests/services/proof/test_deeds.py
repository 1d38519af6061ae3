"""What is done to a real database, to the files beside it or to both is caught, and named first."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from station.adapters.local.sealing import RecordBroken
from station.app.run import started
from station.domain.events import ScanUnknown
from station.domain.proof.merkle import leaf_hash
from station.services.notes import committed
from station.services.proof.checking import check
from station.services.proof.findings import About, Finding
from station.services.starting import publish_rules
from tests.support.past import copied, past_rig, sql
from tests.support.stations import Rig, StillCamera, make_rig


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with past_rig(tmp_path / "data") as rig:
        yield rig


def data(rig: Rig) -> Path:
    return rig.station.folder.path


def append(rig: Rig, text: str = "4006381333931") -> None:
    with rig.world.begin() as uow:
        uow.journal.append(ScanUnknown(text, None, "scanner", None), "dana")


def first(rig: Rig) -> Finding:
    return check(rig.world).findings[0]


def size(rig: Rig) -> int:
    with rig.world.read() as uow:
        return uow.tree.size()


def rolled_back(rig: Rig) -> None:
    """Put the whole database back to what it was some entries ago: journal, tree and signed head."""
    with rig.world.begin():  # nothing is under way
        pass
    sql(data(rig), "PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(data(rig) / "station.db", data(rig) / "earlier.db")
    for number in range(3):
        append(rig, str(number))
    sql(
        data(rig),
        f"ATTACH '{data(rig) / 'earlier.db'}' AS earlier",
        "DELETE FROM journal WHERE seq > (SELECT max(seq) FROM earlier.journal)",
        "DELETE FROM tree",
        "INSERT INTO tree SELECT * FROM earlier.tree",
    )


def rewritten(rig: Rig) -> None:
    """Change an entry and give it the leaf that it would have."""
    with rig.world.read() as uow:
        (entry,) = (entry for entry in uow.journal.entries() if entry.seq == 2)
    changed = entry.canonical.replace(b'"version":', b'"vorsion":', 1)
    assert changed != entry.canonical
    leaf = leaf_hash(changed)
    sql(data(rig), f"UPDATE journal SET canonical = x'{changed.hex()}', leaf = x'{leaf.hex()}' WHERE seq = 2")


def beyond_the_tree(rig: Rig) -> None:
    with rig.world.read() as uow:
        *_, last = uow.journal.entries()
    canonical = last.canonical.replace(b'"seq":%d' % last.seq, b'"seq":%d' % (last.seq + 1))
    leaf = leaf_hash(canonical)
    sql(
        data(rig),
        f"INSERT INTO journal VALUES ({last.seq + 1}, x'{canonical.hex()}', x'{leaf.hex()}')",
    )


def flipped(note: bytes) -> bytes:
    """Change one letter of the signature."""
    kept, letter = note[:-20], note[-20:-19]
    return kept + (b"A" if letter != b"A" else b"B") + note[-19:]


def flipped_in_database(rig: Rig) -> None:
    with rig.world.read() as uow:
        note = flipped(uow.tree.note())
    sql(data(rig), f"UPDATE tree SET note = x'{note.hex()}'")


def flipped_in_file(rig: Rig) -> None:
    path = data(rig) / "checkpoint"
    path.write_bytes(flipped(path.read_bytes()))


def of_another_station(rig: Rig) -> bytes:
    """Return the head that a station with another number signed."""
    other = make_rig(data(rig).parent / "other")
    settings = other.station.settings
    assert settings.station.id == "07"
    signer = type(other.world.signer)(data(rig).parent / "other", "returns-station/08")  # type: ignore[call-arg]
    signer.keys(make=True)
    text = (data(rig) / "checkpoint").read_text().split("\n\n")[0].replace("/07", "/08") + "\n"
    return signer.sign(text)


def head_of_another_in_database(rig: Rig) -> None:
    sql(data(rig), f"UPDATE tree SET note = x'{of_another_station(rig).hex()}'")


def head_of_another_in_file(rig: Rig) -> None:
    (data(rig) / "checkpoint").write_bytes(of_another_station(rig))


def log_of_another(rig: Rig) -> None:
    """Put the database of another bench with the same number in the place of this one's."""
    twin = make_rig(data(rig).parent / "twin")
    with started(twin.station.parts[:2]):
        publish_rules(twin.world)
        sql(data(twin), "PRAGMA wal_checkpoint(TRUNCATE)")
    tables = ("journal", "tree", "tree_keys", "rules", "inspections", "contents", "recalls")
    emptied = [f"DELETE FROM {table}" for table in tables]
    filled = [f"INSERT INTO {table} SELECT * FROM twin.{table}" for table in tables]
    sql(data(rig), f"ATTACH '{data(twin) / 'station.db'}' AS twin", *emptied, *filled)


def written_anew(rig: Rig, seq: int, canonical: bytes) -> None:
    """Write an entry of one's own, with the leaf that it would have."""
    leaf = leaf_hash(canonical)
    sql(
        data(rig),
        f"UPDATE journal SET canonical = x'{canonical.hex()}', leaf = x'{leaf.hex()}' WHERE seq = {seq}",
    )


def a_photo_that_is_a_folder(rig: Rig) -> None:
    (taken,) = (data(rig) / "photos").rglob("*.jpg")
    taken.unlink()
    taken.mkdir()


def the_end_the_tree_and_the_file(rig: Rig) -> None:
    sql(data(rig), "DELETE FROM journal WHERE seq > 10", "DELETE FROM tree")
    (data(rig) / "checkpoint").unlink()


Deed = Callable[[Rig], None]
SAID: list[tuple[Deed, About, str]] = [
    (rolled_back, About.HEAD, "missing: the head beside the database was signed over"),
    (rewritten, About.TREE, "are not what the tree was grown over"),
    (beyond_the_tree, About.TREE, "in the journal and not in its tree"),
    (flipped_in_database, About.HEAD, "the head in the database is not signed by this station"),
    (flipped_in_file, About.HEAD, "the head beside the database is not signed by this station"),
    (head_of_another_in_database, About.HEAD, "the head in the database is that of returns-station/08"),
    (head_of_another_in_file, About.HEAD, "the head beside the database is that of returns-station/08"),
    (log_of_another, About.HEAD, "not signed by this station: none of the keys"),
    (a_photo_that_is_a_folder, About.PHOTO, "which cannot be read: Is a directory"),
    (the_end_the_tree_and_the_file, About.HEAD, "the head in the database is missing"),
]


@pytest.mark.parametrize(("deed", "about", "said"), SAID, ids=[deed.__name__ for deed, _, _ in SAID])
def test_what_was_done_is_what_is_named_first(rig: Rig, deed: Deed, about: About, said: str) -> None:
    deed(rig)
    found = first(rig)
    assert found.about is about, found
    assert said in found.text


# By statement: what is done inside the database alone, and what is said first of it.
STATEMENTS: dict[str, tuple[list[str], str]] = {
    "the end cut off": (["DELETE FROM journal WHERE seq > 10"], "entries 11 to"),
    "the tree's own size changed": (
        ["UPDATE tree SET size = size - 1"],
        "not what the tree was grown over",
    ),
    "the tree's peaks changed": (["UPDATE tree SET peaks = zeroblob(length(peaks))"], "not what the tree"),
    "the head taken away": (["UPDATE tree SET note = x''"], "the head in the database is missing"),
    "the head made nonsense": (["UPDATE tree SET note = x'00'"], "the head in the database cannot be read"),
    "the tree taken away": (["DELETE FROM tree"], "the head in the database is missing"),
    "the tree made text": (
        ["UPDATE tree SET peaks = hex(peaks), size = 'x'"],
        "the head in the database is missing",
    ),
    "an inner node put in": (["INSERT INTO tree_nodes VALUES (8, 7, x'00')"], "the inner nodes of the tree"),
    "an entry put before the first": (
        ["INSERT INTO journal SELECT -9223372036854775808, canonical, leaf FROM journal WHERE seq = 1"],
        "has no place: numbers begin with 1",
    ),
    "an item made open again": (
        ["UPDATE inspections SET state = 'open', closed_us = NULL WHERE state = 'binned'"],
        "is not as the journal says: state",
    ),
    "a text changed": (
        [f"INSERT INTO notes VALUES ('{committed(b'salt', 'Broken')}', CAST('salt' AS BLOB), 'As new')"],
        "is not the one that was written",
    ),
    "a person given a role": (
        ["UPDATE people SET data = CAST(replace(data, ':\"operator\"', ':\"manager\"') AS BLOB)"],
        "is manager, the journal says operator",
    ),
    "a person's access ended": (
        ["UPDATE people SET data = CAST(replace(data, 'ended_at\":null', 'ended_at\":\"2026\"') AS BLOB)"],
        "may not sign in, the journal says otherwise",
    ),
    "a person taken away": (
        ["DELETE FROM people WHERE id = 'dana'"],
        "person dana is missing, the journal says operator",
    ),
    "an item made a list": (["UPDATE inspections SET data = '[1]' WHERE state = 'held'"], "cannot be read"),
    "a key put in": (["INSERT INTO tree_keys VALUES ('x')"], "keys: x is there, the journal does not say so"),
    "a rule changed": (
        ["UPDATE rules SET data = CAST(replace(data, 'a', 'b') AS BLOB) WHERE kind = 'policy'"],
        "rules: policy/policy/",
    ),
    "a rule taken away": (["DELETE FROM rules WHERE kind = 'table'"], "is missing, the journal says it"),
    "a recall taken away": (["DELETE FROM recalls"], "recalls: "),
    "an item put into another bin": (
        ["UPDATE contents SET bin = 'S-01'"],
        "lies in bin S-01, the journal says",
    ),
    "a plate exchanged": (["UPDATE inspections SET lpn = 'L07-9' WHERE state = 'held'"], "journal says: lpn"),
}


@pytest.mark.parametrize(("statements", "said"), STATEMENTS.values(), ids=STATEMENTS.keys())
def test_what_was_done_inside_the_database_is_named_first(rig: Rig, statements: list[str], said: str) -> None:
    sql(data(rig), *statements)
    assert said in first(rig).text


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("item_held", b"{}"),
        ("item_held", b"[1]"),
        ("item_held", b'{"inspection":{"photos":[5]}}'),
        ("photo_removed", b'{"photos":1,"sha256":[]}'),
        ("rules_published", b'{"id":1,"kind":1,"version":1}'),
        ("item_binned", b'{"bin":[],"inspection":""}'),
    ],
)
def test_an_entry_that_no_station_wrote_is_named(rig: Rig, kind: str, payload: bytes) -> None:
    entry = b'{"actor":"dana","kind":"%s","payload":%s,"seq":2,"station":"07"}' % (kind.encode(), payload)
    written_anew(rig, 2, entry)
    assert f"entry 2 is not written as a station writes {kind}" in [
        each.text for each in check(rig.world).findings
    ]


def test_an_entry_that_is_too_deep_to_read_is_named(rig: Rig) -> None:
    written_anew(rig, 2, b'{"kind":"item_held","payload":%s,"seq":2}' % (b"[" * 5000 + b"]" * 5000))
    assert "entry 2 does not match its hash" in [each.text for each in check(rig.world).findings]


def test_logs_of_two_stations_exchanged_are_caught_by_every_entry(rig: Rig) -> None:
    world = replace(rig.world, house=replace(rig.world.house, station="08"))
    report = check(world)
    assert "is that of returns-station/07, and this station is returns-station/08" in report.findings[0].text
    assert any(finding.text == "entry 1 is of station 07, and this is 08" for finding in report.findings)
    assert report.more > 0


def test_a_photo_in_the_place_of_another_is_caught(rig: Rig) -> None:
    (taken,) = (data(rig) / "photos").rglob("*.jpg")
    taken.write_bytes(StillCamera(rig.clock).photo().jpeg)
    (found,) = check(rig.world).findings
    assert found.about is About.PHOTO
    assert taken.stem in found.text and "is not the one that was taken" in found.text


def test_a_record_that_is_gone_whole_is_missed(rig: Rig) -> None:
    (data(rig) / "checkpoint").unlink()
    emptied = [
        f"DELETE FROM {table}" for table in ("journal", "tree_keys", "inspections", "contents", "rules")
    ]
    sql(data(rig), *emptied, "UPDATE tree SET size = 0, peaks = x'', note = x''")
    assert "the journal is gone" in first(rig).text


def test_a_station_that_never_wrote_checks_out(tmp_path: Path) -> None:
    fresh = make_rig(tmp_path / "data")
    with started(fresh.station.parts[:2]):
        assert check(fresh.world).sound


def test_what_the_file_says_is_missing_only_from_what_was_cut(rig: Rig) -> None:
    before = size(rig)
    rolled_back(rig)
    found = first(rig)
    assert (found.seq, before) == (before + 1, before)


@pytest.mark.parametrize(
    "deed", [rolled_back, rewritten, beyond_the_tree, flipped_in_database, log_of_another]
)
def test_a_station_signs_nothing_over_what_is_not_its_own(tmp_path: Path, deed: Deed) -> None:
    with past_rig(tmp_path / "data") as rig:
        deed(rig)
    again = make_rig(tmp_path / "data")
    with started(again.station.parts[:2]), pytest.raises(RecordBroken, match="station verify"):
        append(again)


def test_a_backup_goes_on_once_the_file_is_put_aside(tmp_path: Path) -> None:
    with past_rig(tmp_path / "data") as rig:
        rolled_back(rig)
    (tmp_path / "data" / "checkpoint").rename(tmp_path / "checkpoint")
    again = make_rig(tmp_path / "data")
    with started(again.station.parts[:2]):
        append(again)
        assert check(again.world).sound


def test_a_power_cut_between_commit_and_file_is_no_fault(tmp_path: Path) -> None:
    folder = copied(tmp_path / "data")
    before = (folder / "checkpoint").read_bytes()
    rig = make_rig(folder)
    with started(rig.station.parts[:2]):
        append(rig)
    (folder / "checkpoint").write_bytes(before)
    again = make_rig(folder)
    with started(again.station.parts[:2]):
        assert check(again.world).sound
        append(again)
        assert (folder / "checkpoint").read_bytes() != before
        assert check(again.world).sound


def test_a_report_counts_what_it_looked_at(rig: Rig) -> None:
    report = check(rig.world)
    assert report.sound
    assert report.head and report.head.size == report.entries == size(rig)
    assert report.photos == len(list((data(rig) / "photos").rglob("*.jpg")))
    assert check(rig.world, photos=False).photos == 0
