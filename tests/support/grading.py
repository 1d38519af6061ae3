"""Items that are graded twice, and who does it."""

from dataclasses import replace

from station.domain.blind import Blind
from station.domain.grading_pairs import PairKind, Rated
from station.domain.identifiers import Lpn
from station.domain.people import Person, Role
from tests.support.made import NOON
from tests.support.stations import Rig
from tests.support.work import to_bin, to_verdict


def drawing(rig: Rig, share: float, calibration: int = 0) -> None:
    """Let a share of finished inspections be drawn from now on."""
    house = replace(rig.world.house, second_grades=share, calibration_per_shift=calibration)
    rig.world = replace(rig.world, house=house)


def graded_item(rig: Rig) -> None:
    """Let the first operator grade a sealed item and put it into its bin."""
    to_verdict(rig)
    to_bin(rig)


def second_grader(rig: Rig, number: int, role: Role = Role.OPERATOR) -> Person:
    with rig.world.read() as uow:
        return uow.people.get(rig.person(role, number).id)


def blinds_of(rig: Rig, kind: PairKind) -> list[Blind]:
    """Return everything of a kind, done or not."""
    from station.adapters.local.codec import decode

    with rig.world.read() as uow:
        rows = uow.blinds._connection.exec_driver_sql("SELECT data FROM blinds").scalars()  # type: ignore[attr-defined]
        found = [decode(data, Blind) for data in rows]
    return [blind for blind in found if blind.kind is kind]


def plain_blind(id_: str) -> Blind:
    return Blind(
        id=id_,
        kind=PairKind.SECOND,
        inspection="i-1",
        lpn=Lpn("L07-0000001-1"),
        checklist="form",
        version=3,
        category="kitchen",
        known=Rated("dana", None),
        graders=("dana",),
        since=NOON,
    )
