"""Evidence packs as files: the ZIP, its reading with limits, and the printed page."""

import rfc8785

from station.adapters.packs.sheets import as_pdf as sheet
from station.adapters.packs.writing import write

__all__ = ["canonical", "sheet", "write"]


def canonical(value: object) -> bytes:
    """Write plain values as RFC 8785 has them: the same value is the same bytes everywhere."""
    data: bytes = rfc8785.dumps(value)  # type: ignore[arg-type]
    return data
