"""Open a pack that anyone may have sent: nothing is unpacked to a disk, nothing too large is read."""

import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from station.adapters.packs import layout
from station.domain.proof.pack import Limits, known_name

CHUNK = 1024 * 1024


class NoPack(RuntimeError):
    """Refuse a file that is no pack, or one that it is not safe to read; the reason is a sentence."""


class PackFile:
    """A pack that is open for reading. Raises NoPack for one that is none, or not safe to read."""

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._file: BinaryIO = path.open("rb")
        try:
            self._members = {info.filename: info for info in self._safe()}
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> "PackFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()
        self._file.close()

    @property
    def names(self) -> list[str]:
        return list(self._members)

    def read(self, name: str) -> bytes:
        """Return a member's bytes, never more than its size was said to be. Raises KeyError, NoPack."""
        info = self._members[name]
        try:
            with self._zip.open(info) as member:
                data = member.read(info.file_size + 1)
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
            raise NoPack(f"{name} cannot be read: its bytes were changed or cut off.") from error
        if len(data) != info.file_size:
            raise NoPack(f"{name} is not as large as the ZIP says.")
        return data

    def as_written(self) -> bool:
        """Tell whether every byte around the members is as a pack has it: headers, list, nothing between."""
        found = ((info.filename, info.file_size, info.CRC) for info in self._members.values())
        known = list(layout.placed(found))
        if [member.name for member in known] != layout.in_order(self._members):
            return False
        headers = all(self._at(member.offset, layout.local_header(member)) for member in known)
        return headers and self._ends(layout.directory(known), known[-1].end if known else 0)

    def _at(self, offset: int, expected: bytes) -> bool:
        self._file.seek(offset)
        return self._file.read(len(expected)) == expected

    def _ends(self, expected: bytes, offset: int) -> bool:
        return self._at(offset, expected) and not self._file.read(1)

    # Safe to read -----------------------------------------------------------------------------------

    def _safe(self) -> list[zipfile.ZipInfo]:
        if self._file.seek(0, 2) > self._limits.all:
            raise NoPack(f"The file is larger than the {self._limits.all} bytes that a pack may be.")
        self._refuse_long_lists()
        try:
            self._zip = zipfile.ZipFile(self._file)
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
            raise NoPack("This is no ZIP file, or it was cut off.") from error
        infos = self._zip.infolist()
        for problem in self._problems(infos):
            raise NoPack(problem)
        return infos

    def _refuse_long_lists(self) -> None:
        """Look at the end first: a list of millions of members would be read whole before it is counted."""
        members = layout.members_at_end(self._file)
        if members is None:
            raise NoPack("This is no ZIP file, or it was cut off, or something stands behind its end.")
        if members > self._limits.members:
            raise NoPack(_too_many(members, self._limits))

    def _problems(self, infos: list[zipfile.ZipInfo]) -> Iterator[str]:
        limits = self._limits
        if len(infos) > limits.members:
            yield _too_many(len(infos), limits)
        for name, count in Counter(info.filename for info in infos).items():
            if count > 1:
                yield f"{name!a} is in the ZIP {count} times."
            if not known_name(name):
                yield _misnamed(name)
        for info in infos:
            yield from self._too_much(info)
        if sum(info.file_size for info in infos) > limits.all:
            yield f"Unpacked the ZIP is larger than the {limits.all} bytes that a pack may be."

    def _too_much(self, info: zipfile.ZipInfo) -> Iterator[str]:
        if info.file_size > self._limits.largest:
            yield f"{info.filename} is said to have {info.file_size} bytes, more than anything in a pack."
        if info.flag_bits & 1:
            yield f"{info.filename} is encrypted, and nothing in a pack is."
        if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size:
            yield f"{info.filename} is compressed, and nothing in a pack is: another program wrote it."


def _too_many(members: int, limits: Limits) -> str:
    return f"The ZIP has {members} members, more than the {limits.members} that a pack may have."


def _misnamed(name: str) -> str:
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        return f"{name!a} would climb out of the folder that the ZIP is unpacked into."
    return f"{name!a} does not belong into a pack."
