"""Label pictures as files: PNG to look at, PDF for any printer, ZPL to send by hand."""

import io
from collections.abc import Sequence

from PIL import Image

from station.adapters.printing import zpl
from station.adapters.printing.drawing import draw
from station.adapters.printing.media import Media, Picture
from station.domain.labels import Label


class LabelFiles:
    """Draws labels for one kind of paper."""

    def __init__(self, media: Media) -> None:
        self._media = media

    def png(self, label: Label) -> bytes:
        return _saved([_image(draw(label, self._media))], "PNG", self._media)

    def pdf(self, labels: Sequence[Label]) -> bytes:
        """Make a page of the label's own size for each label."""
        return _saved([_image(draw(label, self._media)) for label in labels], "PDF", self._media)

    def zpl(self, labels: Sequence[Label]) -> bytes:
        return b"".join(zpl.job(draw(label, self._media), self._media) + zpl.PRINT for label in labels)


def _image(picture: Picture) -> Image.Image:
    return Image.fromarray(~picture)


def _saved(pages: Sequence[Image.Image], kind: str, media: Media) -> bytes:
    out = io.BytesIO()
    if kind == "PDF":
        pages[0].save(out, kind, resolution=media.dpi, save_all=True, append_images=pages[1:])
    else:
        pages[0].save(out, kind, dpi=(media.dpi, media.dpi))
    return out.getvalue()
