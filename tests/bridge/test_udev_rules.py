"""The udev rule lets in the scanners that the bridge knows, and no keyboard of a person."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from firmware_bridge.discovery.words import SCANNER_VENDORS
from firmware_bridge.drivers.node_errors import UDEV_RULE
from firmware_bridge.sim.hid_reports import HONEYWELL

from .hid_facts import KEYBOARD, POS, TURNED

RULES = (Path(__file__).parents[2] / UDEV_RULE).read_text()
LINES = [line for line in RULES.splitlines() if line and not line.startswith("#")]


def test_every_list_of_vendors_has_all_of_them() -> None:
    lists = re.findall(r'idVendor\}=="([^"]+)"', "\n".join(LINES))
    assert len(lists) == 3
    assert all(set(ids.split("|")) == {f"{vendor:04x}" for vendor in SCANNER_VENDORS} for ids in lists)


def test_keyboards_are_let_in_by_vendor_only() -> None:
    (line,) = (line for line in LINES if '"input"' in line)
    assert "idVendor" in line and "uaccess" in line


@pytest.mark.parametrize(
    ("descriptor", "matches"), [(POS, True), (HONEYWELL, True), (TURNED, True), (KEYBOARD, False)]
)
def test_a_pos_scanner_of_any_maker_is_known_by_its_descriptor(
    tmp_path: Path, descriptor: bytes, matches: bool
) -> None:
    """Run the program that the rule runs, as udev does: without a shell, without a locale."""
    (words,) = re.findall(r'PROGRAM=="([^"]+)"', RULES)
    program, options, pattern, _ = words.split()
    file = tmp_path / "report_descriptor"
    file.write_bytes(descriptor)
    run = subprocess.run([program, options, pattern.strip("'"), str(file)], env={}, check=False)
    assert (run.returncode == 0) is matches
