"""The shortest way through: a sealed, expected item takes four actions."""

from station.domain.bench import Say
from station.domain.disposition import Disposition
from station.domain.inspection import State
from station.domain.scanning import Command
from station.services import bench
from station.services.queries import Mode, bench_view
from station.services.verifying import check_journal
from tests.support.stations import Rig


def expected(rig: Rig, lines: int = 1):
    return next(r for r in rig.site.returns if len(r.lines) == lines and r.delivered and r.invoice)


def test_four_actions(rig: Rig) -> None:
    rig.sign_in()
    announced = expected(rig)
    rig.show(announced.lines[0].sku)

    opened = rig.scan(announced.rma)
    assert opened.notice and opened.notice.say == Say.EXPECTED
    answered = bench.act(rig.world, Command.ONE, opened.revision)
    photographed = bench.act(rig.world, Command.PHOTO, answered.revision)
    assert photographed.notice and photographed.notice.say == Say.ROUTED, photographed.notice
    needed = photographed.notice.facts["bin"]
    binned = rig.scan(needed)

    assert binned.notice and binned.notice.say == Say.BINNED
    (done,) = last_closed(rig)
    assert done.state is State.BINNED
    assert done.route and done.route.disposition is Disposition.RESTOCK
    assert not check_journal(rig.world)


def last_closed(rig: Rig):
    with rig.world.read() as uow:
        return uow.inspections.recent(1)


def test_view_is_ready_again(rig: Rig) -> None:
    rig.sign_in()
    with rig.world.read() as uow:
        person = uow.people.get(uow.bench.load().person)
    assert bench_view(rig.world, person).mode is Mode.READY
