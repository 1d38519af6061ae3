"""Who may do an act, by role."""

from station.domain.errors import DomainError, Reason
from station.domain.people import Person, Role

_NEEDED = {Role.SUPERVISOR: Reason.NOT_ALLOWED, Role.MANAGER: Reason.MANAGER_NEEDED}


def need(person: Person, least: Role) -> None:
    """Let a person of this role or a higher one do an act. Raises NOT_ALLOWED or MANAGER_NEEDED."""
    if not person.role.at_least(least):
        raise DomainError(_NEEDED[least], name=person.name)
