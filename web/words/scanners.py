"""Words for the devices page: what to do, how a device stands, how it speaks."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.devices import (
    Clue,
    DeviceKind,
    Down,
    Flow,
    Layout,
    Parity,
    Signal,
    Standing,
    Terminator,
)
from web.advice import Advice
from web.words.lazy import Lazy, _l

HELP: Mapping[str, Lazy] = {
    Advice.PERMISSION: _l(
        "Its device has to be opened to this account once. Run the command below as administrator, then "
        "unplug the scanner and plug it in again."
    ),
    Advice.ALIKE: _l(
        "The station does not guess which is which. Unplug one of them, or give one a serial number "
        "of its own."
    ),
    Advice.BUSY: _l("Close that program. The station takes the scanner by itself as soon as it is free."),
    Advice.USE_IT: _l("Its scans are shown here and do nothing yet."),
    Advice.TRY_IT: _l("What it sends is shown below, and does nothing yet."),
    Advice.KEYBOARD: _l(
        "A scanner that types like a keyboard works in the page as it is. To read it in the background, "
        "choose it below."
    ),
    Advice.PLUG_IN: _l(
        "It appears here within two seconds. One on the network is added by its address, below."
    ),
    Advice.PLUG_IN_AGAIN: _l("Any socket will do; it is known again. Look at the cable and at its power."),
    Advice.ANOTHER: _l("Its scans are shown here and do nothing. Use it at this bench too, or leave it."),
    Advice.READY: _l("Scan at the bench. What it sends is shown below."),
}

# For who may only look.
LOOKING: Mapping[str, Lazy] = {
    Advice.USE_IT: _l("Its scans do nothing yet. A supervisor can let it count at this bench."),
    Advice.ANOTHER: _l("Its scans do nothing yet. A supervisor can let it count at this bench."),
    Advice.KEYBOARD: _l("A scanner that types like a keyboard works in the page as it is."),
    Advice.PLUG_IN: _l("It appears here within two seconds."),
}

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    Advice: {
        Advice.PERMISSION: _l("This computer may not open the scanner"),
        Advice.ALIKE: _l("Two devices look the same"),
        Advice.BUSY: _l("Another program has the scanner"),
        Advice.USE_IT: _l("It works: use it at this bench"),
        Advice.TRY_IT: _l("Scan any code"),
        Advice.KEYBOARD: _l("Plug in a scanner"),
        Advice.PLUG_IN: _l("Plug in a scanner"),
        Advice.PLUG_IN_AGAIN: _l("Plug the scanner in again"),
        Advice.ANOTHER: _l("There is another scanner"),
        Advice.READY: _l("The scanner is ready"),
    },
    Standing: {
        Standing.BOUND: _l("in use at this bench"),
        Standing.HEARD: _l("listened to; its scans do nothing yet"),
        Standing.LISTED: _l("plugged in, not opened"),
        Standing.REFUSED: _l("not opened: it looks exactly like another device"),
    },
    Down: {
        Down.ABSENT: _l("not plugged in"),
        Down.UNPLUGGED: _l("unplugged"),
        Down.BUSY: _l("another program has it"),
        Down.PERMISSION: _l("this computer may not open it"),
        Down.AMBIGUOUS: _l("there are several that may be it"),
        Down.FLOODING: _l("it sends without end and is heard only now and then"),
        Down.UNUSABLE: _l("it cannot be used as it is set up"),
        Down.STOPPED: _l("being opened"),
    },
    Clue: {
        Clue.KIND: _l("it is that kind of device"),
        Clue.IDENTITY: _l("scanners of its maker do"),
        Clue.TEXT: _l("it sent lines of text"),
        Clue.FRAMED: _l("it sent text between STX and ETX"),
        Clue.IDENTIFIER: _l("it sent a code with an AIM identifier"),
        Clue.PACKET: _l("it sent a packet with a right checksum"),
        Clue.ANSWER: _l("it answered when it was asked"),
    },
    DeviceKind: {
        DeviceKind.SERIAL: _l("serial scanner"),
        DeviceKind.HID: _l("USB scanner"),
        DeviceKind.KEYBOARD: _l("keyboard, or a scanner that types"),
        DeviceKind.CAMERA: _l("camera"),
    },
    Terminator: {
        Terminator.AUTO: _l("any, or a pause"),
        Terminator.CR: _l("Enter (CR)"),
        Terminator.LF: _l("new line (LF)"),
        Terminator.CRLF: _l("CR and LF"),
        Terminator.TAB: _l("Tab"),
        Terminator.ETX: _l("STX in front, ETX after"),
        Terminator.NONE: _l("nothing, only a pause"),
    },
    Parity: {
        Parity.NONE: _l("none"),
        Parity.EVEN: _l("even"),
        Parity.ODD: _l("odd"),
        Parity.MARK: _l("mark"),
        Parity.SPACE: _l("space"),
    },
    Flow: {
        Flow.NONE: _l("none"),
        Flow.RTSCTS: _l("RTS/CTS"),
        Flow.DSRDTR: _l("DSR/DTR"),
        Flow.XONXOFF: _l("XON/XOFF"),
    },
    Layout: {
        Layout.US: _l("US English"),
        Layout.UK: _l("UK English"),
        Layout.DE: _l("German"),
        Layout.FR: _l("French"),
        Layout.HE: _l("Hebrew"),
        Layout.RU: _l("Russian"),
    },
    Signal: {
        Signal.GOOD: _l("Good"),
        Signal.UNKNOWN: _l("Unknown"),
        Signal.WRONG: _l("Wrong bin"),
        Signal.DONE: _l("Done"),
    },
}

# Why bytes are no code.
BROKEN: Mapping[str, Lazy] = {
    "cut_by_unplug": _l("it was unplugged in the middle"),
    "too_long": _l("longer than any code"),
    "incomplete": _l("the end never came"),
    "nothing_printable": _l("nothing printable in it"),
}

# What the bridge says of its own question.
SAID: Mapping[str, Lazy] = {
    "asks what it is": _l("asks what it is"),
    "answers what it is": _l("answers what it is"),
}

# Languages of scanners by the name of their driver; a driver that is new here goes by its own title.
DRIVERS: Mapping[str, Lazy] = {
    "plain": _l("plain: it sends codes and takes no commands"),
    "ssi": _l("Zebra SSI"),
    "honeywell": _l("Honeywell commands"),
    "datalogic": _l("Datalogic commands"),
    "newland": _l("Newland commands"),
    "hid_pos": _l("USB HID POS"),
    "wedge": _l("it types like a keyboard"),
}
