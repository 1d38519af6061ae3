"""One-time codes by which a station is let in first: short enough to be typed with gloves on."""

from datetime import timedelta

# No I, L, O, U, 0 or 1: none is taken for another, and no word comes out. 30 signs, 16 of them: 78 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 4, 4
LENGTH = GROUPS * GROUP
LASTS = timedelta(days=1)


def shown(code: str) -> str:
    """Write a code in groups, as it is read aloud."""
    return "-".join(code[n : n + GROUP] for n in range(0, LENGTH, GROUP))


def typed(text: str) -> str:
    """Return a code as it is kept, however its groups were typed; empty for what cannot be one."""
    plain = "".join(sign for sign in text.upper() if sign not in "-  \t")
    return plain if len(plain) == LENGTH and all(sign in ALPHABET for sign in plain) else ""
