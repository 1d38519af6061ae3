"""Items that are graded twice, and who does it."""

import atexit
import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from station.app.run import started
from station.domain.graders.blind import Blind
from station.domain.graders.pairs import PairKind, Rated
from station.domain.identifiers import Lpn
from station.domain.people import Person, Role
from station.domain.scanning import Command
from tests.support.made import NOON
from tests.support.stations import Rig, make_rig, stocked_rig
from tests.support.work import in_hand, open_item, press, to_bin, to_verdict


def drawing(rig: Rig, share: float, calibration: int = 0) -> None:
    """Let a share of finished inspections be drawn from now on."""
    house = replace(rig.world.house, second_grades=share, calibration_per_shift=calibration)
    rig.world = replace(rig.world, house=house)


def graded_item(rig: Rig) -> None:
    """Let the first operator grade a sealed item and put it into its bin."""
    to_verdict(rig)
    to_bin(rig)


def _wear(rig: Rig) -> None:
    """Let the first operator grade a worn item by its questions and photos, and put it into its bin."""
    open_item(rig)
    while not (known := in_hand(rig)).route:
        with rig.world.read() as uow:
            checklist = uow.rules.checklist(known.checklist, known.checklist_version)
        question = checklist.next_question(known.chosen)
        # Another picture for each photo: the same one would count once.
        rig.camera.scene = replace(rig.camera.scene, seed=rig.camera.scene.seed + 1)
        worn = question is not None and question.id in ("sealed", "damage", "packaging")
        press(rig, Command.PHOTO if question is None else 2 if worn else 1)
    to_bin(rig)


@cache
def _worn() -> Path:
    """Make one data folder for this process in which a worn item was graded and drawn."""
    folder = Path(tempfile.mkdtemp(prefix="worn-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with stocked_rig(folder / "data") as rig:
        drawing(rig, 1.0)
        _wear(rig)
    return folder / "data"


@contextlib.contextmanager
def worn_rig(folder: Path) -> Iterator[Rig]:
    """Start a rig in which a worn item waits for a second grade; whatever is finished later is drawn too."""
    shutil.copytree(_worn(), folder, ignore=shutil.ignore_patterns("station.lock", "run"))
    rig = make_rig(folder)
    rig.clock.advance(minutes=5)  # the work took a while by its own clock
    drawing(rig, 1.0, calibration=1)
    with started(rig.station.parts):
        yield rig


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
