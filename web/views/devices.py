"""Devices: what is plugged in, what it sends, and which scanners count at this bench."""

from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.bench import refusal
from station.domain.devices import (
    Binding,
    DeviceKind,
    Flow,
    Habits,
    Layout,
    Parity,
    SerialLine,
    Signal,
    Terminator,
)
from station.domain.errors import DomainError
from station.ports import World
from station.services import devices, signing_in
from web import events
from web.context import me, token, world
from web.devices_page import sheet
from web.say import sentence
from web.sent import field, sent

pages = Blueprint("devices", __name__)

LONGEST = 300
LONGEST_AFFIX = 16
LOOK_EVERY = 1.5
# The least time between two pictures of the page, seconds: a scanner may be quicker than anyone reads.
CALM = 0.2
NETWORK = DeviceKind.SERIAL

E = TypeVar("E", bound=StrEnum)


@pages.get("/devices")
def page() -> ResponseReturnValue:
    signing_in.note_seen(world(), token())
    choices = [choice for choice in world().devices.drivers() if choice.kind is NETWORK]
    return render_template(
        "devices/page.html", sheet=sheet(world(), me()), may=devices.may_set_up(me()), drivers=choices
    )


@pages.get("/devices/live")
def live() -> Response:
    return events.response(_stream(world(), token()))


def _stream(station: World, browser: str) -> Iterator[str]:
    """Follow the devices for one browser until its session ends."""
    seen, shown = station.devices.wait(-1, 0), None
    while person := signing_in.person_of(station, browser):
        now = sheet(station, person)
        yield events.event("devices", asdict(now)) if now != shown else events.ALIVE
        shown = now
        station.devices.wait(1 << 62, CALM)
        seen = station.devices.wait(seen, LOOK_EVERY)
    yield events.event("locked", {})


@pages.post("/devices/bind")
def bind() -> ResponseReturnValue:
    """Use a device at the bench, or change how it speaks."""
    return _done(lambda: devices.bind(world(), me(), _binding()), gettext("Kept. Its scans count here."))


@pages.post("/devices/unbind")
def unbind() -> ResponseReturnValue:
    return _done(
        lambda: devices.unbind(world(), me(), field("key", LONGEST)), gettext("Not in use any more.")
    )


@pages.post("/devices/signal")
def signal() -> ResponseReturnValue:
    """Let a bound scanner beep."""
    wanted, key = _one_of(Signal, "signal"), field("key", LONGEST)
    return _done(lambda: devices.try_signal(world(), me(), key, wanted), gettext("Sent. Did you hear it?"))


def _done(act: devices.Act, said: str) -> dict[str, object]:
    try:
        act()
    except DomainError as refused:
        return {"ok": False, "say": sentence(refusal(refused)).striptags()}
    return {"ok": True, "say": said}


def _binding() -> Binding:
    return Binding(field("device", LONGEST), field("driver", 40), _line(), _habits())


def _line() -> SerialLine:
    return SerialLine(
        baud=int(_number("baud", 300, 4_000_000, 9600)),
        bytesize=int(_number("bytesize", 7, 8, 8)),
        parity=_one_of(Parity, "parity", Parity.NONE),
        stopbits=_number("stopbits", 1, 2, 1),
        flow=_one_of(Flow, "flow", Flow.NONE),
    )


def _habits() -> Habits:
    return Habits(
        terminator=_one_of(Terminator, "terminator", Terminator.AUTO),
        prefix=field("prefix", LONGEST_AFFIX),
        suffix=field("suffix", LONGEST_AFFIX),
        layout=_one_of(Layout, "layout", Layout.US),
        acknowledge=sent().get("acknowledge") is True,
    )


def _one_of(kind: type[E], name: str, default: E | None = None) -> E:
    value = field(name, 40)
    if not value and default is not None:
        return default
    return kind(value) if value in set(kind) else abort(400)


def _number(name: str, least: float, most: float, default: float) -> float:
    value = sent().get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        abort(400)
    return value
