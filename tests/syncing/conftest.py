"""A station and a central that is really served."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.shipped import Carrier, CentralHouse, central_house, enrolled
from tests.support.stations import Rig


@pytest.fixture
def central(tmp_path: Path) -> Iterator[CentralHouse]:
    with central_house(tmp_path / "central") as central:
        yield central


@pytest.fixture
def way(rig: Rig, central: CentralHouse) -> Iterator[Carrier]:
    """A way to central over which all of the rig's journal has gone."""
    way = enrolled(rig, central)
    way.round()
    assert not way.waits()
    yield way
    way.client.close()
