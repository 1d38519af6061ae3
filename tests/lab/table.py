"""The table that the lab prints."""

from __future__ import annotations

from typing import Any

FORMAT = "{:<44} {:<18} {:<7} {}"


def head() -> str:
    """Return the table's first lines."""
    return FORMAT.format("case", "driver", "result", "figure") + "\n" + "-" * 110


def row(result: dict[str, Any]) -> str:
    """Return one case's line."""
    good = "ok" if result["good"] else "FAILED"
    return FORMAT.format(result["case"], result["driver"], good, result["figure"])
