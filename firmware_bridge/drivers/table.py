"""The drivers there are: what carries the bytes, joined with what they mean.

A new driver is one file with a dialect (or a line) and one entry here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from firmware_bridge.decode.datalogic import datalogic
from firmware_bridge.decode.dialect import Dialect
from firmware_bridge.decode.hid_pos import HidPos
from firmware_bridge.decode.honeywell import honeywell
from firmware_bridge.decode.keys import Wedge
from firmware_bridge.decode.newland import newland
from firmware_bridge.decode.plain import Plain
from firmware_bridge.decode.ssi import Ssi
from firmware_bridge.drivers.evdev_line import EvdevLine
from firmware_bridge.drivers.hid_line import HidLine
from firmware_bridge.drivers.serial_line import SerialLine
from firmware_bridge.drivers.settings import Habits, Place
from firmware_bridge.events import DeviceKind
from firmware_bridge.ports import Line


@dataclass(frozen=True, slots=True)
class Driver:
    """A way to speak to one kind of device; `name` is its key in settings, `title` is for people."""

    name: str
    title: str
    kind: DeviceKind
    line: Callable[[Place], Line]
    dialect: Callable[[Habits], Dialect]


def serial_line(place: Place) -> Line:
    """Open a serial port, a pty or one of pyserial's URLs."""
    return SerialLine(place.path, place.line, place.runtime_dir)


def plain(habits: Habits) -> Plain:
    """Take codes as they come."""
    return Plain(habits.framer())


def ssi(habits: Habits) -> Dialect:
    """Speak Zebra's Simple Serial Interface; the framer is for raw data."""
    return Ssi(habits.framer())


def honeywell_serial(habits: Habits) -> Dialect:
    """Speak Honeywell's menu commands."""
    return honeywell(plain(habits), habits.acknowledge)


def datalogic_serial(habits: Habits) -> Dialect:
    """Speak Datalogic's commands of one byte."""
    replies = (habits.ack, habits.nak) if habits.acknowledge else (b"", b"")
    return datalogic(plain(habits), *replies)


def newland_serial(habits: Habits) -> Dialect:
    """Speak Newland's framed commands."""
    return newland(plain(habits))


def hid_line(place: Place) -> Line:
    """Open a HID device by its hidraw node."""
    return HidLine(place.path, place.runtime_dir)


def hid_pos(habits: Habits) -> Dialect:
    """Take codes from reports as their descriptor lays them out."""
    return HidPos(habits.descriptor, habits.max_length, habits.patience)


def evdev_line(place: Place) -> Line:
    """Open a keyboard by its event node, for this program alone."""
    return EvdevLine(place.path, place.runtime_dir)


def wedge(habits: Habits) -> Dialect:
    """Take codes that are typed, by the layout that the scanner is set to."""
    return Wedge(
        habits.layout,
        habits.terminator,
        habits.max_length,
        quiet=habits.quiet,
        patience=habits.patience,
        prefix=habits.prefix.decode("latin-1"),
        suffix=habits.suffix.decode("latin-1"),
    )


_TABLE = (
    Driver("plain", "serial, plain", DeviceKind.SERIAL, serial_line, plain),
    Driver("ssi", "serial, Zebra SSI", DeviceKind.SERIAL, serial_line, ssi),
    Driver("honeywell", "serial, Honeywell commands", DeviceKind.SERIAL, serial_line, honeywell_serial),
    Driver("datalogic", "serial, Datalogic commands", DeviceKind.SERIAL, serial_line, datalogic_serial),
    Driver("newland", "serial, Newland commands", DeviceKind.SERIAL, serial_line, newland_serial),
    Driver("hid_pos", "USB HID POS", DeviceKind.HID, hid_line, hid_pos),
    Driver("wedge", "keyboard wedge", DeviceKind.KEYBOARD, evdev_line, wedge),
)  # fmt: skip

DRIVERS: dict[str, Driver] = {driver.name: driver for driver in _TABLE}
