"""Draw a label: one picture in printer dots, from which preview, PDF and ZPL are made."""

from dataclasses import dataclass

from station.adapters.printing import codes
from station.adapters.printing.lettering import BOLD, LEADING, Style, runs_left, write
from station.adapters.printing.media import Box, Media, Picture, paste
from station.domain.labels import Corner, Label

# Millimetres on the model label; see ``Media.scaled``.
MARGIN, GAP = 1.5, 1.0
MARK = 5.0
TITLE, LEAST_TITLE = 4.2, 2.6
LINE, LEAST_LINE = 2.8, 2.0
FOOT, LEAST_FOOT = 2.0, 1.5
BARS = 7.0
# Lower paper than this has no room for bars beside the words; the QR code then takes its whole height.
LEAST_HEIGHT_FOR_BARS = 22.0
_RIGHT = (Corner.TOP_RIGHT, Corner.BOTTOM_RIGHT)
_BOTTOM = (Corner.BOTTOM_LEFT, Corner.BOTTOM_RIGHT)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A label under way: what it says, on what paper, and the dots so far."""

    label: Label
    media: Media
    picture: Picture

    def line(self, text: str, box: Box, most: float, least: float, bold: bool = False) -> int:
        """Write a line at the side where its label is read from."""
        return write(self.picture, text, box, self._style(most, least, bold, centred=False))

    def centred(self, text: str, box: Box, most: float, least: float, bold: bool = False) -> int:
        return write(self.picture, text, box, self._style(most, least, bold, centred=True))

    def _style(self, most: float, least: float, bold: bool, centred: bool) -> Style:
        scaled, weight = self.media.scaled, BOLD if bold else 400
        leftward = any(map(runs_left, (self.label.title, *self.label.lines)))
        return Style(scaled(most), scaled(least), weight, leftward, centred)

    def height(self, most: float) -> int:
        return round(self.media.scaled(most) * LEADING)

    @property
    def mark_right(self) -> bool:
        return self.label.mark is not None and self.label.mark[1] in _RIGHT

    @property
    def mark_below(self) -> bool:
        return self.label.mark is not None and self.label.mark[1] in _BOTTOM

    def beside_mark(self, box: Box, below: bool) -> Box:
        """Leave out the side of a block on which the mark stands."""
        if self.label.mark is None or self.mark_below is not below:
            return box
        taken = self.media.scaled(MARK + GAP)
        return box.inset(right=taken) if self.mark_right else box.inset(left=taken)


def draw(label: Label, media: Media) -> Picture:
    """Lay a label out on the paper. Whatever it says, nothing runs over the edge or into a code."""
    sheet = Sheet(label, media, media.blank())
    width, height = media.size
    margin = media.dots(MARGIN)
    box = Box(0, 0, width, height).inset(margin, margin, margin, margin)
    if media.height_mm < LEAST_HEIGHT_FOR_BARS or not _with_bars(sheet, box):
        _without_bars(sheet, box)
    return sheet.picture


def _with_bars(sheet: Sheet, box: Box) -> bool:
    """Draw Code 128 along the lower edge, QR and words above; False where the bars do not fit."""
    inner = box.inset(bottom=sheet.height(FOOT) if sheet.label.foot else 0)
    low = sheet.beside_mark(inner, below=True)
    bars = codes.linear(sheet.label.code, sheet.media, low.width, sheet.media.scaled(BARS))
    if bars is None:
        return False
    _mark(sheet, inner)
    sheet.centred(sheet.label.foot, box.inset(top=inner.height), FOOT, LEAST_FOOT)
    caption = sheet.height(LINE)
    top = low.height - caption - bars.shape[0]
    paste(sheet.picture, bars, low.x + (low.width - bars.shape[1]) // 2, low.y + top)
    sheet.centred(sheet.label.caption, low.inset(top=low.height - caption), LINE, LEAST_LINE, bold=True)
    above = inner.inset(bottom=inner.height - top + sheet.media.dots(GAP))
    _words(sheet, _qr(sheet, sheet.beside_mark(above, below=False), left=False))
    return True


def _without_bars(sheet: Sheet, box: Box) -> None:
    """Draw the QR code over the whole height, away from the mark, and the words beside it."""
    _mark(sheet, box)
    room = _qr(sheet, box, left=sheet.mark_right)
    caption = sheet.height(LINE) if sheet.label.caption else 0
    low = sheet.beside_mark(room, below=True)
    sheet.line(sheet.label.caption, low.inset(top=low.height - caption), LINE, LEAST_LINE, bold=True)
    taken = max(caption, sheet.media.scaled(MARK) if sheet.mark_below else 0)
    _words(sheet, sheet.beside_mark(room, below=False).inset(bottom=taken))


def _mark(sheet: Sheet, box: Box) -> None:
    """Put the disposition's letter into its corner, white on black."""
    if sheet.label.mark is None:
        return
    side = sheet.media.scaled(MARK)
    x = box.x + box.width - side if sheet.mark_right else box.x
    y = box.y + box.height - side if sheet.mark_below else box.y
    ground = sheet.media.blank()
    size = round(side * 0.8)
    above = (side - round(size * LEADING)) // 2
    write(ground, sheet.label.mark[0], Box(x, y + above, side, side), Style(size, size, BOLD, centred=True))
    sheet.picture[y : y + side, x : x + side] = ~ground[y : y + side, x : x + side]


def _qr(sheet: Sheet, room: Box, left: bool) -> Box:
    """Draw the QR code at a side of a room and return what is left beside it."""
    grid = codes.square(sheet.label.code, sheet.media, min(room.height, round(room.width * 0.6)))
    if grid is None:
        return room
    paste(sheet.picture, grid, room.x if left else room.x + room.width - grid.shape[1], room.y)
    taken = grid.shape[1] + sheet.media.dots(GAP)
    return room.inset(left=taken) if left else room.inset(right=taken)


def _words(sheet: Sheet, room: Box) -> None:
    room = room.inset(top=sheet.line(sheet.label.title, room, TITLE, LEAST_TITLE, bold=True))
    for line in sheet.label.lines:
        room = room.inset(top=sheet.line(line, room, LINE, LEAST_LINE))
