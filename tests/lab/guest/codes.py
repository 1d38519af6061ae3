"""Codes to send: every length there is, no two alike."""

from __future__ import annotations

import random
import string

GS = "\x1d"
INNER = string.ascii_letters + string.digits + "-./+$% " + GS
OUTER = string.ascii_letters + string.digits


def code(length: int, chance: random.Random) -> str:
    """Make a code. Its ends are letters or digits: no blank and no AIM identifier hides there."""
    if length == 1:
        return chance.choice(OUTER)
    inner = "".join(chance.choices(INNER, k=length - 2))
    return chance.choice(OUTER) + inner + chance.choice(OUTER)


def of_all_lengths(count: int, longest: int, seed: int = 7) -> list[str]:
    """Make codes whose lengths run through 1 to `longest`, shuffled; never two alike in a row."""
    chance = random.Random(seed)
    lengths = [1 + number % longest for number in range(count)]
    chance.shuffle(lengths)
    codes: list[str] = []
    for length in lengths:
        fresh = code(length, chance)
        while codes and fresh == codes[-1]:
            fresh = code(length, chance)
        codes.append(fresh)
    return codes
