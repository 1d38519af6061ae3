"""The printed page of a pack as PDF: each kind of block is drawn by one function."""

from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any, TypeVar

from PIL import Image

from station.adapters.packs.paper import BOTTOM, FOOT, HEIGHT, LINE, MARGIN, QUIET, ROOM, Ink, Paper
from station.adapters.packs.typeface import FAMILY, laid_out, lettered, visible
from station.domain.proof.sheet import (
    Banner,
    Block,
    Codes,
    Facts,
    Finding,
    Heading,
    Picture,
    Sheet,
    Table,
    Text,
)

PLAIN, SMALL, STRONG = Ink(), Ink(8.5, colour=QUIET), Ink(12, bold=True)
TITLE, SECTION, LARGE = Ink(20, bold=True), Ink(14, bold=True), Ink(17, bold=True)
CODES = Ink(8.5)
SPACE, GAP = 3.0, 6.0
LABEL = 46.0
ASKED = 58.0  # millimetres for a question and its answer; the rest is for the photos
TALLEST = 105.0

Fetch = Callable[[str], bytes]
B = TypeVar("B", bound=Block)


def as_pdf(sheet: Sheet, fetch: Fetch, made_at: datetime) -> bytes:
    """Draw a document. ``fetch`` gives a photo's original bytes by SHA-256; those bytes go in as they are.

    The same document gives the same bytes.
    """
    from fpdf import FPDF  # noqa: PLC0415 - takes half a second, and most stations never print a pack

    pdf = _document(FPDF, sheet)
    pdf.set_creation_date(made_at)
    paper = Paper(pdf, sheet.leftward)
    with lettered(pdf):
        paper.new_page()
        _title(paper, sheet)
        for block in sheet.blocks:
            _DRAW[type(block)](paper, block, fetch)
        return bytes(pdf.output())


