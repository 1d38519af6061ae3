"""The worked example of docs/drivers.md works, as it stands on the page."""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_bridge.decode.dialect import Broken, Code, Dialect, Said, Signal
from firmware_bridge.drivers import table
from firmware_bridge.drivers.settings import DEFAULT_HABITS, Habits
from firmware_bridge.events import BrokenReason, DeviceKnown, DeviceUp, ScanRead
from firmware_bridge.sim.scanner import PtyScanner
from firmware_bridge.supervisor import ScannerSettings, ScannerSupervisor

from .conftest import QUICK, Inbox, until

PAGE = Path(__file__).parents[2] / "docs" / "drivers.md"
FILE, LINE = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)


def module_of(source: str) -> types.ModuleType:
    """Import a file as it stands on the page."""
    module = types.ModuleType("lumen")
    sys.modules["lumen"] = module  # where dataclasses look for the annotations of a class
    exec(compile(source, str(PAGE), "exec"), module.__dict__)  # the page is ours
    return module


LUMEN: Callable[[Habits], Dialect] = module_of(FILE).Lumen


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> str:
    """Put the line of the page into the table."""
    made = eval(LINE, {**vars(table), "Lumen": LUMEN})  # the page is ours
    monkeypatch.setitem(table.DRIVERS, made.name, made)
    return str(made.name)


@pytest.fixture
def lumen(
    scanner: PtyScanner, settings: ScannerSettings, inbox: Inbox, driver: str
) -> Iterator[ScannerSupervisor]:
    watcher = ScannerSupervisor(replace(settings, driver=driver, backoff=QUICK), inbox)
    watcher.start()
    yield watcher
    watcher.stop()


def test_a_scan_goes_through_it_over_a_pty(
    scanner: PtyScanner, lumen: ScannerSupervisor, inbox: Inbox
) -> None:
    inbox.next(DeviceUp)
    until(lambda: scanner.heard == b"?")
    scanner.write(b"[Lumen 7]")
    assert inbox.next(DeviceKnown).spec.model == "Lumen 7"
    scanner.write(b"{40063")
    scanner.write(b"81333931}")
    assert inbox.next(ScanRead).data == "4006381333931"
    until(lambda: scanner.heard == b"?+")
    lumen.signal(Signal.WRONG)
    until(lambda: scanner.heard == b"?+!2!2")


def codes(chunks: list[bytes]) -> list[Said]:
    dialect = LUMEN(replace(DEFAULT_HABITS, max_length=64))
    return [said for chunk in chunks for said in dialect.feed(chunk, 0.0) if isinstance(said, Code)]


@given(st.lists(st.text("ABC0123456789", max_size=64), max_size=8), st.integers(1, 9))
def test_any_chunking_gives_the_same_codes(texts: list[str], size: int) -> None:
    stream = b"".join(b"{%s}" % text.encode() for text in texts)
    chunks = [stream[at : at + size] for at in range(0, len(stream), size)]
    assert codes(chunks) == [Code(text.encode()) for text in texts]


@given(st.lists(st.binary(max_size=200), max_size=8))
def test_any_bytes_do_no_harm(chunks: list[bytes]) -> None:
    dialect = LUMEN(replace(DEFAULT_HABITS, max_length=64))
    for number, chunk in enumerate(chunks):
        dialect.feed(chunk, float(number))
        assert dialect.pending <= 64
    given_up = list(dialect.tick(1e9))
    assert dialect.pending == 0
    assert all(isinstance(said, Broken) and said.reason is BrokenReason.INCOMPLETE for said in given_up)
