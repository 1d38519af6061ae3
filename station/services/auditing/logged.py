"""Keep what became of an inspection by audits where its page finds it."""

from station.domain.auditing import Audit, Audited
from station.domain.inspection import Inspection
from station.services.turn import Turn


def add(turn: Turn, entry: int, known: Inspection, what: Audited, **facts: str) -> None:
    """Add a line of what was done at the bench because of an audit; ``entry`` is that of the journal."""
    turn.uow.audits.add(Audit(entry, known.id, known.item.lpn, what, turn.person.id, turn.now, facts=facts))
