"""Bins and work centers are set up on screen: checked whole, kept whole, by those who may."""

import pytest

from station.domain.errors import DomainError, Reason
from station.domain.identifiers import BinCode
from station.domain.people import Person, Role
from station.services import shelving, stock
from tests.support.stations import Rig
from tests.support.work import payloads
from tests.support.workshop import somebody

BIN = {"code": "F-09", "use": "refurbish", "en": "Shelf 9", "he": "מדף 9", "ru": "", "center": "REPAIR"}
BIN |= {"categories": "kitchen, beauty", "capacity": "12"}


@pytest.fixture
def manager(rig: Rig) -> Person:
    return somebody(rig, Role.MANAGER)


def named(problems: shelving.Problems) -> list[tuple[str, str]]:
    return [(problem.key, str(problem)) for problem in problems]


def test_a_bin_is_added_and_scanned(rig: Rig, manager: Person) -> None:
    assert shelving.add_bin(rig.world, manager, BIN) == ()
    with rig.world.read() as uow:
        made = uow.catalog.bin(BinCode("F-09"))
        assert uow.catalog.find(("F-09",))
    assert (made.categories, made.center, made.capacity) == (("kitchen", "beauty"), "REPAIR", 12)
    assert payloads(rig, "bin_set")[0]["bin"]["code"] == "F-09"


WRONG = [
    ("code", "", "expected a code"),
    ("code", "$F-9", "expected a code"),
    ("code", "F" * 21, "expected a code"),
    ("code", "F-01", "F-01 names something already"),
    ("code", "KT-17", "KT-17 names something already"),
    ("use", "repair", "expected one of restock"),
    ("en", "", "is empty"),
    ("he", "x" * 81, "found 81 characters"),
    ("en", "a\u202eb", "some text on one line"),
    ("categories", "kitchn", 'did you mean "kitchen"?'),
    ("center", "YARD", "expected one of"),
    ("center", "REPIAR", 'did you mean "REPAIR"?'),
    ("capacity", "0", "from 1 to 100000"),
    ("capacity", "-3", "from 1 to 100000"),
    ("capacity", "1.5", "from 1 to 100000"),
    ("capacity", "9" * 30, "from 1 to 100000"),
]


@pytest.mark.parametrize(("name", "value", "said"), WRONG)
def test_a_mistake_is_named_by_its_field_and_nothing_is_kept(
    rig: Rig, manager: Person, name: str, value: str, said: str
) -> None:
    ((key, sentence),) = named(shelving.add_bin(rig.world, manager, {**BIN, name: value}))
    assert key == name
    assert said in sentence
    assert payloads(rig, "bin_set") == []


def test_all_mistakes_come_together(rig: Rig, manager: Person) -> None:
    problems = shelving.add_bin(rig.world, manager, {"capacity": "0", "categories": "toyz"})
    assert [problem.key for problem in problems] == ["code", "use", "en", "categories", "capacity"]


def seen(rig: Rig, code: str) -> str:
    with rig.world.read() as uow:
        return shelving.stamp(uow.catalog.bin(BinCode(code)))


def test_a_bin_is_changed_but_keeps_code_and_use(rig: Rig) -> None:
    supervisor = somebody(rig, Role.SUPERVISOR)
    given = {**BIN, "use": "disposal", "capacity": "", "categories": ""}
    assert shelving.change_bin(rig.world, supervisor, "F-01", seen(rig, "F-01"), given) == ()
    with rig.world.read() as uow:
        bin_ = uow.catalog.bin(BinCode("F-01"))
    assert (bin_.use, bin_.capacity, bin_.categories, bin_.place.en) == ("refurbish", None, (), "Shelf 9")


def test_the_second_of_two_who_change_a_bin_is_told_and_overwrites_nothing(rig: Rig, manager: Person) -> None:
    before = seen(rig, "F-01")
    shelving.change_bin(rig.world, manager, "F-01", before, {**BIN, "capacity": "5"})
    with pytest.raises(DomainError) as refused:
        shelving.change_bin(rig.world, manager, "F-01", before, {**BIN, "capacity": "7"})
    assert refused.value.reason is Reason.CHANGED_MEANWHILE
    with rig.world.read() as uow:
        assert uow.catalog.bin(BinCode("F-01")).capacity == 5


def test_who_may_not_is_refused(rig: Rig) -> None:
    operator, supervisor, was = somebody(rig), somebody(rig, Role.SUPERVISOR), seen(rig, "F-01")
    attempts = (
        (
            Reason.NOT_ALLOWED,
            lambda: shelving.change_bin(rig.world, operator, "F-01", was, BIN),
        ),
        (Reason.MANAGER_NEEDED, lambda: shelving.add_bin(rig.world, supervisor, BIN)),
        (Reason.MANAGER_NEEDED, lambda: shelving.add_center(rig.world, supervisor, {})),
        (Reason.NOT_ALLOWED, lambda: stock.mark(rig.world, operator, "F-01", True)),
    )
    for reason, attempt in attempts:
        with pytest.raises(DomainError) as refused:
            attempt()
        assert refused.value.reason is reason


def test_a_work_center_is_added_once(rig: Rig, manager: Person) -> None:
    center = {"code": "PAINT", "use": "refurbish", "en": "Paint shop"}
    assert shelving.add_center(rig.world, manager, center) == ()
    ((key, said),) = named(shelving.add_center(rig.world, manager, center))
    assert (key, "PAINT names something already" in said) == ("code", True)
    assert shelving.add_bin(rig.world, manager, {**BIN, "center": "PAINT"}) == ()
    assert [p["center"]["code"] for p in payloads(rig, "work_center_set")] == ["PAINT"]
