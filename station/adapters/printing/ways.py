"""From settings to a printer: which way leads to it, and which paper is in it."""

from collections.abc import Callable
from pathlib import Path

from station.adapters.config.settings import Printer, PrinterKind
from station.adapters.printing.files import LabelFiles
from station.adapters.printing.lines import Line, NetworkLine, SerialLine, UsbLine
from station.adapters.printing.media import Media
from station.adapters.printing.printers import NoPrinter, PdfPrinter, ZplPrinter
from station.ports import Printer as PrinterPort

PORT = 9100


def media_of(settings: Printer) -> Media:
    return Media(settings.width_mm, settings.height_mm, settings.dpi, settings.darkness)


def printer_of(settings: Printer, beside: Path) -> PrinterPort:
    """Return the printer that was set up; nothing is opened yet. A PDF folder is seen from ``beside``."""
    if settings.kind is PrinterKind.NONE:
        return NoPrinter()
    if settings.kind is PrinterKind.PDF:
        return PdfPrinter(beside / settings.address, LabelFiles(media_of(settings)))
    return ZplPrinter(_WAYS[settings.kind](settings), media_of(settings), settings.answers)


def _network(settings: Printer) -> Callable[[], Line]:
    host, _, port = settings.address.partition(":")
    return lambda: NetworkLine(host, int(port or PORT))


def _serial(settings: Printer) -> Callable[[], Line]:
    return lambda: SerialLine(settings.address, settings.baud)


def _usb(settings: Printer) -> Callable[[], Line]:
    return lambda: UsbLine(settings.address)


_WAYS: dict[PrinterKind, Callable[[Printer], Callable[[], Line]]] = {
    PrinterKind.NETWORK: _network,
    PrinterKind.SERIAL: _serial,
    PrinterKind.USB: _usb,
}
