"""A station that may tell others on loopback, and somebody who listens."""

from collections.abc import Iterator

import pytest

from tests.support.receiver import Receiver, receiving, told
from tests.support.stations import Rig


@pytest.fixture
def out(rig: Rig) -> Rig:
    return told(rig)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver
