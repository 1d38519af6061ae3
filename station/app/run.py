"""Start everything in order, and stop everything in reverse."""

import contextlib
from collections.abc import Iterator, Sequence

from station.app.wiring import Part


@contextlib.contextmanager
def started(parts: Sequence[Part]) -> Iterator[None]:
    """Start parts in order; stop those that were started in reverse, whatever happens."""
    with contextlib.ExitStack() as running:
        for part in parts:
            part.start()
            running.callback(part.stop)
        yield
