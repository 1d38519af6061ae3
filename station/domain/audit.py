"""A supervisor's word on an item: who may give it, and what it is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from station.domain.disposition import Disposition
from station.domain.errors import DomainError, Reason
from station.domain.people import Person, Role


class OverrideReason(StrEnum):
    """Why a supervisor sends an item elsewhere. The order is the order of the keys."""

    RULE_DOES_NOT_FIT = "rule_does_not_fit"
    GRADED_TOO_HARD = "graded_too_hard"
    GRADED_TOO_SOFT = "graded_too_soft"
    CUSTOMER_AGREEMENT = "customer_agreement"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Override:
    """A disposition that replaces the decided one, with its reason and who answers for it."""

    was: Disposition
    to: Disposition
    reason: OverrideReason
    by: str
    at: datetime


def may_audit(person: Person, graders: set[str]) -> None:
    """Let a supervisor act on work that is not their own. Raises NOT_ALLOWED or OWN_WORK."""
    if not person.role.at_least(Role.SUPERVISOR):
        raise DomainError(Reason.NOT_ALLOWED, name=person.name)
    if person.id in graders:
        raise DomainError(Reason.OWN_WORK, name=person.name)
