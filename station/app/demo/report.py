"""Tell how an unattended run went: a line an item, a summary, or one JSON object."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from station.app.demo.unattended import DrivenItem
from station.domain.inspection import State


def as_row(driven: DrivenItem) -> dict[str, Any]:
    """Return one item for ``--json``; a held item has the disposition "hold" and no bin."""
    inspection, route = driven.inspection, driven.inspection.route
    held = inspection.state is State.HELD
    return {
        "lpn": inspection.item.lpn,
        "sku": inspection.item.sku,
        "gtin": inspection.item.gtin,
        "rma": inspection.item.rma,
        "grade": route.graded.grade.value if route else None,
        "disposition": "hold" if held or route is None else route.disposition.value,
        "bin": None if held or route is None else route.bin,
        "rule": route.decision.row_id if route else None,
        "photos": [photo.sha256 for photo in inspection.photos],
        "seconds": round(driven.seconds, 3),
    }


def as_line(number: int, count: int, row: dict[str, Any]) -> str:
    """Return one item as a line for people."""
    return (
        f"{number:>3}/{count}  {row['lpn']}  {row['sku']:<10} {row['grade'] or '-'}  "
        f"{row['disposition']:<10} {row['bin'] or '-':<6} {len(row['photos'])} photos  {row['seconds']:.1f} s"
    )


def totals(driven: Sequence[DrivenItem], problems: Sequence[str], wanted: int) -> dict[str, Any]:
    """Count how the items ended; ``ok`` is what the exit code says."""
    states = Counter(item.inspection.state for item in driven)
    rows = [as_row(item) for item in driven]
    done = states[State.BINNED] + states[State.HELD]
    return {
        "items": len(driven),
        "binned": states[State.BINNED],
        "held": states[State.HELD],
        "photos": sum(len(row["photos"]) for row in rows),
        "dispositions": dict(Counter(row["disposition"] for row in rows)),
        "seconds": round(sum(item.seconds for item in driven), 3),
        "journal_problems": list(problems),
        "ok": done == wanted and not problems,
    }
