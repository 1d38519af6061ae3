"""Words for people, keys and hardware."""

from collections.abc import Mapping
from enum import StrEnum

from station.demo_ports import Trouble
from station.domain.people import Role
from station.domain.scanning import Command
from station.ports import DeviceState
from web.words.lazy import Lazy, _l

LANGUAGE_NAMES: Mapping[str, str] = {"en": "English", "he": "עברית", "ru": "Русский"}

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    Role: {
        Role.OPERATOR: _l("operator"),
        Role.SUPERVISOR: _l("supervisor"),
        Role.MANAGER: _l("manager"),
    },
    DeviceState: {
        DeviceState.READY: _l("ready"),
        DeviceState.STARTING: _l("starting"),
        DeviceState.ABSENT: _l("not there"),
        DeviceState.BUSY: _l("busy"),
        DeviceState.FROZEN: _l("frozen"),
        DeviceState.SILENT: _l("does not answer"),
        DeviceState.NONE: _l("none set up"),
    },
    Trouble: {
        Trouble.SCANNER_UNPLUGGED: _l("Scanner unplugged"),
        Trouble.SECOND_SCANNER: _l("Second scanner plugged in"),
        Trouble.CAMERA_COVERED: _l("Camera covered"),
        Trouble.CAMERA_FROZEN: _l("Camera frozen"),
        Trouble.CAMERA_BLURRED: _l("Camera out of focus"),
        Trouble.CAMERA_UNPLUGGED: _l("Camera unplugged"),
        Trouble.PRINTER_OUT_OF_PAPER: _l("Printer out of paper"),
        Trouble.PRINTER_OPEN: _l("Printer head open"),
        Trouble.PRINTER_UNPLUGGED: _l("Printer unplugged"),
        Trouble.SCALE_UNPLUGGED: _l("Scale unplugged"),
        Trouble.SCALE_SWINGING: _l("Scale not at rest"),
    },
    Command: {
        Command.ONE: _l("Answer 1"),
        Command.TWO: _l("Answer 2"),
        Command.THREE: _l("Answer 3"),
        Command.FOUR: _l("Answer 4"),
        Command.FIVE: _l("Answer 5"),
        Command.SIX: _l("Answer 6"),
        Command.SEVEN: _l("Answer 7"),
        Command.EIGHT: _l("Answer 8"),
        Command.NINE: _l("Answer 9"),
        Command.PHOTO: _l("Photo"),
        Command.BACK: _l("Back"),
        Command.UNDO: _l("Undo"),
        Command.HOLD: _l("Hold"),
        Command.OVERRIDE: _l("Override"),
        Command.CANCEL: _l("Cancel"),
        Command.PRINT: _l("Print label"),
        Command.WEIGH: _l("Weigh"),
        Command.FULL: _l("Bin is full"),
        Command.PARCEL: _l("End parcel"),
        Command.EMPTY: _l("Box empty"),
        Command.ALL_THERE: _l("All there"),
        Command.REST_MISSING: _l("The rest is missing"),
    },
}
