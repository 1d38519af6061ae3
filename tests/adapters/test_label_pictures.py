"""What is drawn can be read: every code of every label, on every paper, whatever is written on it."""

import io
from itertools import cycle, product

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from firmware_bridge.sim.zpl_printer import ZplPrinter, unpacked
from station.adapters.printing import zpl
from station.adapters.printing.drawing import draw
from station.adapters.printing.files import LabelFiles
from station.adapters.printing.lettering import runs_left, seen
from station.adapters.printing.media import Media, Picture
from station.domain.labels import MARKS, LabelKind, label

PAPERS = (Media(), Media(dpi=300), Media(40, 20), Media(25, 15), Media(100, 150), Media(60, 30, 600))
NAMES = (
    "Electric kettle 1.7 l",
    "קומקום חשמלי (1.7 ליטר) KT-17",
    "Электрический чайник 1,7 л",
    "W" * 200,
    "",
    "^XA~JR^XZ",
    "\x00\x1b\r\n\u202e",
    "日本語 😀",
)
CODES = ("L07-0000123-4", "A-01", "$RS-OVERRIDE", "^XA~JR", "$ID-" + "A7z9" * 8, "ABCDEFGHIJKLMNOPQRST")


def read(picture: Picture) -> set[tuple[str, str]]:
    grey = np.where(picture, 0, 255).astype(np.uint8)
    return {(code.symbology.name, code.text) for code in zxingcpp.read_barcodes(grey)}


@pytest.mark.parametrize("media", PAPERS, ids=lambda m: f"{m.width_mm:g}x{m.height_mm:g}mm{m.dpi}")
@pytest.mark.parametrize("use", [*MARKS, ""])
def test_every_code_of_every_label_is_read_back(media: Media, use: str) -> None:
    every = product(NAMES, CODES) if media == PAPERS[0] and use == "restock" else zip(NAMES, cycle(CODES))
    for name, code in every:
        made = label(LabelKind.ITEM, code, name, name, name, foot=name, use=use)
        assert ("QRCode", code) in read(draw(made, media)), (name, code)


def test_a_plate_on_the_model_paper_has_bars_too() -> None:
    for use in MARKS:
        made = label(LabelKind.ITEM, "L07-0000123-4", "Restock A-01", "KT-17", foot="0199a2f4", use=use)
        found = read(draw(made, Media()))
        assert found == {("Code128", "L07-0000123-4"), ("QRCode", "L07-0000123-4")}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_reaches_into_the_margin(name: str) -> None:
    picture = draw(label(LabelKind.ITEM, "L07-0000123-4", name, name, name, foot=name, use="resale"), Media())
    edge = 8  # one millimetre
    assert not picture[:edge].any() and not picture[-edge:].any()
    assert not picture[:, :edge].any() and not picture[:, -edge:].any()


def test_a_badge_shows_no_letter_of_its_code() -> None:
    secret = "$ID-" + "SECRET" * 4
    made = label(LabelKind.BADGE, secret, "Dana Levi", "operator", captioned=False)
    assert secret not in (made.title, made.caption, made.foot, *made.lines)


def test_text_on_a_label_has_no_control_characters_and_an_end() -> None:
    made = label(LabelKind.BIN, "A\x00\x1b1", "x\r\ny\u202ez", "w" * 300)
    assert (made.code, made.title) == ("A1", "x y z")
    assert len(made.lines[0]) == 120 and made.lines[0].endswith("…")


@pytest.mark.parametrize(
    ("written", "leftward", "order"),
    [
        ("KT-17", True, "KT-17"),
        ("קומקום (KT-17) 3x", True, "3x (KT-17) םוקמוק"),
        ("Kettle (קומקום) x", False, "Kettle (םוקמוק) x"),
        ("B · שימוש קל", True, "לק שומיש · B"),
    ],
)
def test_hebrew_is_put_in_the_order_it_is_seen(written: str, leftward: bool, order: str) -> None:
    assert seen(written, leftward) == order


def test_a_line_begins_where_its_first_letter_is_read() -> None:
    assert [runs_left(text) for text in ("12 שלום a", "KT שלום", "", "123")] == [True, False, False, False]


# ZPL ---------------------------------------------------------------------------------------------


def decoded(picture: Picture) -> Picture:
    _, total, _, across, data = zpl.graphic(picture).split(",", 4)
    return unpacked(data, int(across), int(total) // int(across))[:, : picture.shape[1]]


@given(
    seed=st.integers(0, 2**32 - 1),
    width=st.integers(1, 900),
    height=st.integers(1, 40),
    ink=st.sampled_from([0.0, 0.01, 0.5, 0.99, 1.0]),
)
@settings(max_examples=150, deadline=None)
def test_any_picture_survives_the_run_lengths(seed: int, width: int, height: int, ink: float) -> None:
    picture = np.repeat(np.random.default_rng(seed).random((height, width // 7 + 1)) < ink, 7, axis=1)[
        :, :width
    ]
    assert np.array_equal(decoded(picture), picture)


def test_a_row_longer_than_the_longest_run_survives() -> None:
    picture = np.zeros((2, 8 * 500), np.bool_)
    picture[0, -4:] = True
    assert np.array_equal(decoded(picture), picture)


def test_run_lengths_make_a_label_bearable_on_a_slow_line() -> None:
    made = label(
        LabelKind.ITEM, "L07-0000123-4", "Restock A-01", "KT-17 · B", "Kettle", foot="0199a2f4", use="restock"
    )
    picture = draw(made, Media())
    assert len(zpl.job(picture, Media())) < picture.size / 8 * 2 / 4  # a quarter of plain hexadecimal


@given(text=st.text(max_size=60), code=st.text(min_size=1, max_size=60))
@settings(max_examples=40, deadline=None)
def test_whatever_is_written_only_the_known_commands_leave(text: str, code: str) -> None:
    made = label(LabelKind.BIN, code, text, text, foot=text)
    printer = ZplPrinter()
    printer.feed(zpl.job(draw(made, Media()), Media(darkness=9)) + zpl.PRINT)
    assert (printer.unknown, len(printer.printed), printer.darkness) == ([], 1, 9)


@given(data=st.binary(max_size=300))
def test_any_answer_of_a_printer_is_taken(data: bytes) -> None:
    zpl.status_in(b"\x02" + data + b"\x03")


@given(fields=st.lists(st.text("0123456789,", max_size=30), max_size=5))
def test_any_numbers_in_an_answer_are_taken(fields: list[str]) -> None:
    zpl.status_in("".join(f"\x02{each}\x03\r\n" for each in fields).encode())


# Files -------------------------------------------------------------------------------------------


def test_a_pdf_has_a_page_of_the_labels_own_size_for_each_label() -> None:
    made = [label(LabelKind.BIN, code, code) for code in ("A-01", "A-02", "A-03")]
    pdf = LabelFiles(Media(60, 40, 300)).pdf(made)
    assert pdf.count(b"/Type /Page\n") == 3
    width, height = (dots * 72 / 300 for dots in Media(60, 40, 300).size)
    assert f"[ 0 0 {width} {height} ]".encode() in pdf


def test_the_png_is_the_picture() -> None:
    made = label(LabelKind.BIN, "A-01", "A-01", "Restock", use="restock")
    shown = np.array(Image.open(io.BytesIO(LabelFiles(Media()).png(made))))
    assert np.array_equal(~shown.astype(np.bool_), draw(made, Media()))
