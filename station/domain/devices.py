"""Devices as the station knows them: which scanner is bound to the bench, and how it speaks."""

from dataclasses import dataclass
from enum import StrEnum


class Terminator(StrEnum):
    """What a scanner sends after each code. AUTO takes any of the usual ones, or a pause."""

    AUTO = "auto"
    CR = "cr"
    LF = "lf"
    CRLF = "crlf"
    TAB = "tab"
    ETX = "etx"
    NONE = "none"


class Parity(StrEnum):
    NONE = "none"
    EVEN = "even"
    ODD = "odd"
    MARK = "mark"
    SPACE = "space"


class Flow(StrEnum):
    """Who may ask the other to wait, and how."""

    NONE = "none"
    RTSCTS = "rtscts"
    DSRDTR = "dsrdtr"
    XONXOFF = "xonxoff"


class Layout(StrEnum):
    """The keyboard layout that a scanner that types was set to."""

    US = "us"
    UK = "uk"
    DE = "de"
    FR = "fr"
    HE = "he"
    RU = "ru"


@dataclass(frozen=True, slots=True)
class SerialLine:
    """How a serial line is set; speed in bits a second."""

    baud: int = 9600
    bytesize: int = 8
    parity: Parity = Parity.NONE
    stopbits: float = 1
    flow: Flow = Flow.NONE


@dataclass(frozen=True, slots=True)
class Habits:
    """What a scanner sends around a code, and whether it waits for an answer to each, and for which.

    Characters that cannot be typed stand as ``\\x06`` and the like.
    """

    terminator: Terminator = Terminator.AUTO
    prefix: str = ""
    suffix: str = ""
    layout: Layout = Layout.US
    acknowledge: bool = False
    ack: str = r"\x06"
    nak: str = r"\x15"


@dataclass(frozen=True, slots=True)
class Binding:
    """A scanner that counts at this bench. ``device`` is its identity, its path or its address."""

    device: str
    driver: str
    line: SerialLine = SerialLine()
    habits: Habits = Habits()


class Signal(StrEnum):
    """What a scanner tells by its own beeps and lights after a scan."""

    GOOD = "good"
    UNKNOWN = "unknown"
    WRONG = "wrong"
    DONE = "done"


class DeviceKind(StrEnum):
    """What a device looks like to the system."""

    SERIAL = "serial"
    HID = "hid"
    KEYBOARD = "keyboard"
    CAMERA = "camera"


class Standing(StrEnum):
    """What the station does with a device."""

    BOUND = "bound"
    HEARD = "heard"
    LISTED = "listed"
    REFUSED = "refused"


class Clue(StrEnum):
    """Why a device seems to speak a language."""

    KIND = "kind"
    IDENTITY = "identity"
    TEXT = "text"
    FRAMED = "framed"
    IDENTIFIER = "identifier"
    PACKET = "packet"
    ANSWER = "answer"


class Down(StrEnum):
    """Why a device does not answer."""

    ABSENT = "absent"
    UNPLUGGED = "unplugged"
    BUSY = "busy"
    PERMISSION = "permission"
    AMBIGUOUS = "ambiguous"
    FLOODING = "flooding"
    UNUSABLE = "unusable"
    STOPPED = "stopped"
