"""``station devices``: what is plugged in and what is bound, without opening anything."""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from firmware_bridge.decode.recognise import by_identity
from firmware_bridge.discovery import list_devices
from firmware_bridge.drivers.holders import holders
from firmware_bridge.drivers.table import DRIVERS
from firmware_bridge.events import DeviceKind, DeviceSpec
from firmware_bridge.known import Binding as BridgeBinding
from firmware_bridge.matching import Match, assign, twins
from station.adapters.bridge.as_bound import bridge_binding
from station.app.paths import DEVICE_RULES
from station.app.wiring import Station
from station.domain.devices import Binding

NO_RULES = "This station ships no rules for devices."


@dataclass(frozen=True, slots=True)
class Row:
    """One device as the command prints it."""

    device: str
    kind: str
    vendor: str
    model: str
    serial_number: str
    connection: str
    path: str
    driver: str
    likely: str
    because: str
    bound: bool
    plugged: bool
    state: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", nargs="?", choices=["udev"], help="udev: print the rules that let this account open scanners"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON array")


def run(options: argparse.Namespace, station: Station) -> int:
    """List devices, or print the rules that are shipped."""
    if options.what == "udev":
        return _print_rules()
    rows = list(rows_of(list_devices(), bound_at(station)))
    if options.json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))
    else:
        print("\n".join(map(in_words, rows)) or "Nothing is plugged in, and no scanner is bound.")
    return 0


def _print_rules() -> int:
    files = sorted(DEVICE_RULES.glob("*.rules"))
    print("\n".join(file.read_text(encoding="utf-8").strip() for file in files) or NO_RULES)
    return 0 if files else 1


def bound_at(station: Station) -> tuple[Binding, ...]:
    """Return the scanners of the settings file and those of the devices page."""
    stored: tuple[Binding, ...] = ()
    if (station.folder.path / "station.db").exists():
        with station.world.read() as uow:
            stored = uow.bindings.all()
    return (*station.settings.scanners, *stored)


def rows_of(specs: Sequence[DeviceSpec], bindings: Sequence[Binding]) -> Iterator[Row]:
    """Describe every bound device, then the others that are plugged in."""
    bound = {each.key: each for each in map(bridge_binding, bindings)}
    found = assign([(each.device, each.kind) for each in bound.values()], specs)
    for key, binding in bound.items():
        yield _bound(binding, found[key])
    taken = {match.one.path for match in found.values() if match.one}
    alike = twins(specs)
    for spec in specs:
        if spec.path not in taken:
            state = "looks exactly like another device" if spec.path in alike else _state(spec)
            yield _row(spec.identity, spec, "", state, bound=False)


def _bound(binding: BridgeBinding, match: Match) -> Row:
    if match.ambiguous:
        state = "may be " + " or ".join(spec.path for spec in match.specs)
    elif match.one is None:
        network = "://" in binding.device
        state = "on the network" if network else "not plugged in"
    else:
        state = _state(match.one)
    return _row(binding.device, match.one, binding.driver, state, bound=True)


def _state(spec: DeviceSpec) -> str:
    if spec.denied:
        return "this account may not open it: see station devices udev"
    held = holders(spec.path)
    return f"open in {', '.join(held)}" if held else "plugged in"


def _row(device: str, spec: DeviceSpec | None, driver: str, state: str, bound: bool) -> Row:
    kind = DRIVERS[driver].kind if driver else DeviceKind.SERIAL
    likely = by_identity(spec) if spec else None
    known = spec or DeviceSpec(device, kind, device.removeprefix("path:"))
    return Row(
        device=device,
        kind=known.kind.value,
        vendor=known.vendor,
        model=known.model or known.description.removeprefix("n/a"),
        serial_number=known.serial_number or "",
        connection=known.connection,
        path=known.path,
        driver=driver,
        likely=likely.driver if likely else "",
        because=likely.words if likely else "",
        bound=bound,
        plugged=spec is not None,
        state=state,
    )


def in_words(row: Row) -> str:
    """Say what is known of a device in two lines."""
    name = f"{row.vendor} {row.model}".strip()
    serial = f"serial number {row.serial_number}" if row.serial_number else ""
    where = ", ".join(filter(None, (name, serial, row.connection, row.path)))
    use = f"bound, {row.driver}" if row.bound else "not bound"
    guess = f"; {row.because}" if row.because and not row.bound else ""
    return f"{row.device} ({row.kind}): {use}; {row.state}{guess}\n    {where}"
