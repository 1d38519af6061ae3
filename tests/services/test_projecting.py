"""Two stations' journals become central's tables, and say there what the stations' own say."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.adapters.local.codec import decode
from station.adapters.local.entry_reader import events
from station.adapters.local.journal import kind_of_type
from station.domain.auditing.decisions import Audit
from station.domain.auditing.queue import Queued
from station.domain.inspection import State
from station.services.central.projecting import PASSED_OVER, PROJECTIONS, project_waiting
from station.services.central.projecting.batch import Taking
from tests.services.test_reconciling import RMA, announce
from tests.support import lived
from tests.support.engines import ENGINES
from tests.support.projected import arrive, central_rig, entries_of, project, rows, ship
from tests.support.stations import Rig
from tests.support.work import payloads

# So many more entries of a station come, and so many are projected then.
STEP = st.tuples(st.sampled_from(("07", "08")), st.integers(1, 40), st.integers(0, 60))
Said = dict[str, Any]
# What central keeps as the station does, field by field, of everything that is over.
AS_IT_IS = (
    ("inspections", ("id", "lpn", "state", "closed_by", "closed_us", "rma", "data"), "closed_us IS NOT NULL"),
    ("contents", ("inspection", "lpn", "bin", "moved_to"), ""),
    ("disposals", ("inspection", "day", "lpn", "data"), ""),
    ("signals", ("inspection", "kind", "finding"), ""),
    ("claims", ("id", "open", "due", "subject", "data"), ""),
    ("recalls", ("id", "gtin", "data"), "id LIKE 'R-%'"),
    ("works", ("id", "center", "lpn", "data"), "state IN ('done', 'given_up')"),
    ("errands", ("inspection", "was"), ""),
)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with lived.first(tmp_path_factory.mktemp("first") / "data") as rig:
        yield rig


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with lived.other(tmp_path_factory.mktemp("second") / "data") as rig:
        yield rig


@pytest.fixture(params=["sqlite"])
def central(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    with central_rig(tmp_path / "central", request.param) as rig:
        announce(rig, *lived.LINES)
        yield rig


def test_every_kind_of_entry_is_projected_or_passed_over_on_purpose() -> None:
    kinds = {kind_of_type(event) for event in events()}
    assert kinds == PROJECTIONS.keys() | PASSED_OVER
    assert not PROJECTIONS.keys() & PASSED_OVER


@pytest.mark.parametrize("central", ENGINES, indirect=True)
def test_central_says_what_the_stations_say(central: Rig, first: Rig, second: Rig) -> None:
    for rig in (first, second):
        ship(central, rig)
    project(central)
    assert rows(central, "parked_projections", "data") == []
    for table, columns, where in AS_IT_IS:
        both = {**told(first, table, columns, where), **told(second, table, columns, where)}
        assert both or table == "signals", table
        assert told(central, table, columns, where) == both, table
    closed = {id_ for (id_,) in rows(central, "inspections", "id", where="WHERE closed_us IS NOT NULL")}
    assert queue_of(central) == {k: v for rig in (first, second) for k, v in queue_of(rig).items()}
    for rig in (first, second):
        agrees(central, rig, closed)


def told(rig: Rig, table: str, columns: tuple[str, ...], where: str) -> dict[Any, list[Any]]:
    """Read rows by their keys, with what is JSON in them as values: its order means nothing."""
    found = rows(rig, table, *columns, where=f"WHERE {where}" if where else "")
    return {row[:2]: [json.loads(x) if isinstance(x, bytes) else x for x in row] for row in found}


def agrees(central: Rig, rig: Rig, closed: set[str]) -> None:
    """Compare what is kept of a station in other words, or with other numbers."""
    assert audits_of(central, closed & audits_of(rig, closed).keys()) == audits_of(rig, closed)
    with central.world.read() as here, rig.world.read() as there:
        for inspection in closed & audits_of(rig, closed).keys():
            seconds = here.blinds.second(inspection), there.blinds.second(inspection)
            assert (seconds[0] and seconds[0].rated) == (seconds[1] and seconds[1].rated)
        if rig.world.house.station == "07":
            lines = here.catalog.expected(RMA).lines, there.catalog.expected(RMA).lines
            assert lines[0] == lines[1] and [line.received for line in lines[0]] == [1, 0]
            results = [[e.result for e in uow.parcels.get(RMA).ended] for uow in (here, there)]  # type: ignore[union-attr]
            assert results[0] == results[1] != []


def test_one_order_of_all_stations_without_gaps_and_every_entry_in_it_once(
    central: Rig, first: Rig, second: Rig
) -> None:
    sizes = [ship(central, rig) for rig in (first, second)]
    project(central, 7)
    with central.world.read() as uow:
        order = uow.numbered.after(0, 10_000)
        assert uow.numbered.after(order[9].number, 3) == order[10:13]
    assert [each.number for each in order] == list(range(1, sum(sizes) + 1))
    for rig in (first, second):
        own = [each.canonical for each in order if each.station == rig.world.house.station]
        assert own == entries_of(rig)


def test_whatever_comes_when_central_says_the_same_in_the_end(
    tmp_path: Path, first: Rig, second: Rig
) -> None:
    """Entries of two stations come in any portions, and any number of them is projected between."""
    came = {rig.world.house.station: entries_of(rig) for rig in (first, second)}
    number = iter(range(1000))

    @settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(STEP, max_size=9))
    def any_order(steps: list[tuple[str, int, int]]) -> None:
        with central_rig(tmp_path / str(next(number))) as central:
            announce(central, *lived.LINES)
            there = dict.fromkeys(came, 0)
            for station, more, limit in steps:
                there[station] = arrive(central, station, came[station], there[station] + more)
                if limit:
                    project_waiting(central.world, limit)
            for station, entries in came.items():
                arrive(central, station, entries)
            project(central)
            seen.append(everything(central))

    seen: list[dict[str, Any]] = []
    any_order()
    for each in seen:
        assert each == seen[0]
    assert seen[0]["parked_projections"] == {}


def everything(rig: Rig) -> dict[str, Any]:
    """Read all that is projected but for the numbers, which say when."""
    tables = {table: told(rig, table, columns, "") for table, columns, _ in AS_IT_IS}
    sums = rows(rig, "day_sums", "station", "day", "disposition", "grade", "count", "holds")
    parked = told(rig, "parked_projections", ("station", "seq", "data"), "")
    audits = audits_of(rig, {id_ for (id_,) in rows(rig, "inspections", "id")})
    return {**tables, "sums": sums, "queue": queue_of(rig), "audits": audits, "parked_projections": parked}


def test_a_stop_in_mid_batch_loses_nothing_and_does_nothing_twice(central: Rig, first: Rig) -> None:
    size = ship(central, first)
    project_waiting(central.world, 20)
    with pytest.raises(OSError, match="pulled"), central.world.begin() as uow:
        waiting = uow.projections.waiting(30)
        taking = Taking(central.world, uow, central.clock.now())
        for arrival in waiting.arrivals:
            taking.take(arrival)
        taking.close()
        raise OSError("the plug was pulled")
    project(central, 11)
    assert project_waiting(central.world) == 0
    with central.world.read() as uow:
        assert uow.numbered.head() == size
    assert queue_of(central) == queue_of(first)


def test_sums_by_day_are_those_of_the_items(central: Rig, first: Rig, second: Rig) -> None:
    for rig in (first, second):
        ship(central, rig)
    project(central, 9)
    today = central.world.today
    with central.world.read() as uow:
        found = [each for each in uow.numbered.sums(today, today) if each.count]
        binned = [each for each in uow.inspections.recent(200) if each.state is State.BINNED]
        assert sum(each.holds for each in uow.numbered.sums(today, today)) == held(first) + held(second)
    counted = Counter(
        (x.station, x.route.disposition.value, x.route.graded.grade.value) for x in binned if x.route
    )
    assert {(s.key.station, s.key.disposition, s.key.grade): s.count for s in found} == dict(counted)


def held(rig: Rig) -> int:
    return len(payloads(rig, "item_held"))


def queue_of(rig: Rig) -> dict[str, Said]:
    """Read the queue but for what counts at one place alone: revision, milliseconds, and whose it is."""
    found = [decode(data, Queued) for (data,) in rows(rig, "queue", "data")]
    return {
        queued.inspection: {
            "whys": queued.whys,
            "standing": queued.standing,
            "graders": queued.graders,
            "grader": queued.grader,
            "told": queued.told,
            "by": queued.by,
            "seconds": queued.seconds,
            "station": queued.station,
        }
        for queued in found
    }


def audits_of(rig: Rig, closed: set[str]) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    audits = [decode(data, Audit) for (data,) in rows(rig, "audits", "data")]
    for audit in sorted(audits, key=lambda each: each.entry):
        if audit.inspection in closed:
            found.setdefault(audit.inspection, []).append(_line(audit))
    return found


def _line(audit: Audit) -> Said:
    names = ("what", "by", "whys", "seconds", "note", "override", "facts", "lpn")
    return {name: getattr(audit, name) for name in names}
