"""Labels on real lines to a simulated ZPL printer: printed, held, or known to be unknown."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from firmware_bridge.sim.printer_ways import PtyPrinter, TcpPrinter
from firmware_bridge.sim.zpl_printer import Fault
from firmware_bridge.sim.zpl_printer import ZplPrinter as Simulated
from station.adapters.printing import printers
from station.adapters.printing.drawing import draw
from station.adapters.printing.files import LabelFiles
from station.adapters.printing.lines import NetworkLine, SerialLine, UsbLine
from station.adapters.printing.media import Media
from station.adapters.printing.printers import PdfPrinter, ZplPrinter
from station.domain.labels import Label, LabelKind, label
from station.domain.printing import Outcome, PrinterState

MEDIA = Media()
PLATE = label(LabelKind.LPN, "L07-0000123-4", "Electric kettle", "KT-17")
NASTY = label(LabelKind.BIN, "^XA~JR", "^XA~JA^XZ", "~HS\r\n^FD", "\x1b\x02~DG\x00")

PRINTED = (Outcome.PRINTED, PrinterState.READY)


@pytest.fixture
def network() -> Iterator[TcpPrinter]:
    device = TcpPrinter()
    device.start()
    yield device
    device.stop()


@pytest.fixture
def serial_line(tmp_path: Path) -> Iterator[PtyPrinter]:
    device = PtyPrinter(tmp_path / "printer")
    device.start()
    yield device
    device.stop()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a simulator that will not answer less time than a real printer gets."""
    monkeypatch.setattr(printers, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(printers, "PRINT_SECONDS", 0.3)


def on(device: TcpPrinter) -> ZplPrinter:
    return ZplPrinter(lambda: NetworkLine("127.0.0.1", device.port), MEDIA)


def on_serial(device: PtyPrinter) -> ZplPrinter:
    return ZplPrinter(lambda: SerialLine(str(device.link), 115200), MEDIA)


def same(printed: list[np.ndarray], *labels: Label) -> bool:
    """Tell whether these labels came out, dot for dot."""
    return len(printed) == len(labels) and all(
        np.array_equal(dots, draw(each, MEDIA)) for dots, each in zip(printed, labels, strict=True)
    )


def test_a_label_comes_out_of_a_network_printer_dot_for_dot(network: TcpPrinter) -> None:
    assert on(network).send(PLATE) == PRINTED
    assert same(network.printer.printed, PLATE)


def test_a_label_comes_out_of_a_serial_printer_dot_for_dot(serial_line: PtyPrinter) -> None:
    printer = on_serial(serial_line)
    assert [printer.send(PLATE), printer.send(NASTY)] == [PRINTED, PRINTED]
    assert same(serial_line.printer.printed, PLATE, NASTY)


def test_a_usb_device_is_written_and_asked_like_any_other(serial_line: PtyPrinter) -> None:
    printer = ZplPrinter(lambda: UsbLine(str(serial_line.link)), MEDIA)
    assert printer.send(PLATE) == PRINTED
    assert same(serial_line.printer.printed, PLATE)


def test_a_serial_printer_behind_a_network_adapter_is_reached_by_its_address(network: TcpPrinter) -> None:
    printer = ZplPrinter(lambda: SerialLine(f"socket://{network.address}", 9600), MEDIA)
    assert printer.send(PLATE) == PRINTED
    assert same(network.printer.printed, PLATE)


def test_a_serial_port_that_another_program_has_is_told_as_busy(serial_line: PtyPrinter) -> None:
    other = SerialLine(str(serial_line.link), 9600)
    try:
        assert on_serial(serial_line).send(PLATE) == (Outcome.NOT_SENT, PrinterState.BUSY)
    finally:
        other.close()
    assert on_serial(serial_line).send(PLATE) == PRINTED


def test_nothing_written_on_a_label_is_a_command(network: TcpPrinter) -> None:
    assert on(network).send(NASTY) == PRINTED
    assert network.printer.unknown == []
    assert same(network.printer.printed, NASTY)


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (Fault.PAPER_OUT, PrinterState.PAPER_OUT),
        (Fault.RIBBON_OUT, PrinterState.RIBBON_OUT),
        (Fault.HEAD_OPEN, PrinterState.HEAD_OPEN),
        (Fault.PAUSED, PrinterState.PAUSED),
        (Fault.TOO_HOT, PrinterState.TOO_HOT),
    ],
)
def test_a_printer_with_a_fault_gets_nothing_and_says_why(
    network: TcpPrinter, fault: Fault, state: PrinterState
) -> None:
    printer = on(network)
    network.printer.set(fault, True)
    assert printer.send(PLATE) == (Outcome.NOT_SENT, state)
    assert printer.state() is state
    network.printer.set(fault, False)
    assert network.printer.printed == []
    assert printer.send(PLATE) == PRINTED


