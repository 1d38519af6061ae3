"""How central says no to a station."""

from collections.abc import Mapping

from station.central_ports import Exchange
from station.domain.sync.messages import Refusal
from station.ports import World


class Refused(Exception):
    """Central does not do what a station asked: ``why``, and ``said`` for its log.

    ``more`` are facts by name that help the station to go on, ``after`` the seconds after which it may ask
    again.
    """

    def __init__(
        self, why: Refusal, said: str = "", more: Mapping[str, object] | None = None, after: int = 0
    ) -> None:
        super().__init__(said or why.value)
        self.why = why
        self.said = said
        self.more = more or {}
        self.after = after


def exchange_of(world: World) -> Exchange:
    """Return what central has for stations. Raises RuntimeError anywhere else."""
    if world.exchange is None:
        raise RuntimeError("this is a station, and no central")
    return world.exchange
