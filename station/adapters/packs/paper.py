"""A4 paper that is written from the top, from the left or from the right. All lengths are millimetres."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from station.adapters.packs.typeface import FAMILY, laid_out, visible
from station.domain.proof.sheet import kept_apart

WIDTH, HEIGHT, MARGIN, FOOT = 210.0, 297.0, 16.0, 14.0
ROOM = WIDTH - 2 * MARGIN
BOTTOM = HEIGHT - MARGIN - FOOT
_LEADING = 0.47  # millimetres of line for a point of letters: a third more than their size

INK, QUIET, LINE, SHADE = (22, 26, 32), (95, 103, 115), (203, 208, 215), (241, 243, 246)


@dataclass(frozen=True, slots=True)
class Ink:
    """How letters are written: their size in points."""

    size: float = 10.5
    bold: bool = False
    colour: tuple[int, int, int] = INK

    @property
    def height(self) -> float:
        return self.size * _LEADING


@dataclass
class Paper:
    """A document under way. ``down`` is how far the page is full, from its upper edge.

    Places are given from the edge at which reading begins, so that columns mirror by themselves.
    """

    pdf: Any
    leftward: bool
    down: float = MARGIN

    def new_page(self) -> None:
        self.pdf.add_page()
        self.down = MARGIN

    def need(self, height: float) -> None:
        """Begin a page where so much does not fit on this one; what is taller than a page stays."""
        if self.down + height > BOTTOM and self.down > MARGIN:
            self.new_page()

    def skip(self, height: float) -> None:
        self.down += height

    def side(self, along: float, width: float) -> float:
        """Return the left edge of a column that begins so far along from where reading begins."""
        return WIDTH - along - width if self.leftward else along

    # Text --------------------------------------------------------------------------------------

    def lines(self, text: str, width: float, ink: Ink) -> list[str]:
        """Break text into lines that fit a width; a word that is too long is cut."""
        self._take(ink)
        return list(kept_apart(self._broken(text.split(" "), width)))

    def _broken(self, words: list[str], width: float) -> Iterator[str]:
        line = ""
        for word in (piece for whole in words for piece in self._pieces(whole, width)):
            longer = f"{line} {word}" if line else word
            if line and self._wide(longer) > width:
                yield line
                line = word
            else:
                line = longer
        yield line

    def _pieces(self, word: str, width: float) -> Iterator[str]:
        while self._wide(word) > width and len(word) > 1:
            fitting = bisect_right(range(1, len(word)), width, key=lambda n: self._wide(word[:n]))
            cut = max(1, fitting)  # one letter at least, however narrow the column
            yield word[:cut]
            word = word[cut:]
        yield word

    def _wide(self, text: str) -> float:
        return float(self.pdf.get_string_width(visible(text)))

    def write(self, text: str, along: float, width: float, ink: Ink, down: float | None = None) -> float:
        """Write a paragraph into a column and return how tall it got. It does not go over to a new page."""
        top = self.down if down is None else down
        broken = self.lines(text, width, ink)
        for number, line in enumerate(broken):
            self._line(line, along, width, top + number * ink.height, ink)
        return len(broken) * ink.height

    def _line(self, line: str, along: float, width: float, top: float, ink: Ink) -> None:
        shown = laid_out(line, self.leftward)
        at = self.side(along, width)
        if self.leftward:
            at += width - float(self.pdf.get_string_width(shown))
        self.pdf.text(at, top + ink.height * 0.76, shown)

    def _take(self, ink: Ink) -> None:
        self.pdf.set_font(FAMILY, "B" if ink.bold else "", ink.size)
        self.pdf.set_text_color(*ink.colour)

    def paragraph(self, text: str, ink: Ink, along: float = MARGIN, width: float = ROOM) -> None:
        """Write a paragraph, line by line over as many pages as it takes."""
        for line in self.lines(text, width, ink):
            self.need(ink.height)
            self._take(ink)
            self._line(line, along, width, self.down, ink)
            self.skip(ink.height)

    def exact(self, text: str, ink: Ink) -> None:
        """Write a code from the left edge in every language, cut into lines where it has to be."""
        self._take(ink)
        for piece in self._pieces(text, ROOM):
            self.need(ink.height)
            self._take(ink)
            self.pdf.text(MARGIN, self.down + ink.height * 0.76, piece)
            self.skip(ink.height)

    # Lines and pictures ------------------------------------------------------------------------

    def rule(self) -> None:
        self.pdf.set_draw_color(*LINE)
        self.pdf.set_line_width(0.2)
        self.pdf.line(MARGIN, self.down, WIDTH - MARGIN, self.down)

    def shade(self, along: float, width: float, height: float) -> None:
        self.pdf.set_fill_color(*SHADE)
        self.pdf.rect(self.side(along, width), self.down, width, height, style="F")
