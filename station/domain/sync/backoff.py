"""When to try again: full jitter, what the other side asked for, and one breaker a destination.

Full jitter: each pause is drawn evenly between nothing and a bound that doubles, so that stations that lost
central at one moment do not come back at one moment (AWS Architecture Blog, 2015, "Exponential Backoff And
Jitter"). Clocks go wrong by a year: a time to try again that is further ahead than any pause has come.
"""

from datetime import datetime, timedelta
from enum import StrEnum

FIRST_SECONDS = 2.0
LONGEST_SECONDS = 300.0
SHORTEST_SECONDS = 0.2
# Who asks for more than this is mistaken, or means harm.
LONGEST_ASKED_SECONDS = 3600.0
# After so many failures in a row nothing but one small question goes out until it is answered.
OPENS_AFTER = 5


class Breaker(StrEnum):
    """Whether anything is sent: as usual, nothing before its time, or one question to find out."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


def bound(attempts: int) -> float:
    """Return the longest pause after so many failures in a row, in seconds."""
    return min(FIRST_SECONDS * (1 << min(max(attempts, 1) - 1, 16)), LONGEST_SECONDS)


def pause(attempts: int, share: float, asked: float | None = None) -> float:
    """Return how long to wait after so many failures, in seconds; ``share`` is drawn evenly from 0 to 1.

    What the other side ``asked`` for is waited at least, and a part more, so that not all come at once.
    """
    drawn = max(SHORTEST_SECONDS, bound(attempts) * min(max(share, 0.0), 1.0))
    if asked is None or not asked > 0:
        return drawn
    return min(asked, LONGEST_ASKED_SECONDS) + min(drawn, FIRST_SECONDS)


def is_due(due: datetime | None, now: datetime) -> bool:
    """Tell whether it is time to try."""
    longest = timedelta(seconds=LONGEST_ASKED_SECONDS + FIRST_SECONDS)
    return due is None or due <= now or due - now > longest


def breaker(attempts: int, due: datetime | None, now: datetime) -> Breaker:
    """Tell how the breaker stands after so many failures in a row."""
    if attempts < OPENS_AFTER:
        return Breaker.CLOSED
    return Breaker.HALF_OPEN if is_due(due, now) else Breaker.OPEN
