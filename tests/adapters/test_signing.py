"""Signing keys are made whole, read strictly, and say what to do when they cannot be used."""

import stat
from pathlib import Path

import pytest

from station.adapters.signing import KeyFolder, signature_holds
from station.domain.proof.signed_note import VerifierKey, read_key, read_note, signers
from station.trust_ports import KeysUnusable

NAME = "returns-station/07"


def fresh(folder: Path, name: str = NAME) -> KeyFolder:
    keys = KeyFolder(folder, name)
    keys.keys(make=True)
    return keys


def by(note: bytes, *keys: VerifierKey) -> tuple[VerifierKey, ...]:
    return signers(read_note(note), keys, signature_holds)


def test_the_first_key_is_made_for_this_account_alone_with_its_public_half_beside_it(tmp_path: Path) -> None:
    (key,) = fresh(tmp_path).keys()
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "keys/station.key").stat().st_mode) == 0o600
    assert read_key((tmp_path / "keys/station.pub").read_text().strip()) == key
    assert key.name == NAME
    assert KeyFolder(tmp_path, NAME).keys() == (key,)
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == ["station.key", "station.pub"]


def test_the_private_half_is_nowhere_but_in_its_file(tmp_path: Path) -> None:
    keys = fresh(tmp_path)
    seed = (tmp_path / "keys/station.key").read_text().split("+")[-1].strip()
    keys.remember(keys.sign("text\n"))
    others = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "station.key"]
    assert len(others) == 2
    assert not any(seed in path.read_text() for path in others)


def test_after_a_rotation_both_keys_sign_and_after_another_the_first_is_retired(tmp_path: Path) -> None:
    keys = fresh(tmp_path)
    (first,) = keys.keys()
    keys.rotate()
    second, was = keys.keys()
    assert was == first
    note = keys.sign("text\n")
    assert by(note, first) == (first,) and by(note, second) == (second,)
    keys.rotate()
    assert keys.keys()[1] == second
    assert keys.keys() == KeyFolder(tmp_path, NAME).keys()
    both = keys.keys()
    assert [line.id for line in read_note(keys.sign("text\n")).signatures] == [key.id for key in both]


def test_a_lost_key_stays_known_and_signs_no_more(tmp_path: Path) -> None:
    (lost,) = fresh(tmp_path).keys()
    (tmp_path / "keys/station.key").unlink()
    keys = KeyFolder(tmp_path, NAME)
    keys.rotate(lost)
    assert keys.keys()[1] == lost
    assert keys.signing() == keys.keys()[:1]
    assert KeyFolder(tmp_path, NAME).keys() == keys.keys()
    assert by(keys.sign("text\n"), *keys.keys()) == keys.keys()[:1]
    with pytest.raises(KeysUnusable, match="nothing is lost"):
        keys.rotate(lost)


def removed(path: Path) -> None:
    path.unlink()


def readable(path: Path) -> None:
    path.chmod(0o640)


def emptied(path: Path) -> None:
    path.write_text("")


def cut(path: Path) -> None:
    path.write_text(path.read_text()[:-9])


def garbled(path: Path) -> None:
    path.write_bytes(b"\xff\xfe")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir(mode=0o700)


def changed(path: Path) -> None:
    text = path.read_text()
    path.write_text(text[:-10] + ("A" if text[-10] != "A" else "B") + text[-9:])


def made_public(path: Path) -> None:
    path.write_text((path.parent / "station.pub").read_text())


def of_another(path: Path) -> None:
    path.write_text((fresh(path.parent.parent / "other", "returns-station/08").path).read_text())


@pytest.mark.parametrize(
    ("deed", "says", "do"),
    [
        (removed, "is not there", "station key rotate --lost"),
        (readable, "Other accounts can read", "chmod 600"),
        (emptied, "holds no private key", "backup"),
        (cut, "cannot be read", "backup"),
        (garbled, "cannot be read: it is not text", "backup"),
        (a_folder, "cannot be read: Is a directory", "backup"),
        (changed, "cannot be read", "backup"),
        (made_public, "holds no private key", "backup"),
        (of_another, "holds the key of returns-station/08", "own key"),
    ],
)
def test_a_key_file_that_cannot_be_used_is_refused_with_what_to_do(
    tmp_path: Path, deed: object, says: str, do: str
) -> None:
    fresh(tmp_path)
    (tmp_path / "other").mkdir()
    assert callable(deed)
    deed(tmp_path / "keys/station.key")
    with pytest.raises(KeysUnusable, match=says) as refused:
        KeyFolder(tmp_path, NAME).sign("text\n")
    assert do in str(refused.value)
    assert str(tmp_path / "keys/station.key") in str(refused.value)


def test_a_head_that_cannot_be_kept_beside_the_database_harms_nothing(tmp_path: Path) -> None:
    keys = fresh(tmp_path)
    (tmp_path / "checkpoint").mkdir()
    keys.remember(b"note")
    assert keys.remembered() == b""


def test_the_last_head_is_whole_whatever_its_length(tmp_path: Path) -> None:
    keys = fresh(tmp_path)
    for note in (b"one", b"longer", b"x"):
        keys.remember(note)
        assert keys.remembered() == note
    assert stat.S_IMODE((tmp_path / "checkpoint").stat().st_mode) == 0o600
