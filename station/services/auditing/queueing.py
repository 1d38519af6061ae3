"""Put an inspection into the supervisor's queue, in the transaction of what makes it wait."""

from collections.abc import Mapping
from datetime import datetime

from station.domain.auditing import graders
from station.domain.inspection import Inspection
from station.domain.queue import Queued, Why, also
from station.ports import UnitOfWork

__all__ = ["enqueue", "graders"]


def enqueue(
    uow: UnitOfWork, known: Inspection, why: Why, at: datetime, told: Mapping[str, str] | None = None
) -> Queued:
    """Have an inspection wait for an audit for one more reason, and return how it stands.

    ``told`` are facts behind the reason, named after it, such as ``sample_plan``; nothing personal.
    """
    queued = also(uow.queue.of(known.id) or _fresh(known, at), why, told or {})
    uow.queue.put(queued)
    return queued


def _fresh(known: Inspection, at: datetime) -> Queued:
    return Queued(
        inspection=known.id,
        lpn=known.item.lpn,
        whys=(),
        grader=known.closed_by or known.opened_by,
        graders=tuple(sorted(graders(known))),
        category=known.item.category,
        value=known.item.value,
        since=at,
    )
