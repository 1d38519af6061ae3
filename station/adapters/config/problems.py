"""What is wrong with a site's files: found all at once, and said so that whoever wrote them can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

# difflib's own 0.6 takes a code of five characters for another that shares three of them.
_ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. ``key`` says where in the file, ``line`` counts from 1 where it is known."""

    file: str
    key: str
    found: str
    expected: str
    nearest: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = f"{place}: {self.key}" if self.key else place
        hint = f'; did you mean "{self.nearest}"?' if self.nearest else ""
        return f"{where}: {self.found}; expected {self.expected}{hint}"


class ConfigError(Exception):
    """Refuse a configuration. ``problems`` holds every one of them; the text has one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class Problems:
    """Collect problems while reading goes on with blanks in place of what was wrong."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, problem: Problem) -> None:
        """Keep a problem; the same one said twice counts once."""
        if problem not in self.found:
            self.found.append(problem)

    def raise_any(self) -> None:
        """Raise ConfigError with all that was found, or nothing."""
        if self.found:
            raise ConfigError(self.found)


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the valid name that looks most like ``name``, None if none does. Case does not count."""
    by_form = {valid.casefold(): valid for valid in names}
    return next(
        (by_form[near] for near in get_close_matches(name.casefold(), by_form, n=1, cutoff=_ALIKE)), None
    )
