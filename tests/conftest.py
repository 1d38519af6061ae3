"""What every test gets: a station of its own, no socket beyond loopback, no thread left behind."""

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest

from station.ports import World
from tests.support.stations import Rig, stocked_rig

# Two workers on two cores: pictures drawn by threads of their own would only wait for each other.
cv2.setNumThreads(1)


def pytest_collection_finish() -> None:
    """Keep what was imported and collected from being looked through for garbage again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    leaked = [t for t in threading.enumerate() if t not in before and t.is_alive()]
    for thread in leaked:
        thread.join(timeout=10)
    assert not [t.name for t in leaked if t.is_alive()]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """A started station with the sample site, without metal; the camera shows drawn scenes."""
    with stocked_rig(tmp_path / "data") as rig:
        yield rig


@pytest.fixture
def world(rig: Rig) -> World:
    return rig.world
