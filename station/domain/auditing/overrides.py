"""A supervisor's word on an item: who may give it, and what it is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from station.domain.disposition import Disposition
from station.domain.errors import DomainError, Reason
from station.domain.grading import Grade
from station.domain.people import Person, Role
from station.domain.policy import Remedy


class OverrideReason(StrEnum):
    """Why a supervisor sends an item elsewhere. The order is the order of the keys."""

    RULE_DOES_NOT_FIT = "rule_does_not_fit"
    GRADED_TOO_HARD = "graded_too_hard"
    GRADED_TOO_SOFT = "graded_too_soft"
    CUSTOMER_AGREEMENT = "customer_agreement"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Override:
    """What replaces what was decided, with its reason and who answers for it.

    At the desk grade and remedy can change too; None where they stay. ``note`` is the commitment of what the
    supervisor wrote, empty for nothing.
    """

    was: Disposition
    to: Disposition
    reason: OverrideReason
    by: str
    at: datetime
    was_grade: Grade | None = None
    grade: Grade | None = None
    was_remedy: Remedy | None = None
    remedy: Remedy | None = None
    note: str = ""
    at_desk: bool = False


def may_audit(person: Person, graders: set[str]) -> None:
    """Let a supervisor act on work that is not their own. Raises NOT_ALLOWED or OWN_WORK."""
    if not person.role.at_least(Role.SUPERVISOR):
        raise DomainError(Reason.NOT_ALLOWED, name=person.name)
    if person.id in graders:
        raise DomainError(Reason.OWN_WORK, name=person.name)
