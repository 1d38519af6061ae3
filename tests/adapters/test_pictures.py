"""Pictures that people bring are read, made small and written anew; what is no picture is refused."""

from io import BytesIO

import pytest
from PIL import Image

from station.adapters import pictures
from station.adapters.pictures import rewritten
from station.domain.errors import DomainError, Reason


def written(picture: Image.Image, form: str = "JPEG", **more: object) -> bytes:
    out = BytesIO()
    picture.save(out, form, **more)  # type: ignore[arg-type]
    return out.getvalue()


def seen(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    assert picture.format == "JPEG"
    return picture


def test_a_large_photo_becomes_a_small_jpeg_in_the_same_proportions() -> None:
    assert seen(rewritten(written(Image.new("RGB", (4000, 3000), "red")))).size == (1600, 1200)


def test_a_small_one_stays_as_large_as_it_is() -> None:
    assert seen(rewritten(written(Image.new("L", (320, 200)), "PNG"))).size == (320, 200)


def test_what_can_be_seen_through_lies_on_white() -> None:
    clear = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    assert min(seen(rewritten(written(clear, "PNG"))).getpixel((4, 4))) > 250  # type: ignore[arg-type, type-var]


def test_a_photo_held_sideways_stands_upright_and_where_it_was_taken_is_gone() -> None:
    sideways = Image.Exif()
    sideways[0x0112] = 6
    sideways[0x010E] = "in my kitchen"
    found = seen(rewritten(written(Image.new("RGB", (400, 300)), exif=sideways)))
    assert found.size == (300, 400)
    assert not found.getexif() and b"kitchen" not in found.tobytes()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff" + b"\0" * 100,
        written(Image.new("RGB", (64, 64)))[:-300],
        written(Image.new("RGB", (64, 64)), "BMP"),
        written(Image.new("RGB", (64, 64)), "GIF"),
        written(Image.new("RGB", (64, 64)), "PNG")[:60],
    ],
    ids=["nothing", "svg", "only a start", "cut off", "bmp", "gif", "cut png"],
)
def test_what_is_no_jpeg_or_png_is_refused(data: bytes) -> None:
    with pytest.raises(DomainError) as refused:
        rewritten(data)
    assert refused.value.reason is Reason.NO_PICTURE


def test_more_pixels_than_any_photo_has_are_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100)
    with pytest.raises(DomainError) as refused:
        rewritten(written(Image.new("1", (11, 10)), "PNG"))
    assert refused.value.reason is Reason.PICTURE_TOO_LARGE
