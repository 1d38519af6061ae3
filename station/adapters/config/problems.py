"""Problems are collected while reading goes on, and told all at once."""

from collections.abc import Iterable

from station.domain.problems import Problem


class ConfigError(Exception):
    """Refuse a configuration. ``problems`` holds every one of them; the text has one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class Problems:
    """Collect problems while reading goes on with blanks in place of what was wrong."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self._said: set[tuple[str, object]] = set()

    def add(self, problem: Problem) -> None:
        """Keep a problem; the same one said twice counts once."""
        said = str(problem), problem.path
        if said not in self._said:
            self._said.add(said)
            self.found.append(problem)

    @property
    def full(self) -> bool:
        """Tell whether further problems are only counted, if at all."""
        return False

    def raise_any(self) -> None:
        """Raise ConfigError with all that was found, or nothing."""
        if self.found:
            raise ConfigError(self.found)
