"""Be known to central: by a code that counts once, under the key that signs this station's journal."""

from dataclasses import replace

from station.domain.sync.messages import Enrolled, Enrolment
from station.domain.sync.standing import Standing
from station.ports import World
from station.sync_ports import Central


def ask(world: World, central: Central, code: str) -> Enrolled:
    """Show central the code and the station's verifier key.

    Raises CentralUnreachable, CentralRefused, KeysUnusable.
    """
    key = world.signer.keys()[0]
    house = world.house
    return central.enrol(Enrolment(code, house.station, house.name, str(key), house.version))


def begin(world: World) -> None:
    """Begin with a central: what is parked stays parked, and central says itself what it has."""
    with world.begin() as uow:
        was = uow.shipping.standing()
        uow.shipping.stand(replace(Standing(), size=was.size, marks=was.marks))
