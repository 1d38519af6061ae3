"""Who knows the answers of an item already."""

from station.ports import UnitOfWork


def has_audited(uow: UnitOfWork, inspection: str, person: str) -> bool:
    """Tell whether a person has ever audited an inspection, and so has seen its answers."""
    return any(audit.by == person for audit in uow.audits.of(inspection))
