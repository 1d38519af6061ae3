"""``station decode`` from the outside: what it prints of pictures, and what it says of what is none."""

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import zxingcpp

from station.app.cli import main

EAN = "9501101530003"


def printed(text: str, kind: str, **options: Any) -> np.ndarray:
    barcode = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind), **options)
    return cv2.copyMakeBorder(np.array(barcode.to_image(scale=4)), *(30,) * 4, cv2.BORDER_CONSTANT, value=255)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pictures in folders within folders, and a list that is no picture."""
    (tmp_path / "below" / "deep").mkdir(parents=True)
    cv2.imwrite(str(tmp_path / "a.png"), printed(EAN, "EAN13"))
    cv2.imwrite(str(tmp_path / "below" / "b.JPG"), printed("L07-0000123-9", "QRCode"))
    cv2.imwrite(str(tmp_path / "below" / "deep" / "c.webp"), np.full((60, 80), 90, np.uint8))
    (tmp_path / "list.csv").write_text("path,text\n")
    return tmp_path


def read(capsys: pytest.CaptureFixture[str], *paths: Path) -> tuple[int, list[dict[str, Any]]]:
    code = main(["decode", "--json", *map(str, paths)])
    files: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["files"]
    return code, files


def test_folders_are_read_to_the_bottom(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, files = read(capsys, folder)
    assert code == 0
    assert [Path(file["path"]).name for file in files] == ["a.png", "b.JPG", "c.webp"]
    assert [[found["text"] for found in file["codes"]] for file in files] == [[EAN], ["L07-0000123-9"], []]
    assert all(file["error"] is None and file["milliseconds"] > 0 for file in files)


def test_a_code_is_told_with_all_that_is_known_of_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, [first, *_] = read(capsys, folder / "a.png")
    (code,) = first["codes"]
    assert (code["text"], code["symbology"], code["gtin"]) == (EAN, "EAN13", f"0{EAN}")
    assert code["readers"][0] == "zxing"
    assert code["trusted"] is (len(code["readers"]) == 2)
    height, width = cv2.imread(str(folder / "a.png"), 0).shape
    assert len(code["position"]) == 4
    assert all(0 <= x <= width and 0 <= y <= height for x, y in code["position"])


def test_upc_a_is_spelled_with_thirteen_digits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cv2.imwrite(str(tmp_path / "upc.png"), printed("012345678905", "UPCA"))
    _, [file] = read(capsys, tmp_path)
    assert [code["text"] for code in file["codes"]] == ["0012345678905"]


def test_what_cannot_be_read_is_said_and_the_rest_goes_on(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = (folder / "a.png").read_bytes()
    (folder / "cut.jpg").write_bytes((folder / "below" / "b.JPG").read_bytes()[:300])
    (folder / "moving.jpg").write_bytes(b"GIF89a" + b"\0" * 90)
    (folder / "nothing.jpg").write_bytes(b"")
    (folder / "z.png").write_bytes(good)
    code, files = read(capsys, folder, folder / "missing.jpg", Path("/dev/null"))
    assert code == 1
    said = {Path(file["path"]).name: file["error"] for file in files if file["error"]}
    assert said == {
        "cut.jpg": "image cut short",
        "moving.jpg": "a GIF, not a JPEG, PNG or WebP",
        "nothing.jpg": "empty file",
        "missing.jpg": "no such file",
        "null": "not a file",
    }
    assert [code["text"] for file in files if file["path"].endswith("z.png") for code in file["codes"]] == [
        EAN
    ]


def test_people_get_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cv2.imwrite(str(folder / "gs.png"), printed("(01)09501101530003(10)L7(21)S1", "DataMatrix", gs1=True))
    (folder / "moving.jpg").write_bytes(b"GIF89a")
    assert main(["decode", str(folder)]) == 1
    out = capsys.readouterr().out
    assert "010950110153000310L7<GS>21S1  DataMatrix  zxing, trusted" in out
    assert "moving.jpg: cannot be read: a GIF" in out


def test_nothing_to_read_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["decode"])
    assert left.value.code == 2
    assert "PATH" in capsys.readouterr().err
