"""Problems of files that may be wrong in every row: the first are told, the others counted."""

from station.adapters.config.problems import Problems
from station.domain.problems import Problem

# As many as anybody reads before mending the file.
MOST = 300


class CountedProblems(Problems):
    """Keep the first problems and count all that come after them."""

    def __init__(self, most: int = MOST) -> None:
        super().__init__()
        self._most = most
        self.more = 0

    @property
    def full(self) -> bool:
        return len(self.found) >= self._most

    def add(self, problem: Problem) -> None:
        if self.full:
            self.more += 1
        else:
            super().add(problem)
