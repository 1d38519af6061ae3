"""Item numbers, as scanners and cameras read them."""

from __future__ import annotations

import re
from typing import Final

_GTIN: Final = re.compile(r"\d{8}|\d{12,14}", re.ASCII)


def is_gtin(text: str) -> bool:
    """Say whether `text` is 8, 12, 13 or 14 digits with a valid check digit (GS1 7.9.1)."""
    return _GTIN.fullmatch(text) is not None and _weighted_sum(text) % 10 == 0


def _weighted_sum(digits: str) -> int:
    return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(reversed(digits)))
