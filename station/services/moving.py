"""Move a bin's items on by one scan at the bench."""

from station.domain.bench import Bench, Say, Tone
from station.domain.inspection import State
from station.services import stock
from station.services.binning import send_again
from station.services.intake import shown
from station.services.turn import Turn


def move_on(turn: Turn, code: str) -> Bench:
    """Move the items of the bin on whose "move on" code was scanned.

    An item in hand stays as it is; one that no bin had room for is sent anew.
    """
    if turn.bench.ask:
        return turn.bench.says(Say.ANSWER_FIRST, Tone.ATTENTION, code=shown(code))
    moved = stock.move_on(turn.world, turn.uow, code, turn.person.id)
    waiting = turn.inspection
    if waiting and waiting.state is State.ROUTED and waiting.route and waiting.route.bin is None:
        return send_again(turn, waiting, waiting.route)
    return turn.bench.says(Say.BIN_MOVED_ON, Tone.GOOD, **facts(moved, turn.person.language))


def facts(moved: stock.MovedOn, language: str) -> dict[str, str]:
    """Name what is said of a bin that was moved on."""
    place = moved.center.name.in_language(language) if moved.center else ""
    return {"bin": moved.bin.code, "count": str(moved.count), "place": place}
