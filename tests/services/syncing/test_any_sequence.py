"""Whatever is decided in whatever order, at central and at the station, and whenever the line is there."""

import atexit
import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.app.run import started
from station.domain.errors import DomainError
from station.domain.people import Role
from station.domain.scanning import Command
from station.services import recalls, rules
from station.services.central.feeding import FEED
from station.services.people import managing
from station.services.syncing.taking import parked_decisions
from tests.support import desk
from tests.support.joined import DirectCentral, Joined, central_of, joined, told
from tests.support.people import known, pin_of
from tests.support.stations import Rig, make_rig
from tests.support.work import last_closed, press, to_bin, unawaited
from tests.support.workshop import judge, show_another, somebody

ITEMS = 3


@cache
def _begun() -> tuple[Path, tuple[str, ...]]:
    """Make a central and a station with items that wait for an audit, once; the last one is on hold."""
    folder = Path(tempfile.mkdtemp(prefix="sequence-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with joined(folder / "pair") as pair:
        rig = pair.station
        rig.sign_in()
        items = []
        for number in range(ITEMS):
            product = unawaited(rig)
            show_another(rig, product.sku)
            rig.scan(product.gtin)
            press(rig, 1)
            judge(rig, {"sealed": "yes"})
            if number == ITEMS - 1:
                press(rig, Command.HOLD, 1)
            else:
                to_bin(rig)
            items.append(last_closed(rig).id)
            if number < ITEMS - 1:
                pair.draw(items[-1])
        pair.ship()
    return folder / "pair", tuple(items)


@contextlib.contextmanager
def begun() -> Iterator[tuple[Joined, tuple[str, ...]]]:
    source, items = _begun()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "pair"
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("station.lock", "run"))
        central, station = (
            central_of(make_rig(folder / "central", station="central")),
            make_rig(folder / "data"),
        )
        with started(central.station.parts), started(station.station.parts):
            yield Joined(central, station, DirectCentral(central, station.world.house.station)), items


def _toggle(pair: Joined) -> None:
    pair.line.online = not pair.line.online


def _take(pair: Joined) -> None:
    if pair.line.online:
        pair.take()


def _ship(pair: Joined) -> None:
    if pair.line.online:
        pair.ship()


def _recall(pair: Joined) -> None:
    world, by = pair.central.world, somebody(pair.central, Role.MANAGER)
    with world.read() as uow:
        here = {recall.id for recall in uow.recalls.all()}
    if "fresh" in here:
        recalls.lift(world, "fresh", by)
    else:
        recalls.set_recall(world, replace(next(iter(pair.central.site.recalls)), id="fresh"), by)


def _publish(pair: Joined) -> None:
    by = somebody(pair.central, Role.MANAGER)
    view = rules.begin(pair.central.world, rules.CONDITIONS, by)
    rules.publish(pair.central.world, rules.CONDITIONS, view.draft.revision, by)


def _access(pair: Joined) -> None:
    world, by = pair.central.world, somebody(pair.central, Role.MANAGER)
    person = pair.central.person(Role.OPERATOR).id
    act = managing.end_access if known(pair.central, person).may_enter else managing.give_access
    act(world, by, person, pin_of(pair.central))


def _rename(pair: Joined) -> None:
    by, person = (
        somebody(pair.central, Role.MANAGER),
        known(pair.central, pair.central.person(Role.OPERATOR).id),
    )
    given = {"name": person.name + "x", "role": person.role.value, "language": person.language}
    managing.change(pair.central.world, by, person.id, managing.stamp(person), given, "")


AT_LARGE: tuple[Callable[[Joined], None], ...] = (
    _toggle, _take, _ship, _recall, _publish, _access, _rename,
)  # fmt: skip
DECIDE: tuple[Callable[[Rig, str], object], ...] = (
    desk.confirm, desk.elsewhere, desk.send_back, desk.release, desk.keep_hold,
)  # fmt: skip
step = st.one_of(
    st.sampled_from(AT_LARGE),
    st.tuples(st.sampled_from(DECIDE), st.booleans(), st.integers(0, ITEMS - 1)),
)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(step, min_size=6, max_size=12))
def test_the_station_carries_out_each_decision_once_and_in_order(steps: list) -> None:
    with begun() as (pair, items):
        for each in steps:
            with contextlib.suppress(DomainError):
                if isinstance(each, tuple):
                    decide, at_central, item = each
                    decide(pair.central if at_central else pair.station, items[item])
                else:
                    each(pair)
        pair.line.online = True
        pair.take()
        pair.ship()
        pair.sound()
        _same(pair)
        _audited(pair, items)


def _same(pair: Joined) -> None:
    """Hold that rules, recalls and access are as at central, and each decision was taken once, in order."""
    with pair.central.world.read() as there, pair.station.world.read() as here:
        assert here.rules.in_force() == there.rules.in_force()
        assert here.recalls.all() == there.recalls.all()
        assert parked_decisions(here) == ()
        assert [(p.id, p.name, p.may_enter) for p in here.people.all()] == [
            (p.id, p.name, p.may_enter) for p in there.people.all()
        ]
        decided = [seq for kind in FEED for seq in (int(e["seq"]) for e in told(pair.central, kind))]
    taken = [int(entry["payload"]["seq"]) for entry in told(pair.station, "taken_from_central")]
    assert taken == sorted(decided)


def _audited(pair: Joined, items: tuple[str, ...]) -> None:
    """Hold that an item is decided at both or at neither, and once: the first word at the station stays."""
    for item in items:
        there, here = desk.queued(pair.central, item), desk.queued(pair.station, item)
        assert there.standing.over == here.standing.over
        with pair.station.world.read() as uow:
            final = [audit.what for audit in uow.audits.of(item) if audit.what.value != "held"]
        assert len(final) <= 2 if item == items[-1] else len(final) <= 1
