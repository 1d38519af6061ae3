"""The table [printer] of station.toml."""

from station.adapters.config.kinds import FLAG, Kind, member_of, number, number_in, pattern, whole
from station.adapters.config.sections import Section
from station.adapters.config.settings import Printer, PrinterKind
from station.domain.phrases import phrase

_ADDRESSES: dict[PrinterKind, Kind[str]] = {
    PrinterKind.NONE: pattern("", phrase("nothing")),
    PrinterKind.NETWORK: pattern(r"[^\s/:]+(:\d{1,5})?", phrase('a host or "host:port"')),
    PrinterKind.SERIAL: pattern(
        r"/.+|COM\d+|(socket|rfc2217)://[^\s/:]+:\d+", phrase('"/dev/...", "COM3" or "socket://host:port"')
    ),
    PrinterKind.USB: pattern(r"/.+", phrase('a device such as "/dev/usb/lp0"')),
    PrinterKind.PDF: pattern(r".+", phrase("a folder")),
}
_DPI = number_in(152, 203, 300, 600)


def printer(section: Section) -> Printer:
    """Read how labels are printed; without the table there is no printer, and a model label."""
    kind = section.take("kind", member_of(PrinterKind), PrinterKind.NONE)
    return Printer(
        kind=kind,
        address=_address(section, kind),
        baud=section.take("baud", whole(300, 4_000_000), 9600),
        answers=section.take("answers", FLAG, True),
        dpi=int(section.take("dpi", _DPI, 203.0)),
        width_mm=section.take("width_mm", number(25, 220), 57.0),
        height_mm=section.take("height_mm", number(15, 300), 32.0),
        darkness=section.maybe("darkness", whole(0, 30)),
        print_lpn_on_intake=section.take("print_lpn_on_intake", FLAG, False),
        print_item_when_done=section.take("print_item_when_done", FLAG, False),
    )


def _address(section: Section, kind: PrinterKind) -> str:
    """Read where the printer is; a station without one may keep the address for later."""
    if kind is PrinterKind.NONE:
        section.maybe("address", pattern(".*", phrase("text")))
        return ""
    return section.take("address", _ADDRESSES[kind])
