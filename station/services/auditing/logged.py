"""Keep what became of an inspection at the bench where its page at the desk finds it."""

from station.domain.auditing.decisions import Audit, Audited
from station.domain.auditing.overrides import Override
from station.domain.inspection import Inspection
from station.services.turn import Turn


def add(
    turn: Turn,
    entry: int,
    known: Inspection,
    what: Audited,
    by: str = "",
    override: Override | None = None,
    **facts: str,
) -> None:
    """Add a line; ``entry`` is its number in the journal, ``by`` who did it unless it is who works here."""
    who = by or turn.person.id
    line = Audit(entry, known.id, known.item.lpn, what, who, turn.now, override=override, facts=facts)
    turn.uow.audits.add(line)
