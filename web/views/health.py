"""Whether the station is well, for a monitor."""

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from station.domain.errors import DomainError
from station.domain.people import Role
from station.ports import DeviceState, UnitOfWork, World
from station.services.syncing.waiting import waiting
from web.context import person, world
from web.security import bears

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Answer 200 while the store can be read. Says nothing about people or items."""
    station = world()
    try:
        with station.read() as uow:
            records = uow.journal.head()
    except DomainError:
        return {"status": "store_failed"}, 503
    devices = {"scanner": station.scanners.state().value, "camera": station.camera.state().value}
    devices["printer"] = station.printer.state().value
    return {"status": "ok", "records": records, **devices}


@pages.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Give out figures to a manager who is signed in, or to a monitor with the site's token."""
    known = person()
    if not bears(world().house.metrics_token):
        abort(401) if known is None else None
        abort(403) if known and not known.role.at_least(Role.MANAGER) else None
    return Response(generate_latest() + _figures(world()), content_type=CONTENT_TYPE_LATEST)


def _figures(station: World) -> bytes:
    registry = CollectorRegistry()
    with station.read() as uow:
        for name, help_, value in _gauges(station, uow):
            Gauge(name, help_, registry=registry).set(value)
    return generate_latest(registry)


def _gauges(station: World, uow: UnitOfWork) -> tuple[tuple[str, str, float], ...]:
    scanner, camera, waits = station.scanners.state(), station.camera.state(), waiting(station, uow)
    return (
        ("station_records", "Entries in the journal", uow.journal.head()),
        ("station_records_waiting", "Entries that no central has yet", waits.records),
        ("station_photos_waiting", "Photos that no central has yet", waits.photos),
        ("station_records_parked", "Entries and photos that central did not take", waits.parked),
        ("station_bench_revision", "Changes of the bench", uow.bench.load().revision),
        ("station_scanner_ready", "1 while a scanner answers", scanner is DeviceState.READY),
        (
            "station_printer_trouble",
            "1 while somebody has to see to the printer",
            station.printer.state().in_trouble,
        ),
        ("station_labels_waiting", "Labels asked for and not printed", len(uow.prints.unfinished(1000))),
        ("station_camera_ready", "1 while the camera gives pictures", camera is DeviceState.READY),
    )
