"""What an item weighs, as a scale said it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a scale showed at rest, in grams, and when."""

    grams: float
    at: datetime
    device: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight at rest in grams, when, by whom, and on which scale."""

    grams: float
    at: datetime
    by: str
    device: str
    simulated: bool
