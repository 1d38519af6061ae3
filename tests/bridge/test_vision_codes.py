"""Codes are read in photos of labels, and only believed for a reason."""

import subprocess
import sys
from dataclasses import replace

import cv2
import numpy as np
import pytest
import zxingcpp

from firmware_bridge.vision import zxing
from firmware_bridge.vision.codes import SeenCode, pyzbar_available, read_codes, same_code, trusted
from firmware_bridge.vision.compare import bare_vehicle_number
from firmware_bridge.vision.enhance import stripe_angle
from firmware_bridge.vision.photo import UnreadablePhoto, decode
from firmware_bridge.vision.tally import added, settled

RANDOM = np.random.default_rng(11)
EAN = "9501101530003"


def label(text: str, kind: str, scale: int = 3) -> np.ndarray:
    barcode = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    return cv2.copyMakeBorder(
        np.array(barcode.to_image(scale=scale)), *(20,) * 4, cv2.BORDER_CONSTANT, value=255
    )


def photo(*labels: np.ndarray, degrees: float = 0, side: int = 1000) -> bytes:
    """Lay labels on a textured bench, one below the other, and turn the camera."""
    bench = cv2.GaussianBlur(RANDOM.integers(60, 200, (side, side), np.uint8), (0, 0), 2)
    top = 150
    for one in labels:
        height, width = one.shape
        bench[top : top + height, 200 : 200 + width] = one
        top += height + 60
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), degrees, 1.0)
    turned = cv2.warpAffine(bench, turn, (side, side), borderMode=cv2.BORDER_REFLECT)
    return cv2.imencode(".jpg", turned)[1].tobytes()


def texts(seen: tuple[SeenCode, ...]) -> set[str]:
    return {code.text for code in seen}


KINDS = {
    "EAN13": (EAN, "EAN13"),
    "EAN8": ("96385074", "EAN8"),
    "Code128": ("LPN-000417", "Code128"),
    "Code39": ("RMA417", "Code39"),
    "ITF": ("19501101530000", "ITF"),
    "QRCode": ("https://id.gs1.org/01/09501101530003", "QRCode"),
    "DataMatrix": ("S/N 4711", "DataMatrix"),
    "PDF417": ("CARRIER 99", "PDF417"),
    "Aztec": ("TICKET", "Aztec"),
}


@pytest.mark.parametrize(("kind", "text", "symbology"), [(kind, *rest) for kind, rest in KINDS.items()])
def test_the_first_reader_alone_reads_an_expected_code(kind: str, text: str, symbology: str) -> None:
    (seen,) = read_codes(photo(label(text, kind)), {text}.__contains__)
    assert (seen.text, seen.symbology, seen.readers) == (text, symbology, ("zxing",))


@pytest.mark.parametrize("degrees", [20, 45, 65, 115, 160])
@pytest.mark.parametrize("kind", ["EAN13", "Code128"])
def test_reads_a_label_at_any_angle(kind: str, degrees: int) -> None:
    text = KINDS[kind][0]
    assert text in texts(read_codes(photo(label(text, kind), degrees=degrees), {text}.__contains__))


def test_stripes_are_found_at_their_angle() -> None:
    stripes = np.tile(np.where(np.arange(300) % 12 < 6, 255, 0).astype(np.uint8), (300, 1))
    turn = cv2.getRotationMatrix2D((150, 150), 30, 1.0)
    turned = cv2.warpAffine(stripes, turn, (300, 300), borderMode=cv2.BORDER_REFLECT)
    assert stripe_angle(stripes) == pytest.approx(0, abs=1)
    assert stripe_angle(turned) == pytest.approx(-30, abs=2)


def test_separators_of_element_strings_are_kept() -> None:
    barcode = zxingcpp.create_barcode(
        "(01)09501101530003(10)L7(21)S1", zxingcpp.BarcodeFormat.DataMatrix, gs1=True
    )
    printed = cv2.copyMakeBorder(
        np.array(barcode.to_image(scale=5)), *(20,) * 4, cv2.BORDER_CONSTANT, value=255
    )
    assert texts(read_codes(photo(printed))) == {"010950110153000310L7\x1d21S1"}


@pytest.mark.skipif(not pyzbar_available(), reason="needs libzbar0")
def test_a_linear_code_nobody_expects_is_confirmed_by_the_second_reader() -> None:
    (seen,) = read_codes(photo(label(EAN, "EAN13")))
    assert (seen.text, seen.readers) == (EAN, ("zxing", "zbar"))
    assert trusted(seen)


def test_reads_without_the_second_library() -> None:
    script = (
        "import sys; sys.modules['pyzbar.pyzbar'] = None\n"
        "from firmware_bridge.vision.codes import pyzbar_available, read_codes, trusted\n"
        "(seen,) = read_codes(sys.stdin.buffer.read())\n"
        "print(pyzbar_available(), seen.text, *seen.readers, trusted(seen))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=photo(label(EAN, "EAN13")), capture_output=True, check=True
    )
    assert done.stdout.decode().split() == ["False", EAN, "zxing", "False"]


def test_several_labels_are_all_seen() -> None:
    both = photo(label(EAN, "EAN13"), label("S/N 4711", "DataMatrix", 5))
    assert texts(read_codes(both)) == {EAN, "S/N 4711"}


def test_a_short_interleaved_code_is_read_and_not_trusted() -> None:
    (seen,) = read_codes(photo(label("123456", "ITF")))
    assert (seen.text, seen.readers) == ("123456", ("zxing",))
    assert not trusted(seen)


def test_one_of_four_digits_is_no_code() -> None:
    assert read_codes(photo(label("1234", "ITF"))) == ()


