"""Ask a supervisor of each signal whether it was so, before the item is taken off hold."""

from station.domain.bench import AskKind, Bench
from station.domain.errors import DomainError, Reason
from station.domain.signals import Finding, unsettled
from station.services.approving import ask_supervisor
from station.services.signals import read
from station.services.turn import Turn

# Facts of a signal that go with a question start so, to keep them apart from what the question is about.
SEEN = "seen_"


def ask_findings(turn: Turn, inspection: str, said: str = "") -> Bench:
    """Ask of each signal that waits whether it was so; then a supervisor answers for all of it.

    ``said`` is what was found so far, as ``kind:finding`` words. Nothing is written down before the PIN.
    """
    known = turn.uow.inspections.get(inspection)
    settled = read(said)
    waits = next((signal for signal in unsettled(known.signals) if signal.kind not in settled), None)
    if waits is None:
        return ask_supervisor(turn, "release", inspection=inspection, findings=said)
    seen = {f"{SEEN}{name}": value for name, value in waits.seen.items()}
    about = {"inspection": inspection, "lpn": known.item.lpn, "signal": waits.kind.value, "findings": said}
    return turn.bench.settled().asks(AskKind.FINDING, tuple(Finding), **about, **seen)


def found(turn: Turn, option: str) -> Bench:
    """Take what was found of the signal that is asked about. Raises NOT_NOW."""
    ask = turn.bench.ask
    if ask is None:
        raise DomainError(Reason.NOT_NOW)
    said = f"{ask.about['findings']} {ask.about['signal']}:{option}".strip()
    return ask_findings(turn, ask.about["inspection"], said)
