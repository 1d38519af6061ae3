"""A central of each test's own, on both engines where that may make a difference."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.engines import ENGINES
from tests.support.exchange import Central, central_at, central_on


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    with central_on(tmp_path / "central") as central:
        yield central


@pytest.fixture(params=ENGINES)
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Central]:
    with central_at(request.param, tmp_path / "central") as central:
        yield central


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Central]:
    """One central for tests that take a fresh station each, and ask for nothing beyond it."""
    with central_on(tmp_path_factory.mktemp("shared") / "central") as central:
        yield central
