"""A plug, an unplug and a change of permissions are noticed; nothing else is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from firmware_bridge.watch import Watch, fingerprint

DEADLINE = 10.0


@pytest.fixture
def dev(tmp_path: Path) -> Path:
    for folder in ("input", "serial/by-id"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


@pytest.fixture
def noticed(dev: Path) -> Iterator[threading.Event]:
    event = threading.Event()
    watch = Watch(event.set, seconds=0.005, dev=dev)
    watch.start()
    yield event
    watch.stop()
    watch.stop()


NODES = ["ttyACM0", "ttyUSB3", "hidraw1", "input/event7", "video0", "serial/by-id/usb-x"]


@pytest.mark.parametrize("name", NODES)
def test_each_kind_of_node_is_noticed_as_it_comes_changes_and_goes(dev: Path, name: str) -> None:
    seen = [fingerprint(dev)]
    for change in (Path.touch, lambda node: node.chmod(0o600), Path.unlink):
        change(dev / name)
        seen.append(fingerprint(dev))
    assert seen[0] == seen[3]
    assert len(set(seen)) == 3


def test_what_is_no_device_of_ours_is_not_looked_at(dev: Path) -> None:
    before = fingerprint(dev)
    (dev / "tty7").touch()
    (dev / "input/mouse0").touch()
    assert fingerprint(dev) == before


def test_the_owner_is_called(dev: Path, noticed: threading.Event) -> None:
    (dev / "hidraw0").touch()
    assert noticed.wait(DEADLINE)
    noticed.clear()
    (dev / "hidraw0").chmod(0o660)
    assert noticed.wait(DEADLINE)


def test_an_owner_that_fails_is_called_again(dev: Path, caplog: pytest.LogCaptureFixture) -> None:
    calls = [threading.Event(), threading.Event()]

    def fail() -> None:
        next(call for call in calls if not call.is_set()).set()
        raise RuntimeError("the owner is ill")

    watch = Watch(fail, seconds=0.005, dev=dev)
    watch.start()
    for number, call in enumerate(calls):
        (dev / f"video{number}").touch()
        assert call.wait(DEADLINE)
    watch.stop()
    assert "the owner failed" in caplog.text


def test_a_folder_that_is_not_there_yet_is_watched_too(tmp_path: Path) -> None:
    before = fingerprint(tmp_path)
    (tmp_path / "input").mkdir()
    (tmp_path / "input/event0").touch()
    assert fingerprint(tmp_path) != before