def _document(base: Any, sheet: Sheet) -> Any:
    class Document(base):  # type: ignore[misc]
        """Pages with a line under them that says what they are of, and which page this is."""

        def footer(self) -> None:
            self.set_font(FAMILY, "", SMALL.size)
            self.set_text_color(*QUIET)
            foot, number = laid_out(sheet.foot, sheet.leftward), f"{self.page_no()}/{{nb}}"
            sides = (number, foot) if sheet.leftward else (foot, number)
            self.set_draw_color(*LINE)
            self.line(MARGIN, HEIGHT - FOOT - 4, MARGIN + ROOM, HEIGHT - FOOT - 4)
            for text, align in zip(sides, "LR", strict=True):
                self.set_xy(MARGIN, HEIGHT - FOOT - 2)
                self.cell(ROOM, 5, text, align=align)

    pdf = Document(format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_margins(MARGIN, MARGIN, MARGIN)
    pdf.set_title(visible(sheet.title))
    pdf.set_lang(sheet.language)
    pdf.c_margin = 0
    return pdf


def _title(paper: Paper, sheet: Sheet) -> None:
    paper.paragraph(sheet.title, TITLE)
    paper.skip(SPACE)


def _heading(paper: Paper, block: Heading, _: Fetch) -> None:
    if block.level == 1 and paper.down > MARGIN + 2 * TITLE.height:
        paper.new_page()
    ink = LARGE if block.level == 1 else SECTION
    paper.need(3 * ink.height)
    if paper.down > MARGIN:
        paper.skip(GAP)
    paper.paragraph(block.text, ink)
    paper.skip(SPACE / 2)
    paper.rule()
    paper.skip(SPACE)


def _facts(paper: Paper, block: Facts, _: Fetch) -> None:
    for label, value in block.rows:
        width = ROOM - LABEL
        paper.need(len(paper.lines(value, width, PLAIN)) * PLAIN.height)
        paper.write(label, MARGIN, LABEL - SPACE, Ink(PLAIN.size, colour=QUIET))
        paper.skip(paper.write(value, MARGIN + LABEL, width, PLAIN))
    paper.skip(SPACE)


def _banner(paper: Paper, block: Banner, _: Fetch) -> None:
    inner = ROOM - 2 * GAP
    height = GAP + sum(
        len(paper.lines(text, inner, ink)) * ink.height
        for text, ink in ((block.text, LARGE), (block.beside, PLAIN))
        if text
    )
    paper.need(height)
    paper.shade(MARGIN, ROOM, height)
    paper.skip(GAP / 2)
    paper.skip(paper.write(block.text, MARGIN + GAP, inner, LARGE))
    if block.beside:
        paper.skip(paper.write(block.beside, MARGIN + GAP, inner, PLAIN))
    paper.skip(GAP / 2 + SPACE)


def _text(paper: Paper, block: Text, _: Fetch) -> None:
    paper.paragraph(block.text, SMALL if block.quiet else PLAIN)
    paper.skip(SPACE / 2)


def _finding(paper: Paper, block: Finding, fetch: Fetch) -> None:
    """Draw the words at one side and the photos beside them, the first of them on the same page."""
    said = [(block.question, PLAIN), (block.answer, STRONG), *((line, SMALL) for line in block.under)]
    words = sum(len(paper.lines(text, ASKED, ink)) * ink.height for text, ink in said)
    room = ROOM - ASKED - GAP
    photos = [_Photo(picture, fetch, room) for picture in block.pictures]
    paper.need(max(words, photos[0].height(paper) if photos else 0.0))
    top = paper.down
    for text, ink in said:
        paper.skip(paper.write(text, MARGIN, ASKED, ink))
    below, page, paper.down = paper.down, paper.pdf.page_no(), top
    for photo in photos:
        photo.draw(paper, MARGIN + ASKED + GAP)
    paper.down = max(below, paper.down) if paper.pdf.page_no() == page else paper.down
    paper.skip(SPACE)
    paper.rule()
    paper.skip(SPACE)


class _Photo:
    """One photo, as large as its column allows, with its caption."""

    def __init__(self, picture: Picture, fetch: Fetch, room: float) -> None:
        self._jpeg, self._caption, self._room = fetch(picture.sha256), picture.caption, room
        wide, tall = _size(self._jpeg)
        scale = min(room / wide, TALLEST / tall) if wide else 0.0
        self._wide, self._tall = wide * scale, tall * scale

    def height(self, paper: Paper) -> float:
        return self._tall + SPACE + len(paper.lines(self._caption, self._room, SMALL)) * SMALL.height

    def draw(self, paper: Paper, along: float) -> None:
        paper.need(self.height(paper))
        if self._wide:
            at = paper.side(along, self._wide)
            paper.pdf.image(BytesIO(self._jpeg), at, paper.down, self._wide, self._tall)
            paper.skip(self._tall + 1)
        paper.skip(paper.write(self._caption, along, self._room, SMALL) + SPACE - 1)


def _size(jpeg: bytes) -> tuple[int, int]:
    """Return width and height, nothing for what is no picture: its caption has to do then."""
    try:
        with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
            return picture.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return 0, 0


def _table(paper: Paper, block: Table, _: Fetch) -> None:
    _row(paper, block.head, block.shares, SMALL)
    for row in block.rows:
        _row(paper, row, block.shares, Ink(9.5))
    paper.skip(SPACE)


def _row(paper: Paper, cells: tuple[str, ...], shares: tuple[float, ...], ink: Ink) -> None:
    widths = [share * ROOM for share in shares]
    tall = max(len(paper.lines(cell, width - SPACE, ink)) for cell, width in zip(cells, widths, strict=True))
    paper.need(tall * ink.height + 2)
    along = MARGIN
    for cell, width in zip(cells, widths, strict=True):
        paper.write(cell, along, width - SPACE, ink)
        along += width
    paper.skip(tall * ink.height + 0.8)
    paper.rule()
    paper.skip(1.2)


def _codes(paper: Paper, block: Codes, _: Fetch) -> None:
    for line in block.lines:
        paper.exact(line, CODES)
    paper.skip(SPACE)


_DRAW: Mapping[type, Callable[[Paper, Any, Fetch], None]] = {
    Heading: _heading,
    Facts: _facts,
    Banner: _banner,
    Text: _text,
    Finding: _finding,
    Table: _table,
    Codes: _codes,
}
assert BOTTOM > TALLEST  # a photo with its caption fits on a page
