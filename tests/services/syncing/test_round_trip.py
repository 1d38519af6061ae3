"""What central decided goes to the station and comes back: it counts once; the station has the last word."""

import pytest

from station.domain.auditing.decisions import Audited, Change
from station.domain.auditing.overrides import OverrideReason
from station.domain.auditing.queue import Standing
from station.domain.disposition import Disposition
from station.domain.grading import Grade
from tests.services.syncing.test_taking_audits import binned, held
from tests.services.test_projecting import queue_of, told
from tests.support.desk import confirm, elsewhere, override, queued, release, send_back
from tests.support.joined import Joined
from tests.support.projected import entries_of, rows

WORSE = Change(OverrideReason.GRADED_TOO_SOFT, grade=Grade.C)


def same(pair: Joined, inspection: str) -> None:
    """Hold that central says of an item what its station says, and nothing twice."""
    pair.ship()
    assert rows(pair.central, "parked_projections", "data") == []
    for table, columns in (("inspections", ("id", "state", "data")), ("errands", ("inspection", "was"))):
        where = f"{columns[0]} = '{inspection}'"
        assert told(pair.central, table, columns, where) == told(pair.station, table, columns, where), table
    here, there = queue_of(pair.central)[inspection], queue_of(pair.station)[inspection]
    assert (here["standing"], here["whys"]) == (there["standing"], there["whys"])
    with pair.central.world.read() as uow:
        assert uow.numbered.head() == len(entries_of(pair.station))


def lines(pair: Joined, inspection: str) -> list[Audited]:
    with pair.central.world.read() as uow:
        return [line.what for line in uow.audits.of(inspection)]


def test_a_decision_of_central_is_in_the_time_line_once(pair: Joined) -> None:
    done = binned(pair)
    confirm(pair.central, done)
    pair.take()
    same(pair, done)
    assert lines(pair, done) == [Audited.CONFIRMED]


def test_where_an_overridden_item_goes_its_station_says(pair: Joined) -> None:
    done = binned(pair)
    elsewhere(pair.central, done)
    pair.take()
    same(pair, done)
    assert lines(pair, done) == [Audited.OVERRIDDEN]
    counted = rows(pair.central, "day_sums", "disposition", "count", where="WHERE count <> 0")
    assert counted == [(Disposition.DISPOSAL, 1)]


def test_a_hold_that_central_released_is_off_hold_at_both(pair: Joined) -> None:
    on_hold = held(pair)
    release(pair.central, on_hold)
    pair.take()
    pair.ship()
    assert lines(pair, on_hold) == [Audited.RELEASED, Audited.HELD]
    assert rows(pair.central, "parked_projections", "data") == []
    with pair.central.world.read() as here, pair.station.world.read() as there:
        assert here.inspections.get(on_hold).state is there.inspections.get(on_hold).state
        assert here.errands.of(on_hold) is not None


def test_where_the_station_was_faster_its_word_stands_at_central_too(pair: Joined) -> None:
    done = binned(pair)
    confirm(pair.station, done)
    override(pair.central, done, WORSE)
    pair.take()
    same(pair, done)
    assert queued(pair.central, done).standing is Standing.CONFIRMED
    assert sorted(lines(pair, done)) == [Audited.CONFIRMED, Audited.OVERRIDDEN]


def test_what_the_station_asked_of_its_bench_is_asked_though_central_asked_otherwise(pair: Joined) -> None:
    done = binned(pair)
    send_back(pair.station, done)
    elsewhere(pair.central, done)
    pair.take()
    same(pair, done)
    with pair.central.world.read() as uow:
        errand = uow.errands.of(done)
    assert errand and errand.kind.value == "inspect_again"


@pytest.mark.parametrize("first", ["station", "central"])
def test_both_desks_confirm(pair: Joined, first: str) -> None:
    done = binned(pair)
    for where in (first, "central" if first == "station" else "station"):
        confirm(getattr(pair, where), done)
    pair.take()
    same(pair, done)
