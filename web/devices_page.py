"""The devices page as the browser gets it: what to do now, and each device in parts that change apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext
from markupsafe import Markup

from station.device_ports import Device, DriverChoice
from station.domain.devices import (
    DeviceKind,
    Flow,
    Habits,
    Layout,
    Parity,
    SerialLine,
    Signal,
    Standing,
    Terminator,
)
from station.domain.people import Person
from station.ports import World
from station.services.devices import may_set_up
from web.advice import Advice, advice
from web.say import code, name
from web.words.lazy import Lazy
from web.words.scanners import BROKEN, DRIVERS, HELP, LOOKING, SAID

LATEST = 12
_NO_CODE = re.compile(r"no code: ([a-z ]+), (\d+) bytes")
SPEEDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)
ENUMS = {"terminators": Terminator, "parities": Parity, "flows": Flow, "layouts": Layout, "signals": Signal}
PARTS = ("who", "do", "trace", "setup")
SHAPES = {
    Standing.BOUND: "ok",
    Standing.HEARD: "info",
    Standing.LISTED: "info",
    Standing.REFUSED: "attention",
}


@dataclass(frozen=True, slots=True)
class Card:
    """One device as its parts of HTML, by name; a part is swapped only where it changed."""

    key: str
    kind: str
    standing: str
    parts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that the page shows."""

    now: str
    cards: tuple[Card, ...]


def sheet(world: World, person: Person) -> Sheet:
    """Read and render every device for a person."""
    devices = sorted(world.devices.list(), key=_settled)
    drivers = world.devices.drivers()
    return Sheet(
        render_template("devices/now.html", **_now(world, devices, may_set_up(person))),
        tuple(_card(device, drivers, may_set_up(person)) for device in devices),
    )


def _settled(device: Device) -> bool:
    """Tell whether nobody has to decide about a device; the others come first, where they are seen."""
    return not device.scanner or device.standing in (Standing.BOUND, Standing.LISTED)


def _now(world: World, devices: Sequence[Device], may: bool) -> dict[str, object]:
    said = advice(devices)
    rules = world.devices.rules() if said is Advice.PERMISSION else ""
    return {"advice": said, "help": HELP[said] if may else LOOKING.get(said, HELP[said]), "rules": rules}


def _card(device: Device, drivers: Sequence[DriverChoice], may: bool) -> Card:
    facts = {
        "device": device,
        "may": may and not device.fixed,
        "state": state_of(device),
        "shape": shape_of(device),
        "latest": device.exchanges[: -LATEST - 1 : -1],
        "drivers": [choice for choice in drivers if choice.kind is device.kind],
        "beeps": any(choice.beeps for choice in drivers if choice.name == device.driver),
        "line": device.binding.line if device.binding else SerialLine(),
        "habits": device.binding.habits if device.binding else Habits(),
        "speeds": SPEEDS,
        "stopbits": (1, 1.5, 2),
        **{name: list(enum) for name, enum in ENUMS.items()},
    }
    parts = {name: render_template(f"devices/{name}.html", **facts).strip() for name in PARTS}
    return Card(device.key, device.kind.value, device.standing.value, parts)


def state_of(device: Device) -> object:
    """Return what says best how a device is: why it does not answer, else what is done with it."""
    trouble = device.down if not device.up else None
    return trouble or device.standing


def shape_of(device: Device) -> str:
    if device.down and not device.up:
        return "absent" if device.standing is Standing.BOUND else "attention"
    return SHAPES[device.standing]


def language_of(driver: str, choices: Sequence[DriverChoice]) -> str | Lazy:
    """Name the language of a driver."""
    titles = {choice.name: choice.title for choice in choices}
    return DRIVERS.get(driver) or titles.get(driver, driver)


def meant(words: str) -> Markup:
    """Say what bytes meant: what is no code in the reader's language, a protocol's own words as they are."""
    if words in SAID:
        return name(SAID[words])
    found = _NO_CODE.fullmatch(words)
    why = BROKEN.get(found[1].replace(" ", "_")) if found else None
    if found is None or why is None:
        return code(words)
    return name(gettext("no code, %(num)s bytes: %(why)s", num=found[2], why=why))


def name_of(device: Device) -> str:
    """Name a device by maker and model, else by where it is."""
    known = f"{device.vendor} {device.model}".strip()
    if device.kind is DeviceKind.CAMERA and device.standing is Standing.BOUND:
        return str(gettext("Camera %(name)s", name=device.model))
    return known or device.identity.removeprefix("path:")
