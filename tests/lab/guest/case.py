"""One case: what is shown, on which driver, and the function that shows it and returns a figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.lab.guest.host import Host


@dataclass(frozen=True, slots=True)
class Case:
    """Run `run`, which returns a figure in words or fails with AssertionError."""

    family: str
    name: str
    driver: str
    run: Callable[[Host], str]

    def is_wanted(self, words: list[str]) -> bool:
        """Tell whether it was asked for by family, driver or words of its name; without words all are."""
        text = f"{self.family} {self.name} {self.driver}"
        return not words or any(word in text for word in words)