@pytest.mark.parametrize("size", [(16, 16), (16, 4000), (4000, 16), (480, 640), (1200, 2000)])
def test_a_photo_without_codes_has_none(size: tuple[int, int]) -> None:
    flat = np.full(size, 128, np.uint8)
    assert read_codes(cv2.imencode(".jpg", flat)[1].tobytes()) == ()


def test_what_is_no_photo_is_refused() -> None:
    with pytest.raises(UnreadablePhoto):
        read_codes(b"no photo")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("012345678905", "0012345678905", True),
        ("012345678905", "00012345678905", True),
        ("(01)09501101530003(21)S1", "010950110153000321S1", True),
        ("010950110153000310L7\x1d21S1", "010950110153000310L721S1", True),
        (f"010{EAN}", EAN, True),
        ("9501101530004", "09501101530004", False),
        ("LPN-1", "lpn-1", False),
        ("0417", "417", False),
    ],
)
def test_codes_are_compared_as_numbers_of_items_or_exactly(one: str, other: str, same: bool) -> None:
    assert same_code(one, other) is same
    assert same_code(other, one) is same


@pytest.mark.parametrize(
    ("seen", "expected", "verdict"),
    [
        (SeenCode(EAN, "EAN13", ("zxing",)), set(), False),
        (SeenCode(EAN, "EAN13", ("zbar",)), set(), False),
        (SeenCode(EAN, "EAN13", ("zxing",)), {"LPN-1"}, False),
        (SeenCode(EAN, "EAN13", ("zxing",)), {EAN}, True),
        (SeenCode(EAN, "EAN13", ("zxing", "zbar")), set(), True),
        (SeenCode("S/N 4711", "DataMatrix", ("zxing",)), set(), True),
    ],
)
def test_trust_needs_a_reason(seen: SeenCode, expected: set[str], verdict: bool) -> None:
    assert trusted(seen, expected.__contains__) is verdict


def corners(degrees: float, side: int = 1000) -> np.ndarray:
    """Give where the corners of the printed bars come to lie in `photo` with one label turned."""
    printed = label(EAN, "EAN13")
    dark_rows, dark_columns = np.nonzero(printed < 128)
    left, right = 200 + dark_columns.min(), 200 + dark_columns.max()
    top, bottom = 150 + dark_rows.min(), 150 + dark_rows.max()
    flat = np.array([[left, top, 1], [right, top, 1], [right, bottom, 1], [left, bottom, 1]], float)
    return flat @ cv2.getRotationMatrix2D((side / 2, side / 2), degrees, 1.0).T


@pytest.mark.parametrize("degrees", [0, 12, 37, 90])
def test_a_code_is_told_with_its_place_in_the_photo(degrees: float) -> None:
    """Its middle lies within the printed bars, whichever view of the photo it was read in."""
    (seen,) = read_codes(photo(label(EAN, "EAN13"), degrees=degrees), {EAN}.__contains__)
    x, y = np.array(seen.box).mean(axis=0)
    assert cv2.pointPolygonTest(corners(degrees).astype(np.float32), (float(x), float(y)), False) > 0


def test_bars_too_soft_to_tell_apart_in_one_row_are_read_from_many() -> None:
    """Noise that hides every single row of a label is gone in the mean of its rows."""
    gray = decode(photo(label(EAN, "EAN13", 2)))
    hard = np.clip(gray + RANDOM.normal(0, 60, gray.shape), 0, 255).astype(np.uint8)
    plain = cv2.imencode(".png", hard)[1].tobytes()
    assert not any(code.text == EAN for code in zxing.read_live(hard))
    assert EAN in texts(read_codes(plain))


@pytest.mark.parametrize("rows", [1, 2, 9])
def test_a_picture_of_a_few_rows_is_read_too(rows: int) -> None:
    strip = label(EAN, "EAN13")[60 : 60 + rows]
    assert texts(read_codes(cv2.imencode(".png", strip)[1].tobytes())) == {EAN}


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("IJTDKB20U887718156", "JTDKB20U887718156"),  # a number whose check is right
        ("IJTDKB20U987718156", "IJTDKB20U987718156"),  # one whose check is wrong
        ("JTDKB20U887718156", "JTDKB20U887718156"),
        ("I-4711", "I-4711"),
    ],
)
def test_the_import_mark_is_no_part_of_a_vehicles_number(text: str, bare: str) -> None:
    assert bare_vehicle_number(text) == bare


def seen(text: str, symbology: str, readers: tuple[str, ...], looks: int = 1, *, at: int = 0) -> SeenCode:
    box = ((at, 0.0), (at + 90.0, 0.0), (at + 90.0, 30.0), (at, 30.0))
    return SeenCode(text, symbology, readers, box, looks)


def test_of_two_codes_in_one_place_the_better_seen_one_is_told() -> None:
    both, one = seen(EAN, "EAN13", ("zxing", "zbar")), seen("4006381333931", "EAN13", ("zbar",), 3)
    assert settled((one, both)) == (both,)
    elsewhere = seen("4006381333931", "EAN13", ("zbar",), 3, at=500)
    assert settled((elsewhere, both)) == (elsewhere, both)


def test_what_one_reader_saw_once_in_worked_over_pixels_is_not_told() -> None:
    once = replace(seen(EAN, "EAN13", ("zxing",)), plain=False)
    assert settled((once,)) == ()
    assert settled((replace(once, looks=2),)) != ()
    assert settled((replace(once, symbology="Code128"),)) != ()


def test_readers_agree_only_where_they_read_the_same_pixels() -> None:
    once, again = (seen(EAN, "EAN13", (reader,)) for reader in ("zxing", "zbar"))
    (code,) = added((once,), (again,))
    assert (code.readers, code.looks) == (("zxing",), 2)
    assert not trusted(code)
