"""The printed page of a pack as plain blocks, one after the other; how they look is drawn elsewhere.

Text may have codes in it, set apart so that they run left to right in every language.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import bidirectional

from station.domain.labels import said

LEFT_TO_RIGHT, RIGHT_TO_LEFT, ENDS = "\u2066", "\u2067", "\u2069"
NO_BREAK = "\u00a0"
LONGEST = 500


def code(text: object) -> str:
    """Set a code or number apart: it runs left to right wherever it stands (Unicode's UAX 9, 2.4).

    It stays on one line where there is room for it.
    """
    return f"{LEFT_TO_RIGHT}{said(str(text), LONGEST).replace(' ', NO_BREAK)}{ENDS}"


def name(text: object) -> str:
    """Set a name or a phrase apart, whose direction is that of its first letter on every line."""
    plain = said(str(text), LONGEST)
    letters = (bidirectional(letter) for letter in plain)
    first = next((each for each in letters if each in ("L", "R", "AL")), "L")
    return f"{LEFT_TO_RIGHT if first == 'L' else RIGHT_TO_LEFT}{plain}{ENDS}"


def kept_apart(lines: Iterable[str]) -> Iterator[str]:
    """Let what was set apart stay so where a line breaks in it: each line is laid out alone."""
    open_: list[str] = []
    for line in lines:
        begun = "".join(open_)
        for letter in line:
            if letter in (LEFT_TO_RIGHT, RIGHT_TO_LEFT):
                open_.append(letter)
            elif letter == ENDS and open_:
                open_.pop()
        yield begun + line + ENDS * len(open_)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 begins a page."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known, each with its name before it."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Banner:
    """What it all came to, large, with smaller words beside it."""

    text: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; a quiet one is smaller."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo by its SHA-256, and what stands under it."""

    sha256: str
    caption: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A question with its answer, beside the photos that prove it."""

    question: str
    answer: str
    under: tuple[str, ...]
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; ``shares`` are the widths of the columns, together 1."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Codes:
    """Long codes, each on lines of its own, left to right, in letters that are told apart."""

    lines: tuple[str, ...]


Block = Heading | Facts | Banner | Text | Finding | Table | Codes


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole document. ``foot`` stands under every page, before its number."""

    language: str
    title: str
    foot: str
    blocks: tuple[Block, ...]

    @property
    def leftward(self) -> bool:
        """Whether it is read from right to left, so that its columns are mirrored."""
        return self.language == "he"
