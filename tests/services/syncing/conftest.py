"""What tests of a central with a station begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.joined import Joined, joined


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Joined]:
    """A central and a station that took all that central loaded."""
    with joined(tmp_path) as pair:
        yield pair
