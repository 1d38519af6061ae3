"""Two stations with a past of their own, in which most that can happen did, made once for this process."""

import atexit
import contextlib
import random
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from station.app.run import started
from station.domain.auditing.overrides import OverrideReason
from station.domain.disposition import Disposition
from station.domain.errors import DomainError
from station.domain.identifiers import Gtin
from station.domain.people import Role
from station.domain.recalls import Recall
from station.domain.scanning import Command
from station.domain.texts import Texts
from station.services import claims, recalls
from station.services.grading import second
from station.services.sampling import judging
from tests.services.test_any_decisions import at_the_bench, decide, finish
from tests.services.test_reconciling import RMA, announce, judged
from tests.services.test_second_grades import through
from tests.support.desk import content
from tests.support.grading import drawing
from tests.support.projected import copied, other_rig
from tests.support.stations import Rig, make_rig, stocked_rig
from tests.support.work import expected, last_closed, of, option, press, step_up, to_bin, unawaited
from tests.support.workshop import judge, somebody

STEPS = 45
LINES = (("PT-24", 1), ("CB-40", 1))


@contextlib.contextmanager
def first(folder: Path) -> Iterator[Rig]:
    """Start station 07, of which everything was asked."""
    rig = make_rig(copied(_first(), folder))
    with started(rig.station.parts[:2]):
        yield rig


@contextlib.contextmanager
def other(folder: Path) -> Iterator[Rig]:
    """Start station 08, with a few items."""
    rig = make_rig(copied(_second(), folder), station="08")
    with started(rig.station.parts[:2]):
        yield rig


def _kept(name: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder / "data"


@cache
def _first(seed: int = 1) -> Path:
    folder = _kept("first")
    with stocked_rig(folder) as bare:
        rig = content(bare)
        rig.sign_in()
        _returns(rig)
        _decisions(rig, random.Random(seed))
        _beside(rig)
    return folder


@cache
def _second() -> Path:
    folder = _kept("second")
    with other_rig(folder) as bare:
        rig = content(bare)
        rig.sign_in()
        for chance in (random.Random(1), random.Random(2)):
            _item(rig, chance)
    return folder


def _returns(rig: Rig) -> None:
    """Take in one of two units of a return, say of the other that it is missing, and give an item up."""
    announce(rig, *LINES)
    rig.scan(RMA)
    rig.scan(of(rig, LINES[0][0]).gtin)
    judged(rig)
    press(rig, Command.PARCEL)
    option(rig, "missing")
    rig.scan(expected(rig, lines=2).rma)
    press(rig, 1, Command.BACK, 1)


def _decisions(rig: Rig, chance: random.Random) -> None:
    items = [_item(rig, chance) for _ in range(3)]
    for _ in range(STEPS):
        with contextlib.suppress(DomainError):
            chance.choice([decide, decide, at_the_bench])(rig, chance, items)
        if chance.random() < 0.2:
            items.append(_item(rig, chance))


def _item(rig: Rig, chance: random.Random) -> str:
    """Take an item in, put it into its bin or on hold, and have it drawn."""
    _taken(rig, chance.choice([{"sealed": "no", "power": "no"}, {"sealed": "yes"}]))
    if chance.random() < 0.3:
        press(rig, Command.HOLD, chance.randrange(1, 5))
    else:
        finish(rig)
    done = last_closed(rig)
    with rig.world.begin() as uow:
        judging.queue(uow, done, {"sample_plan": "G-II"}, rig.clock.now())
    return done.id


def _beside(rig: Rig) -> None:
    """Override at the bench, grade an item twice, begin a claim, call something back and lift it."""
    _taken(rig, {"sealed": "yes"})
    press(rig, Command.OVERRIDE)
    option(rig, Disposition.RESALE)
    option(rig, OverrideReason.CUSTOMER_AGREEMENT)
    step_up(rig)
    drawing(rig, 1.0)
    to_bin(rig)
    _grade_again(rig)
    by, known = somebody(rig, Role.MANAGER), last_closed(rig)
    typed = {"lpn": known.item.lpn, "kind": "carrier", "reason": "damaged"}
    problems, claim = claims.begin_typed(rig.world, by, {**typed, "known_on": rig.world.today.isoformat()})
    assert claim, problems
    for number in ("R-1", "R-2"):
        recall = Recall(number, Gtin("07290002780557"), Texts("Stop"), rig.clock.now(), by.id)
        recalls.set_recall(rig.world, recall, by)
    recalls.lift(rig.world, "R-1", by)


def _grade_again(rig: Rig) -> None:
    by = somebody(rig, Role.OPERATOR, 1)
    found = second.take(rig.world, by)
    assert found
    through(rig, by, found, lambda _: 2)
    drawing(rig, 0.0)


def _taken(rig: Rig, answers: dict[str, str]) -> None:
    rig.scan(unawaited(rig, "electronics", "electronics").gtin)
    press(rig, 1)
    judge(rig, answers)
