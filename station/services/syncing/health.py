"""How a station says it is, each time it opens the way to central."""

from station.domain.sync.messages import Health
from station.domain.sync.standing import Standing
from station.ports import UnitOfWork, World


def health(world: World, uow: UnitOfWork, standing: Standing) -> Health:
    """Gather versions, rules that count, devices, what waits, and the last decision of central taken here."""
    scales = {lens.name or "camera": lens.state.value for lens in world.camera.lenses()}
    devices = {"scanner": world.scanners.state().value, "scale": world.scale.state().value, **scales}
    return Health(
        version=world.house.version,
        devices={**devices, "printer": world.printer.state().value},
        rules={f"{now.key.kind}/{now.key.id}": now.version for now in uow.rules.current()},
        records_waiting=max(0, uow.journal.head() - standing.size),
        photos_waiting=world.courier.photos(),
        parked=uow.shipping.parked_count() + uow.taken.count_parked(),
        taken=uow.taken.upto() or 0,
        disk_free=world.disk.room().free,
        at=world.clock.now().isoformat(timespec="milliseconds"),
    )
