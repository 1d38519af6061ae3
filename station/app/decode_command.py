"""``station decode``: the codes in pictures, by the pipeline that reads photos of items."""

import argparse
import json
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firmware_bridge.decode.gtin import is_gtin
from firmware_bridge.vision.codes import SeenCode, read_gray, trusted
from firmware_bridge.vision.compare import comparison_form
from firmware_bridge.vision.photo import MAX_BYTES, UnreadablePhoto, decode

# In a folder only these are pictures; a file that is named is opened whatever its name.
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff"})
GS = "\x1d"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="pictures, or folders of them")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Read every picture and print what is in it; 1 if any could not be read."""
    files: Iterable[dict[str, Any]] = map(facts, _found(options.paths))
    if options.json:
        files = list(files)
        print(json.dumps({"files": files}, ensure_ascii=False))
        return _exit_code(files)
    return _exit_code(map(_shown, files))


def _exit_code(files: Iterable[dict[str, Any]]) -> int:
    unread = [file for file in files if file["error"] is not None]
    return int(bool(unread))


def _found(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from _pictures(path) if path.is_dir() else (path,)


def _pictures(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(place, name) for name in sorted(names) if Path(name).suffix.lower() in SUFFIXES)


def facts(path: Path) -> dict[str, Any]:
    """Say what is in one file, or why it cannot be read; the time is that of reading, not of opening."""
    try:
        gray = decode(_content(path))
    except UnreadablePhoto as error:
        return _unread(path, str(error))
    except OSError as error:
        return _unread(path, error.strerror or str(error))
    began = time.perf_counter()
    seen = read_gray(gray)
    milliseconds = round((time.perf_counter() - began) * 1000, 1)
    return {
        "path": str(path),
        "milliseconds": milliseconds,
        "codes": [_code(code) for code in seen],
        "error": None,
    }


def _content(path: Path) -> bytes:
    if not path.exists():
        raise UnreadablePhoto("no such file")
    if not path.is_file():
        raise UnreadablePhoto("not a file")
    if path.stat().st_size > MAX_BYTES:
        raise UnreadablePhoto(f"{path.stat().st_size} bytes, at most {MAX_BYTES}")
    return path.read_bytes()


def _unread(path: Path, why: str) -> dict[str, Any]:
    return {"path": str(path), "milliseconds": None, "codes": [], "error": why}


def _code(code: SeenCode) -> dict[str, Any]:
    number = comparison_form(code.text)
    return {
        "text": code.text,
        "symbology": code.symbology,
        "gtin": number if is_gtin(number) else None,
        "position": [list(corner) for corner in code.box or ()],
        "readers": list(code.readers),
        "trusted": trusted(code),
    }


def _shown(file: dict[str, Any]) -> dict[str, Any]:
    if file["error"] is not None:
        print(f"{file['path']}: cannot be read: {file['error']}")
        return file
    print(f"{file['path']}: {len(file['codes'])} codes, {file['milliseconds']} ms")
    for code in file["codes"]:
        print(f"  {_printable(code['text'])}  {code['symbology']}  {_how_sure(code)}  at {_middle(code)}")
    return file


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else f"<{ord(sign):02X}>" for sign in text.replace(GS, "<GS>"))


def _how_sure(code: dict[str, Any]) -> str:
    return f"{' and '.join(code['readers'])}, {'trusted' if code['trusted'] else 'not trusted'}"


def _middle(code: dict[str, Any]) -> str:
    return ",".join(f"{sum(axis) / len(axis):.0f}" for axis in zip(*code["position"], strict=True))