def test_a_printer_that_goes_mute_for_want_of_paper_is_not_taken_for_well(network: TcpPrinter) -> None:
    network.printer.mute_in_fault = True
    network.printer.set(Fault.PAPER_OUT, True)
    assert on(network).send(PLATE) == (Outcome.NOT_SENT, PrinterState.SILENT)


def test_a_printer_that_is_not_there_gets_nothing(network: TcpPrinter) -> None:
    printer = on(network)
    network.stop()
    assert printer.send(PLATE) == (Outcome.NOT_SENT, PrinterState.OFFLINE)
    network.start()
    assert printer.send(PLATE) == PRINTED


def test_a_label_cut_on_its_way_is_not_printed_and_does_not_spoil_the_next(network: TcpPrinter) -> None:
    printer = on(network)
    network.cut_after = 1500
    assert printer.send(PLATE)[0] is Outcome.NOT_SENT
    assert printer.send(NASTY) == PRINTED
    assert same(network.printer.printed, NASTY)


class GoesAway(Simulated):
    """A printer that runs into a fault as soon as it has a whole label."""

    fault: Fault | None = Fault.PAPER_OUT

    def feed(self, data: bytes) -> bytes:
        if b"^XZ" in data and self.fault:
            self.faults.add(self.fault)
        return Simulated.feed(self, data)


def test_a_label_inside_a_printer_that_ran_out_of_paper_is_known_to_be_there(network: TcpPrinter) -> None:
    network.printer = GoesAway()
    printer = on(network)
    assert printer.send(PLATE) == (Outcome.INSIDE, PrinterState.PAPER_OUT)
    assert printer.ask().waiting == 1
    network.printer.set(Fault.PAPER_OUT, False)
    assert (printer.ask().state, printer.ask().waiting) == (PrinterState.READY, 0)
    assert same(network.printer.printed, PLATE)


def test_a_printer_that_falls_silent_with_the_label_leaves_it_unsure(network: TcpPrinter) -> None:
    network.printer = GoesAway(mute_in_fault=True)
    assert on(network).send(PLATE) == (Outcome.UNSURE, PrinterState.SILENT)


def test_a_printer_that_cannot_answer_is_sent_labels_and_says_so(network: TcpPrinter) -> None:
    network.printer.mute_in_fault = True
    printer = ZplPrinter(lambda: NetworkLine("127.0.0.1", network.port), MEDIA, answers=False)
    assert printer.send(PLATE) == (Outcome.PRINTED, PrinterState.UNASKED)
    assert printer.ask().state is PrinterState.UNASKED


@pytest.mark.parametrize("made", [lambda path: SerialLine(str(path), 9600), lambda path: UsbLine(str(path))])
def test_a_device_that_is_unplugged_is_told_as_not_there(
    tmp_path: Path, made: Callable[[Path], UsbLine]
) -> None:
    printer = ZplPrinter(lambda: made(tmp_path / "none"), MEDIA)
    assert printer.ask().state is PrinterState.OFFLINE


def test_every_label_becomes_a_pdf_of_its_own_in_a_folder(tmp_path: Path) -> None:
    printer = PdfPrinter(tmp_path / "labels", LabelFiles(MEDIA))
    assert [printer.send(PLATE), printer.send(NASTY)] == [PRINTED, PRINTED]
    assert [path.read_bytes()[:5] for path in (tmp_path / "labels").iterdir()] == [b"%PDF-"] * 2


def test_a_folder_that_cannot_be_written_holds_the_label(tmp_path: Path) -> None:
    (tmp_path / "labels").write_text("a file where the folder should be")
    printer = PdfPrinter(tmp_path / "labels", LabelFiles(MEDIA))
    assert printer.send(PLATE)[0] is Outcome.NOT_SENT
    assert printer.state().in_trouble
