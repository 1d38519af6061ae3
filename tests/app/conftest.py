"""The command sets up logging for the whole process, on a stream that ends with the test."""

from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture(autouse=True)
def logs_of_its_own() -> Iterator[None]:
    """Let no later test in this process write to the stream that this one captured."""
    yield
    structlog.reset_defaults()
