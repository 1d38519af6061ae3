"""When two texts are the same code."""

import re
from typing import Final

from firmware_bridge.decode.gtin import is_gtin

# What DataBar and many DataMatrix codes hold: one element string, the item number and nothing else.
_LONE_GTIN: Final = re.compile(r"01\d{14}", re.ASCII)
# All letters but I, O and Q, which look like digits.
_VEHICLE: Final = re.compile(r"[A-HJ-NPR-Z0-9]{8}[0-9X][A-HJ-NPR-Z0-9]{8}", re.ASCII)
_VEHICLE_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_DECORATION: Final = str.maketrans("", "", "\x1d()")


def same_code(one: str, other: str) -> bool:
    """Compare GTINs by their 14 digits, anything else exactly but for separators and parentheses."""
    return comparison_form(one) == comparison_form(other)


def comparison_form(text: str) -> str:
    """Give the form in which readers and lists spell one code alike."""
    bare = text.translate(_DECORATION)
    number = bare.removeprefix("01") if _LONE_GTIN.fullmatch(bare) else bare
    return number.zfill(14) if is_gtin(number) else bare


def bare_vehicle_number(text: str) -> str:
    """Take the import mark off a vehicle's number: its label often encodes an I before the 17 characters.

    A number never holds an I, and its ninth character is a check of all others (ISO 3779, 49 CFR 565.15).
    """
    number = text[1:]
    return number if text.startswith("I") and _is_vehicle_number(number) else text


def _is_vehicle_number(text: str) -> bool:
    if _VEHICLE.fullmatch(text) is None:
        return False
    total = sum(weight * _value(letter) for weight, letter in zip(_VEHICLE_WEIGHTS, text, strict=True))
    return text[8] == "0123456789X"[total % 11]


def _value(letter: str) -> int:
    # A to I stand for 1 to 9, J to R for 1 to 9, S to Z for 2 to 9.
    return int(letter) if letter.isdigit() else 1 + (ord(letter) - ord("A") + (letter >= "S")) % 9
