"""What can be taken over from a file, how its text is written, and by which way it came."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ImportKind(StrEnum):
    """What a file tells of; the beginning of its name in a folder that is watched."""

    PRODUCTS = "products"
    COMPONENTS = "components"
    RETURNS = "returns"
    PEOPLE = "people"
    BINS = "bins"
    CENTERS = "centers"
    RECALLS = "recalls"


class Encoding(StrEnum):
    """How the letters of a file are written as bytes."""

    UTF_8 = "utf-8"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    CP1255 = "cp1255"
    CP1251 = "cp1251"


class Way(StrEnum):
    """By which way a file came."""

    PAGE = "page"
    COMMAND = "command"
    FOLDER = "folder"
    API = "api"


@dataclass(frozen=True, slots=True)
class Counts:
    """What a file changes: things that are new here, known and different, known and the same."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def changes(self) -> int:
        return self.new + self.changed

    @property
    def all(self) -> int:
        return self.changes + self.unchanged


@dataclass(frozen=True, slots=True)
class Import:
    """A file that was taken over. ``by`` is the person or, without one, the station.

    ``mark`` tells one arrival of a file from the next, so that none is taken twice.
    """

    id: str
    kind: ImportKind
    way: Way
    name: str
    sha256: str
    at: datetime
    by: str
    counts: Counts
    mark: str = ""
