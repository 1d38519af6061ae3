"""An item on its way to the refurbisher, in the words of the people who send it there."""

import itertools
from collections.abc import Mapping
from dataclasses import replace

from station.domain.checklist import Question
from station.domain.disposition import Disposition
from station.domain.identifiers import BinCode
from station.domain.inspection import Inspection, State, current_question
from station.domain.people import Person, Role
from station.domain.refurbishing import Work
from station.domain.scanning import Command
from station.services.turn import checklist_of
from tests.support.stations import Rig
from tests.support.work import at_bench, in_hand, press, to_bin, unawaited

# Electronics that were opened, do not switch on and lack a cable; and the same after repair.
BROKEN = {"sealed": "no", "power": "no", "accessories": "minor"}
MENDED = {"sealed": "no"}
_SEEDS = itertools.count(100)
FORM = {"minutes": "", "warranty": "", "note": "", "refurbished": ""}


def to_refurbish(rig: Rig) -> Inspection:
    """Bring a broken item to its verdict; somebody is signed in at the bench."""
    product = unawaited(rig, "electronics", "electronics")
    show_another(rig, product.sku)
    rig.scan(product.gtin)
    press(rig, 1)
    known = judge(rig, BROKEN)
    assert known.route and known.route.disposition is Disposition.REFURBISH
    return known


def judge(rig: Rig, answers: Mapping[str, str]) -> Inspection:
    """Answer every question, the best where ``answers`` say nothing, and take every required photo."""
    for _ in range(40):
        known = in_hand(rig)
        if known.state is not State.OPEN:
            return known
        with rig.world.read() as uow:
            checklist = checklist_of(uow, known)
        question = current_question(known, checklist)
        press(rig, _number(question, answers) if question else Command.PHOTO)
    raise AssertionError(f"no end to it: {at_bench(rig).notice}")


def _number(question: Question, answers: Mapping[str, str]) -> int:
    """Return the key of a named choice, else of the first that costs nothing."""
    free = next(choice.id for choice in question.choices if not choice.caps)
    wanted = answers.get(question.id, free)
    return [choice.id for choice in question.choices].index(wanted) + 1


def show_another(rig: Rig, sku: str) -> None:
    """Put another unit of a product before the camera: no photo of it is like one of the unit before."""
    rig.show(sku)
    rig.camera.scene = replace(rig.camera.scene, seed=next(_SEEDS))


def refurbish(rig: Rig) -> Inspection:
    """Put a broken item into the refurbisher's bin."""
    known = to_refurbish(rig)
    to_bin(rig)
    return stored(rig, known.id)


def stored(rig: Rig, inspection: str) -> Inspection:
    with rig.world.read() as uow:
        return uow.inspections.get(inspection)


def work_on(rig: Rig, inspection: Inspection) -> Work:
    """Return the work that an inspection led to, which there must be."""
    with rig.world.read() as uow:
        (work,) = (w for w in uow.works.of(inspection.item.lpn) if w.inspection == inspection.id)
    return work


def somebody(rig: Rig, role: Role = Role.OPERATOR, number: int = 0) -> Person:
    with rig.world.read() as uow:
        return uow.people.get(rig.person(role, number).id)


def lies_in(rig: Rig, bin_: str) -> list[str]:
    with rig.world.read() as uow:
        return [lpn for _, lpn in uow.contents.of(BinCode(bin_))]
