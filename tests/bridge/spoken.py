"""Feeds a dialect by hand or has it speak with a simulated scanner, and gathers what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from hypothesis import strategies as st

from firmware_bridge.decode.dialect import About, Broken, Code, Dialect, Note, Said, Send
from firmware_bridge.events import DeviceUp, Trace
from firmware_bridge.sim.scanner import PtyScanner
from firmware_bridge.supervisor import ScannerSettings, ScannerSupervisor

from .conftest import Inbox

cuts = st.lists(st.integers(0, 400), max_size=12)


def codes(said: Iterable[Said]) -> list[bytes]:
    return [each.data for each in said if isinstance(each, Code)]


def sent(said: Iterable[Said]) -> list[bytes]:
    return [each.data for each in said if isinstance(each, Send)]


def notes(said: Iterable[Said]) -> list[str]:
    return [each.meaning for each in said if isinstance(each, Note)]


def abouts(said: Iterable[Said]) -> list[About]:
    return [each for each in said if isinstance(each, About)]


def faults(said: Iterable[Said]) -> list[Broken]:
    return [each for each in said if isinstance(each, Broken)]


def pieces(stream: bytes, where: list[int]) -> list[bytes]:
    """Cut a stream at some places."""
    edges = [0, *sorted(min(cut, len(stream)) for cut in where), len(stream)]
    return [stream[start:end] for start, end in pairwise(edges)]


def feed(dialect: Dialect, chunks: Iterable[bytes], now: float) -> list[Said]:
    """Feed chunks that arrive in one moment."""
    return [said for chunk in chunks for said in dialect.feed(chunk, now)]


def run_out(dialect: Dialect, now: float, seconds: float = 30.0) -> list[Said]:
    """Let time pass until the dialect waits for nothing."""
    said: list[Said] = []
    until = now + seconds
    while (due := dialect.due) is not None and due <= until:
        said += dialect.tick(max(now, due))
    assert dialect.due is None, "the dialect never comes to rest"
    return said


class Served:
    """A simulated scanner and the supervisor that reads it."""

    def __init__(self, link: Path, settings: ScannerSettings, inbox: Inbox) -> None:
        self.link, self.settings, self.inbox = link, settings, inbox
        self.traced: list[Trace] = []

    @contextmanager
    def by(self, mind: Callable[[bytes], bytes]) -> Iterator[tuple[PtyScanner, ScannerSupervisor]]:
        scanner = PtyScanner(self.link, mind=mind)
        scanner.start()
        watcher = ScannerSupervisor(self.settings, self.inbox, self.traced.append)
        watcher.start()
        self.inbox.next(DeviceUp)
        try:
            yield scanner, watcher
        finally:
            watcher.stop()
            scanner.stop()

    def traces(self, words: str) -> bool:
        return any(words in meaning for trace in list(self.traced) for meaning in trace.meaning)
