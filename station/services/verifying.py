"""Check that the record holds together, in one call; how it is done stands in ``station.services.proof``."""

from station.ports import World
from station.services.proof.checking import check


def check_journal(world: World) -> tuple[str, ...]:
    """Return everything that is wrong with the record, as sentences; nothing where it checks out."""
    return tuple(finding.text for finding in check(world).findings)
