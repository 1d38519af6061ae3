"""Reference photos beside a checklist: what may be named, and what is known of it from there on."""

import hashlib
import shutil
from pathlib import Path

import pytest

from station.adapters.config.checklist_file import read_checklist
from station.adapters.config.pictures import LARGEST, pictures_in
from station.adapters.config.problems import Problems
from station.app.paths import STATION_TOML
from station.domain.checklist import Checklist, reference_photos

SHIPPED = STATION_TOML.parent / "checklists"
NAMED = 'file = "pictures/scratch.png"'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "site" / "checklists"))


def read(folder: Path) -> tuple[Checklist, list[str]]:
    problems = Problems()
    checklist = read_checklist(folder / "general.toml", problems)
    return checklist, [str(problem) for problem in problems.found]


def change(folder: Path, to: str) -> list[str]:
    path = folder / "general.toml"
    text = path.read_text(encoding="utf-8")
    assert NAMED in text
    path.write_text(text.replace(NAMED, to), encoding="utf-8")
    return read(folder)[1]


def test_a_picture_is_known_by_its_bytes(folder: Path) -> None:
    checklist, problems = read(folder)
    shown = [hashlib.sha256((folder / "pictures" / name).read_bytes()).hexdigest() for name in NAMES]
    assert problems == []
    assert reference_photos([checklist]) == set(shown)


NAMES = ("scratch.png", "wear.png")


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ('file = "pictures/scrach.png"', 'did you mean "pictures/scratch.png"?'),
        ('file = "../../secret.png"', "is in another folder"),
        ('file = "/etc/passwd"', "is in another folder"),
        ('file = "general.toml"', "is no picture"),
        ('file = "pictures"', "there is no file"),
        ('file = "a\\u0000b"', "some text on one line"),
        ("file = 7", "file: found 7"),
        ('photo = "abc"', "the SHA-256 of a photo"),
        (f'{NAMED}, photo = "{"0" * 64}"', "one of the two"),
    ],
)
def test_what_is_no_picture_beside_the_checklist_is_refused(folder: Path, to: str, told: str) -> None:
    (folder.parent.parent / "secret.png").write_bytes((folder / "pictures/wear.png").read_bytes())
    (problem,) = change(folder, to)
    assert told in problem


def test_a_picture_that_is_too_large_is_refused(folder: Path) -> None:
    path = folder / "pictures" / "scratch.png"
    path.write_bytes(path.read_bytes() + bytes(LARGEST))
    (problem,) = read(folder)[1]
    assert "bytes" in problem


def test_only_pictures_that_a_checklist_shows_are_kept(folder: Path) -> None:
    (folder / "pictures" / "holiday.png").write_bytes(b"\x89PNG\r\n\x1a\n of nobody's concern")
    checklist, _ = read(folder)
    kept = {hashlib.sha256(data).hexdigest() for data in pictures_in(folder, [checklist])}
    assert kept == reference_photos([checklist])
