"""A folder into which others put files: what lies still is read, what was dealt with is put away.

Nothing in it is trusted: links are not followed, only plain files are opened, and only by their own name.
"""

import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path

from station.importing_ports import Arrived

DONE, REFUSED = "done", "refused"
_ENDINGS = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson")
# In bytes, of the 255 that file systems have: what tells of it has a longer name.
_LONGEST_NAME = 200
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

# A file as it was seen: its inode, its size in bytes, when it was changed last.
Seen = tuple[int, int, int]


class UnsafeFolder(OSError):
    """The place for files that were dealt with is a link, or no folder: nothing is moved there."""


class FolderInbox:
    """Watches one folder. A file is read once two looks in a row saw it the same."""

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder = folder
        self._limit = limit
        self._before: dict[str, Seen] = {}
        self._still: dict[str, Seen] = {}

    def look(self) -> None:
        """See what is there. Raises OSError where the folder cannot be read."""
        now: dict[str, Seen] = {}
        with os.scandir(self._folder) as entries:
            for entry in entries:
                if _is_list(entry.name):
                    with suppress(FileNotFoundError):
                        if entry.is_file(follow_symlinks=False):
                            now[entry.name] = _seen(entry.stat(follow_symlinks=False))
        self._still = {name: seen for name, seen in now.items() if self._before.get(name) == seen}
        self._before = now

    def too_large(self) -> tuple[str, ...]:
        return tuple(sorted(name for name, (_, size, _) in self._still.items() if size > self._limit))

    def arrived(self) -> tuple[Arrived, ...]:
        """Read what lies still, in the order in which it came."""
        names = sorted(self._still, key=lambda name: (self._still[name][2], name))
        large = self.too_large()
        read = (self._read(name, self._still[name]) for name in names if name not in large)
        return tuple(each for each in read if each is not None)

    def _read(self, name: str, seen: Seen) -> Arrived | None:
        """Read a file that is still the one that was seen, and stays so until its end."""
        try:
            opened = os.open(self._folder / name, _FLAGS)
        except OSError:
            return None
        with os.fdopen(opened, "rb") as file:
            first = os.fstat(opened)
            data = file.read(self._limit + 1)
            if not stat.S_ISREG(first.st_mode) or not _seen(first) == _seen(os.fstat(opened)) == seen:
                return None
        mark = f"{name}|{seen[2]}|{hashlib.sha256(data).hexdigest()}"
        return Arrived(name, data, mark)

    def done(self, name: str, said: str) -> None:
        self._put_away(name, DONE, said)

    def refuse(self, name: str, said: str) -> None:
        self._put_away(name, REFUSED, said)

    def _put_away(self, name: str, where: str, said: str) -> None:
        """Write what is to be said first: a file that was moved without it would tell nobody anything."""
        place = self._folder / where
        place.mkdir(exist_ok=True)
        if place.is_symlink() or not place.is_dir():
            raise UnsafeFolder(f"{place} is no folder of its own")
        target = _free(place / name)
        text = target.with_name(f"{target.name}.txt")
        with open(text, "x", encoding="utf-8") as file:  # noqa: PTH123 - "x" refuses a link that is there
            file.write(said)
        os.rename(self._folder / name, target)  # noqa: PTH104 - a link would be moved, not followed
        self._before.pop(name, None)


def _is_list(name: str) -> bool:
    """Tell whether a file may be meant for us: not hidden, and with a name that can be written down again.

    One that is no text, or so long that nothing can stand beside it, would stop all that come after it.
    """
    known = name.casefold().endswith(_ENDINGS) and not name.startswith(".")
    return known and name.isprintable() and len(os.fsencode(name)) <= _LONGEST_NAME


def _seen(found: os.stat_result) -> Seen:
    return found.st_ino, found.st_size, found.st_mtime_ns


def _free(path: Path) -> Path:
    """Return a name that nothing has, not even with the text beside it."""
    number, free = 1, path
    while os.path.lexists(free) or os.path.lexists(f"{free}.txt"):
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
