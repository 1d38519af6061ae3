"""What rules ought to be looked at for, without being wrong: categories that no product has."""

from typing import Any

from station.domain.problems import Problem
from station.ports import UnitOfWork
from station.rule_ports import RuleKey


def hints_for(uow: UnitOfWork, key: RuleKey, value: Any) -> tuple[Problem, ...]:  # noqa: ARG001
    """Return what is worth a second look."""
    return ()
