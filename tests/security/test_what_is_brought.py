"""What comes in by scanner, camera, file or form, and what goes out as a file: data and no more."""

import csv
import io
import re
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.people import Role
from station.domain.scanning import Command, badge_in, command_in
from station.services.ledger import harmless
from tests.security.test_every_page import stored
from tests.support.stations import Rig
from tests.support.work import at_bench, entries
from tests.web.conftest import Browser
from tests.web.test_checklist_walk import send

INJECTIONS = (
    *("' OR '1'='1", "x'; DROP TABLE people; --", '" UNION SELECT pin_hash FROM people --'),
    *("RMA-10001' --", "%", "_", "\\", "1e400", "x" * 256),
)
CONTROLS = "".join(map(chr, range(32))) + "\x7f\x80\x9b\u200b\u202e\u2028"


def test_a_scan_is_a_value_in_every_query(rig: Rig) -> None:
    """It finds nothing but what is called so, and leaves nothing but the notice that nobody knows it."""
    rig.sign_in()
    before = stored(rig)
    for text in INJECTIONS:
        told = rig.scan(text)
        assert told.inspection is None and told.ask is None and told.notice, text
    after = stored(rig)
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {"bench", "sessions", "journal", "tree", "tree_nodes", "tree_keys"}
    assert {entry["kind"] for entry in entries(rig)[-len(INJECTIONS) :]} == {"scan_unknown"}


@given(st.text(st.sampled_from(CONTROLS + "AB1$^"), max_size=30))
def test_no_control_key_of_a_code_is_more_than_text(text: str) -> None:
    """BadBarcode: a code may spell Ctrl, Alt and Enter; what is not printed is no command."""
    assert command_in(text) is None or text.strip() in {command.printed for command in Command}
    assert badge_in(text) is None


def test_only_the_printed_codes_are_commands(rig: Rig) -> None:
    rig.sign_in()
    names = {command.value for command in Command}
    for word in (
        *names,
        *(name.lower() for name in names),
        "rm -rf /",
        "$(reboot)",
        "`id`",
        "\x1b[2J",
        "\x03",
        "\x12cmd\r",
    ):
        assert command_in(word) is None, word
        assert rig.scan(word).inspection is None


def test_a_scan_of_control_keys_leaves_the_record_readable(rig: Rig, browser: Browser) -> None:
    browser.sign_in()
    rig.scan(CONTROLS + "A")
    assert browser.post("/bench/scan", {"text": CONTROLS + "B"}).status_code == 200
    assert at_bench(rig).inspection is None
    assert browser.get("/bench").status_code == 200
    assert not [entry for entry in entries(rig) if "\x1b" in str(entry)]


# Pictures ---------------------------------------------------------------------------------------------


def png(width: int, height: int, packed: bytes) -> bytes:
    """Write a PNG whose header claims a size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


BOMBS = {
    "a hundred thousand pixels a side": png(100_000, 100_000, zlib.compress(bytes(1000))),
    "long and thin": png(1, 2_000_000, zlib.compress(bytes(1000))),
    "no size": png(0, 0, b""),
    "zeros that unfold": png(30_000, 30_000, zlib.compress(bytes(30_000_000))),
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "an archive": b"PK\x03\x04" + bytes(100),
    "a picture and a page": b"\xff\xd8\xff\xe0" + b"<script>alert(1)</script>",
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS.keys())
def test_what_is_no_picture_or_unfolds_too_far_is_refused_in_words(browser: Browser, data: bytes) -> None:
    browser.sign_in(Role.MANAGER)
    told = send(browser, data)
    assert told["say"] and "photo" not in told


# Files that go out ------------------------------------------------------------------------------------


@given(st.text(st.sampled_from("=+-@\t\r\n\0＝＋－＠'\",;|!A1 ()"), max_size=12))
def test_no_cell_of_an_export_is_a_formula(text: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerow([harmless(text)])
    (cell,) = next(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"))
    assert cell.removeprefix("'") == text.removeprefix("'")


def test_names_of_files_are_the_stations_own(browser: Browser) -> None:
    """No name from an address or a person stands in a header, so that none can end it."""
    browser.sign_in(Role.MANAGER)
    evil = 'x"%0d%0aSet-Cookie:%20a=b'
    odd = (f"/disposals/ledger.csv?from={evil}", f"/rules/{evil}/{evil}/export", f"/packs/{evil}/{evil}")
    for path in (
        *odd,
        f"/rules/policy/{evil}/export",
        "/rules/policy/policy/export",
        "/disposals/ledger.csv",
    ):
        told = browser.get(path)
        assert "a=b" not in told.headers.get("Set-Cookie", "")
        named = told.headers.get("Content-Disposition", 'attachment; filename="none"')
        assert re.fullmatch(r'(attachment|inline); filename="?[\w.\-]+"?', named), named
