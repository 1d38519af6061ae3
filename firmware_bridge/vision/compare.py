"""When two texts are the same code."""

import re
from typing import Final

_GTIN: Final = re.compile(r"\d{8}|\d{12,14}", re.ASCII)
# What DataBar and many DataMatrix codes hold: one element string, the item number and nothing else.
_LONE_GTIN: Final = re.compile(r"01\d{14}", re.ASCII)
_DECORATION: Final = str.maketrans("", "", "\x1d()")


def same_code(one: str, other: str) -> bool:
    """Compare GTINs by their 14 digits, anything else exactly but for separators and parentheses."""
    return comparison_form(one) == comparison_form(other)


def comparison_form(text: str) -> str:
    """Give the form in which readers and lists spell one code alike."""
    bare = text.translate(_DECORATION)
    number = bare.removeprefix("01") if _LONE_GTIN.fullmatch(bare) else bare
    return number.zfill(14) if is_gtin(number) else bare


def is_gtin(text: str) -> bool:
    """Say whether `text` is 8, 12, 13 or 14 digits with a valid check digit (GS1 7.9.1)."""
    return _GTIN.fullmatch(text) is not None and _weighted_sum(text) % 10 == 0


def _weighted_sum(digits: str) -> int:
    return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(reversed(digits)))
