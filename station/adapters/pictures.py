"""Pictures that people bring, such as reference photos: read, and written anew without what came along."""

from io import BytesIO

from PIL import Image, ImageOps

from station.domain.errors import DomainError, Reason

FORMATS = ("JPEG", "PNG")
# A telephone's largest; more is no photo, or meant to fill the memory.
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 16_384
# Beside a question a photo is seldom wider than half a screen.
SIDE = 1600
QUALITY = 85


def rewritten(data: bytes) -> bytes:
    """Return a picture as a JPEG of at most ``SIDE`` pixels a side, upright, with nothing but the picture.

    Where it was taken, by whom and with what stays out. Raises NO_PICTURE and PICTURE_TOO_LARGE.
    """
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS or max(picture.size) > LONGEST_SIDE:
                raise DomainError(Reason.PICTURE_TOO_LARGE)
            picture.draft("RGB", (SIDE, SIDE))  # a JPEG need not be unpacked larger than it is kept
            return _jpeg(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DomainError(Reason.NO_PICTURE) from error


def _jpeg(picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((SIDE, SIDE))
    out = BytesIO()
    _on_white(upright).save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Lay what can be seen through onto white, as paper does."""
    if picture.mode not in ("RGBA", "LA", "PA", "P"):
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen, mask=seen.getchannel("A"))
    return white
