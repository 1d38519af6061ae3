"""Wait for what comes true by itself, with a deadline."""

import time
from collections.abc import Callable

PATIENCE = 20.0


def until(true: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Ask again and again until something is so."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
