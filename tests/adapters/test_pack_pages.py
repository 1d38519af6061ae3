"""The printed page: letters of three scripts, columns mirrored, codes left to right."""

import re
from datetime import UTC, datetime

import pytest

from firmware_bridge.sim.scene import Scene
from station.adapters.packs.paper import MARGIN, ROOM, WIDTH, Ink, Paper
from station.adapters.packs.sheets import as_pdf
from station.adapters.packs.typeface import laid_out, visible
from station.domain.proof.sheet import (
    Banner,
    Codes,
    Facts,
    Finding,
    Heading,
    Picture,
    Sheet,
    Table,
    Text,
    code,
    kept_apart,
    name,
)
from tests.support.stations import _picture

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
PHOTO = "a" * 64


def page(language: str, *blocks: object, photo: bytes = b"no picture at all") -> bytes:
    sheet = Sheet(language, "Title", "foot", tuple(blocks))  # type: ignore[arg-type]
    return as_pdf(sheet, lambda _: photo, AT)


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\n", pdf))


def every_block(word: str) -> tuple[object, ...]:
    return (
        Heading(1, word),
        Facts(((word, code("L07-1")),)),
        Banner(word, word),
        Finding(word, word, (word,), (Picture(PHOTO, word),)),
        Table((word, word), ((word, code(1)),), (0.5, 0.5)),
        Text(word),
        Codes(("0" * 300,)),
    )


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        (f"פריט {code('7-L07 (2)')} נשלח", "חלשנ 7-L07 (2) טירפ"),
        (f"סל {code('R-01')}, שורה {code('12/3')}.", ".12/3 הרוש ,R-01 לס"),
        (f"{code('2026-11-22')} · {code('dana')}", "dana · 2026-11-22"),
        (f"{name('ציון B (קל)')} · {code('a…')}", "a… · (לק) B ןויצ"),
        (code("…x"), "…x"),
    ],
)
def test_hebrew_runs_from_the_right_and_codes_from_the_left(line: str, seen: str) -> None:
    assert laid_out(line, leftward=True).replace("\u00a0", " ") == seen


def test_other_languages_keep_their_order() -> None:
    assert laid_out(f"Товар {code('L07-1')} (новый)", leftward=False) == "Товар L07-1 (новый)"
    assert visible(name("x")) == "x"


def test_columns_are_mirrored() -> None:
    assert Paper(None, leftward=False).side(MARGIN + 10, 50) == MARGIN + 10
    assert Paper(None, leftward=True).side(MARGIN + 10, 50) == WIDTH - MARGIN - 60


@pytest.mark.parametrize("language", ["en", "he", "ru"])
def test_every_block_is_drawn_with_letters_of_its_own(language: str) -> None:
    pdf = page(language, *every_block({"en": "Box", "he": "קופסה", "ru": "Коробка"}[language]))
    assert pdf.startswith(b"%PDF-")
    assert b"FiraGO" in pdf  # the letters come along: no system has to have them
    assert f"/Lang ({language})".encode() in pdf or language.encode() in pdf


def test_the_same_page_is_the_same_bytes() -> None:
    assert page("en", *every_block("Box")) == page("en", *every_block("Box"))


def test_a_photo_goes_in_as_the_camera_made_it() -> None:
    jpeg = _picture(Scene("", (), "kitchen", 1), blurred=False)
    assert jpeg in page("en", Finding("?", "!", (), (Picture(PHOTO, "front"),)), photo=jpeg)


def test_long_things_go_over_to_other_pages() -> None:
    table = Table(("a", "b"), tuple((code(n), "word " * 40) for n in range(60)), (0.2, 0.8))
    assert pages(page("en", table)) > 3
    assert pages(page("he", Text("מילה " * 3000), Codes(("f" * 64,) * 200))) > 3
    many = tuple(Picture(PHOTO, "front " * 60) for _ in range(30))
    assert pages(page("ru", Finding("?", "!", ("x" * 400,), many))) > 1


HOSTILE = ("", " ", "\x00\x07", "\u202e\u2066" * 50, "<b>%(x)s{nb}</b>", "😀漢字", "x" * 5000)


def test_nothing_that_people_type_breaks_a_page() -> None:
    blocks = [block for text in HOSTILE for word in (name(text), code(text)) for block in every_block(word)]
    assert page("he", *blocks).startswith(b"%PDF-")


def test_no_line_is_wider_than_its_column() -> None:
    measured: list[float] = []

    class Ruler:
        def set_font(self, *_: object) -> None: ...
        def set_text_color(self, *_: object) -> None: ...
        def get_string_width(self, text: str) -> float:
            measured.append(len(text) * 2.0)
            return measured[-1]

    for text in ("word " * 100, "x" * 500, f"{code('a b c d e f g h i j k l m n o p')} tail"):
        lines = Paper(Ruler(), leftward=False).lines(text, ROOM, Ink())
        assert all(len(visible(line)) * 2.0 <= ROOM for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_name_keeps_its_direction_on_every_line_that_it_takes() -> None:
    """A Hebrew name on a page that runs to the right: what ends its second line ends it on the left."""
    first, second = kept_apart([name("מקדחה Bosch").removesuffix("\u2069"), "עם סוללה.\u2069"])
    assert laid_out(first, leftward=False) == "Bosch החדקמ"
    assert laid_out(second, leftward=False) == ".הללוס םע"
    assert list(kept_apart([code("a"), "b"])) == [code("a"), "b"]
