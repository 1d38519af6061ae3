"""Bring a station's state up to an entry of its own that it had forgotten.

Central makes the same of it for its tables (``services.central.projecting``). What concerns the station
alone, and central passes over, stands here.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from station.domain.auditing.decisions import Audit, Audited
from station.domain.events import ItemBinned
from station.domain.identifiers import Lpn
from station.domain.people import Role
from station.ports import UnitOfWork, World
from station.projection_ports import Arrival
from station.rule_ports import InForce, RuleKey
from station.services.central.projecting.here import Here
from station.services.central.projecting.table import PROJECTIONS
from station.services.proof.told import ENDS


class Again(Here):
    """An entry that happens again where it was written: lines of audits stand by their own numbers here."""

    __slots__ = ()

    def log_of(self, inspection: str, lpn: Lpn, what: Audited, by: str = "", **more: Any) -> None:
        line = Audit(self.came.seq, inspection, lpn, what, by or self.came.actor, self.at)
        self.uow.audits.add(replace(line, **more))


def bring_up(world: World, uow: UnitOfWork, arrival: Arrival) -> set[str]:
    """Work one entry in, or leave all as it was; return the licence plates that it names.

    Raises CannotProject.
    """
    came = uow.projections.read(arrival)
    change = _HERE.get(came.kind) or PROJECTIONS.get(came.kind)
    if change:
        with uow.projections.guarded():
            change(Again(world, uow, came, came.seq))
    event: Any = came.event
    lpn = getattr(getattr(getattr(event, "inspection", None), "item", None), "lpn", None)
    printed = [event.names] if came.kind == "label_printed" else []
    return {str(each) for each in (lpn, *printed) if each}


def last_word(uow: UnitOfWork, arrival: Arrival) -> None:
    """Have an item stand as a later entry says, where one that was forgotten told of the same item."""
    if arrival.kind not in ENDS and arrival.kind != "item_binned":
        return
    event: Any = uow.projections.read(arrival).event
    if isinstance(event, ItemBinned):
        uow.contents.put(event.inspection, event.lpn, event.bin)
    else:
        uow.inspections.save(event.inspection)


def bump_plates(world: World, uow: UnitOfWork, plates: set[str]) -> None:
    """Draw no number for a licence plate that was drawn already by what was forgotten."""
    last = max((_number(world.house.station, plate) for plate in plates), default=0)
    while uow.inspections.lpn_numbers_drawn() < last:
        uow.inspections.next_lpn_number()


def _number(station: str, plate: str) -> int:
    head, _, rest = plate.partition("-")
    number = rest.partition("-")[0]
    return int(number) if head == f"L{station}" and number.isascii() and number.isdigit() else 0


def free_bench(uow: UnitOfWork) -> None:
    """Put down what the bench of that day had in hand and was done with since."""
    bench = uow.bench.load()
    if bench.inspection and uow.inspections.get(bench.inspection).closed_at is not None:
        uow.bench.save(replace(bench.put_down(), notice=None, revision=bench.revision + 1))


# What concerns the station alone -----------------------------------------------------------------


def _rules(here: Here) -> None:
    event = here.event
    here.uow.rules.publish(event.kind, event.id, event.version, event.content)


def _in_force(here: Here) -> None:
    event = here.event
    key = RuleKey(event.kind, event.id)
    here.uow.rules.put_in_force(InForce(key, event.version, here.at, here.came.actor))


def _role(here: Here) -> None:
    person = here.uow.people.maybe(here.event.person)
    if person:
        here.uow.people.save(replace(person, role=Role(here.event.role)))


def _unbound(here: Here) -> None:
    here.uow.bindings.remove(here.event.key)


def _ended(here: Here) -> None:
    person = here.uow.people.maybe(here.event.person)
    if person:
        here.uow.people.save(replace(person, ended_at=here.at))


def _given(here: Here) -> None:
    person = here.uow.people.maybe(here.event.person)
    if person:
        here.uow.people.save(replace(person, ended_at=None))


_HERE: Mapping[str, Callable[[Here], None]] = {
    "rules_published": _rules,
    "rules_put_in_force": _in_force,
    "key_made": lambda here: here.uow.tree.name_key(here.event.key),
    "key_rotated": lambda here: here.uow.tree.name_key(here.event.key),
    "bin_set": lambda here: here.uow.catalog.save_bin(here.event.bin),
    "work_center_set": lambda here: here.uow.catalog.save_center(here.event.center),
    "recall_set": lambda here: here.uow.recalls.add(here.event.recall),
    "recall_lifted": lambda here: here.uow.recalls.lift(here.event.recall),
    "device_bound": lambda here: here.uow.bindings.save(here.event.key, here.event.binding),
    "device_unbound": _unbound,
    "photos_pruned": lambda here: here.uow.shipping.prune(here.event.photos, here.came.seq),
    "person_changed": _role,
    "access_ended": _ended,
    "access_given": _given,
}
