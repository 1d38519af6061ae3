"""What the journal says of files that were taken over."""

from dataclasses import dataclass

from station.domain.importing.kinds import ImportKind, Way


@dataclass(frozen=True, slots=True)
class ImportTaken:
    """A file was taken over: its kind, the SHA-256 of its bytes, and how many things it changed."""

    kind: ImportKind
    way: Way
    sha256: str
    new: int
    changed: int
    unchanged: int
