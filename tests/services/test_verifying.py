"""The check of the record notices whatever was done to it behind the station's back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from station.domain.scanning import Command
from station.services.verifying import check_journal
from tests.support.past import past_rig, sql
from tests.support.stations import Rig
from tests.support.work import expected, in_hand, press


@pytest.fixture
def history(tmp_path: Path) -> Iterator[Rig]:
    """A station with an item binned, one on hold, and one given up."""
    with past_rig(tmp_path / "data") as rig:
        assert check_journal(rig.world) == ()
        yield rig


def photo(rig: Rig) -> Path:
    return next((rig.station.folder.path / "photos").rglob("*.jpg"))


def seq(kind: str) -> str:
    return f'(SELECT seq FROM journal WHERE canonical LIKE \'%"kind":"{kind}"%\')'


def changed(field: str, was: str, becomes: str, where: str) -> str:
    return (
        f"UPDATE inspections SET {field} = CAST(replace({field}, '{was}', '{becomes}') AS BLOB) WHERE {where}"
    )


# What is done to a real database file, and what the check says then.
DEEDS: dict[str, tuple[str, str]] = {
    "an entry removed": ("DELETE FROM journal WHERE seq = 2", "entry 2 is missing"),
    "entries removed": ("DELETE FROM journal WHERE seq IN (2, 3)", "entries 2 to 3 are missing"),
    "an entry changed": (
        f"UPDATE journal SET canonical = replace(canonical, 'dana', 'noa') WHERE seq = {seq('item_binned')}",
        "does not match its hash",
    ),
    "an entry changed in place": (
        "UPDATE journal SET canonical = CAST(replace(canonical, 'version', 'Version') AS BLOB) WHERE seq = 1",
        "entry 1 does not match",
    ),
    "an entry made unreadable": ("UPDATE journal SET canonical = x'00ff' WHERE seq = 1", "entry 1 does not"),
    "a leaf changed": ("UPDATE journal SET leaf = zeroblob(32) WHERE seq = 3", "entry 3 does not match"),
    "two entries exchanged": (
        "UPDATE journal SET canonical = (SELECT canonical FROM journal j WHERE j.seq = 5 - journal.seq), "
        "leaf = (SELECT leaf FROM journal j WHERE j.seq = 5 - journal.seq) WHERE seq IN (2, 3)",
        "entry 2 does not match",
    ),
    "a bin scan removed from the end": (
        f"DELETE FROM journal WHERE seq >= {seq('item_binned')}",
        "the scan of its bin is missing",
    ),
    "a grade changed": (
        changed("data", '"grade":"A"', '"grade":"B"', "state = 'binned'"),
        "not as the journal",
    ),
    "a bin changed": (changed("data", '"bin":"R-01"', '"bin":"D-01"', "state = 'binned'"), "says: route"),
    "a hold turned into a bin": (
        "UPDATE inspections SET state = 'binned' WHERE state = 'held'",
        "is binned, the journal says held",
    ),
    "a hold turned into a bin inside": (
        changed("data", '"state":"held"', '"state":"binned"', "state = 'held'"),
        "not as the journal says: state",
    ),
    "an inspection made unreadable": (
        "UPDATE inspections SET data = x'00ff' WHERE state = 'held'",
        "cannot be read",
    ),
    "an inspection removed": ("DELETE FROM inspections WHERE state = 'held'", "is not in the store"),
    "an inspection made up": (
        "INSERT INTO inspections SELECT 'x' || id, 'x' || lpn, state, closed_by, closed_us, rma, "
        "CAST(replace(data, id, 'x' || id) AS BLOB) FROM inspections WHERE state = 'binned'",
        "the journal does not say so",
    ),
}


@pytest.mark.parametrize(("deed", "noticed"), DEEDS.values(), ids=DEEDS.keys())
def test_what_was_done_to_the_database_is_noticed(history: Rig, deed: str, noticed: str) -> None:
    sql(history.station.folder.path, deed)
    problems = check_journal(history.world)
    assert any(noticed in problem for problem in problems), problems


def removed(path: Path) -> None:
    path.unlink()


def one_bit_changed(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize(
    ("deed", "noticed"),
    [(removed, "not in the vault"), (one_bit_changed, "were changed"), (cut_short, "were changed")],
)
def test_what_was_done_to_a_photo_is_noticed(
    history: Rig, deed: Callable[[Path], None], noticed: str
) -> None:
    path = photo(history)
    deed(path)
    (problem,) = check_journal(history.world)
    assert noticed in problem
    assert path.stem in problem


def test_a_refused_photo_of_a_held_item_is_watched_too(rig: Rig) -> None:
    rig.sign_in()
    rig.scan(expected(rig).rma)
    rig.camera.blurred = True
    press(rig, 1, Command.PHOTO)
    assert in_hand(rig).candidate
    press(rig, Command.HOLD, 1)
    assert check_journal(rig.world) == ()
    photo(rig).unlink()
    assert "not in the vault" in check_journal(rig.world)[0]


def test_a_draft_is_no_concern_of_the_record(rig: Rig) -> None:
    rig.sign_in()
    rig.scan(expected(rig).rma)
    press(rig, 2)
    assert check_journal(rig.world) == ()
