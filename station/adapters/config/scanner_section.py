"""[[scanner]] to the scanners that a site bound by its settings file."""

from station.adapters.config.kinds import FLAG, member_of, number_in, pattern, whole
from station.adapters.config.sections import Section
from station.domain.devices import Binding, Flow, Habits, Layout, Parity, SerialLine, Terminator
from station.domain.phrases import phrase

_DEVICE = pattern(
    r"usb:[0-9a-fA-F]{4}:[0-9a-fA-F]{4}([:@].+)?", phrase('an identity such as "usb:05e0:1701:S123"')
)
PATH = pattern(
    r"/.+|COM\d+|(socket|rfc2217)://[^\s/:]+:\d+",
    phrase('"/dev/...", "COM3" or "socket://host:port"'),
)
_DRIVER = pattern(
    r"[a-z0-9_]+", phrase('a driver such as "plain"; python -m firmware_bridge drivers lists them')
)
_AFFIX = pattern(r"[\s\S]{0,16}", phrase("at most 16 characters in quotes"))
_GIVEN = {0: phrase("neither device and path given"), 2: phrase("both device and path given")}
_STOPBITS = number_in(1, 1.5, 2)


def scanner(section: Section) -> Binding:
    """Read one scanner, named by ``device`` or by ``path``, never by both."""
    device, path = section.maybe("device", _DEVICE), section.maybe("path", PATH)
    given = ("device" in section.table) + ("path" in section.table)
    if given in _GIVEN:
        section.wrong("", _GIVEN[given], phrase("exactly one of them"))
    driver = section.take("driver", _DRIVER, "plain")
    return Binding(device or path or "", driver, serial_line(section), _habits(section))


def serial_line(section: Section) -> SerialLine:
    """Read how a serial line is set."""
    return SerialLine(
        baud=section.take("baud", whole(300, 4_000_000), 9600),
        bytesize=section.take("bytesize", whole(7, 8), 8),
        parity=section.take("parity", member_of(Parity), Parity.NONE),
        stopbits=section.take("stopbits", _STOPBITS, 1.0),
        flow=section.take("flow", member_of(Flow), Flow.NONE),
    )


def _habits(section: Section) -> Habits:
    return Habits(
        terminator=section.take("terminator", member_of(Terminator), Terminator.AUTO),
        prefix=section.take("prefix", _AFFIX, ""),
        suffix=section.take("suffix", _AFFIX, ""),
        layout=section.take("layout", member_of(Layout), Layout.US),
        acknowledge=section.take("acknowledge", FLAG, False),
        ack=section.take("ack", _AFFIX, Habits().ack),
        nak=section.take("nak", _AFFIX, Habits().nak),
    )
