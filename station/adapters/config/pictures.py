"""Reference photos of a checklist: files beside it, known from there on by the SHA-256 of their bytes."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from station.adapters.config.kinds import TEXT, pattern
from station.adapters.config.sections import Section
from station.domain.checklist import Checklist, reference_photos
from station.domain.phrases import Phrase, phrase

_PHOTO = pattern(r"[0-9a-f]{64}", phrase("the SHA-256 of a photo: 64 digits 0-9 and a-f"))
LARGEST = 1024 * 1024
SUFFIXES = (".png", ".jpg", ".jpeg")
_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def read_picture(section: Section) -> str:
    """Read which reference photo is meant: ``photo`` by its hash, or ``file`` beside the checklist's file.

    A file has to be a PNG or JPEG of at most ``LARGEST`` bytes, in the checklist's folder or below it.
    """
    folder = section.document.folder
    if folder is None or "file" not in section.table:
        return section.take("photo", _PHOTO)
    named = section.take("file", TEXT)
    if "photo" in section.table:
        section.wrong("photo", phrase("there is a file too"), phrase("one of the two"))
        section.take("photo", _PHOTO)
    return _hash_of(section, folder, named) if named else ""


def _hash_of(section: Section, folder: Path, named: str) -> str:
    path = (folder / named).resolve()
    expected = phrase("a PNG or JPEG beside the checklist, of at most 1 MB")
    wrong = _outside(folder, path, named) or _unfit(path, named)
    if wrong:
        section.wrong("file", wrong, expected, _near(folder), named)
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _outside(folder: Path, path: Path, named: str) -> Phrase | None:
    inside = path.is_relative_to(folder.resolve())
    return None if inside else phrase('"%(name)s" is in another folder', name=named)


def _unfit(path: Path, named: str) -> Phrase | None:
    try:
        size, start = path.stat().st_size, _start(path)
    except (OSError, ValueError):
        return phrase('there is no file "%(name)s"', name=named)
    if size > LARGEST:
        return phrase('"%(name)s" has %(size)s bytes', name=named, size=size)
    return None if start.startswith(_MAGIC) else phrase('"%(name)s" is no picture', name=named)


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(16)


def _near(folder: Path) -> tuple[str, ...]:
    return tuple(path.relative_to(folder).as_posix() for path in _pictures(folder))


def _pictures(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    return sorted(path for path in found if path.is_file() and path.stat().st_size <= LARGEST)


def pictures_in(folder: Path, checklists: Iterable[Checklist]) -> Iterator[bytes]:
    """Yield the bytes of the pictures in a folder of checklists that one of these shows."""
    wanted = reference_photos(checklists)
    for data in (path.read_bytes() for path in _pictures(folder)):
        if hashlib.sha256(data).hexdigest() in wanted:
            yield data
