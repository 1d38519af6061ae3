"""Printers: what a label goes to, and what is known of each. Nothing here raises for a printer's state."""

import contextlib
import errno
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import serial
import structlog

from station.adapters.printing import zpl
from station.adapters.printing.drawing import draw
from station.adapters.printing.files import LabelFiles
from station.adapters.printing.lines import Line
from station.adapters.printing.media import Media
from station.domain.labels import Label
from station.domain.printing import Outcome, PrinterState
from station.ports import PrinterSays

log = structlog.get_logger()

ANSWER_SECONDS = 2.0
# A label takes a second or two to come out; longer than this the printer has it and says why not.
PRINT_SECONDS = 8.0
ASK_AGAIN_SECONDS = 0.2
_CODES = {
    errno.EACCES: PrinterState.FORBIDDEN,
    errno.EPERM: PrinterState.FORBIDDEN,
    errno.EBUSY: PrinterState.BUSY,
    errno.EAGAIN: PrinterState.BUSY,  # pyserial's word for a port that another program has locked
    errno.ENOSPC: PrinterState.PAPER_OUT,
}
GONE = (OSError, serial.SerialException)


def state_of(error: Exception) -> PrinterState:
    """Say what an error of the way to the printer means for a person."""
    if isinstance(error, TimeoutError | serial.SerialTimeoutException):
        return PrinterState.SILENT
    return _CODES.get(getattr(error, "errno", None) or 0, PrinterState.OFFLINE)


class NoPrinter:
    """A station without a label printer: labels are shown and saved as PDF."""

    def state(self) -> PrinterState:
        return PrinterState.NONE

    def ask(self) -> PrinterSays:
        return PrinterSays(PrinterState.NONE)

    def send(self, label: Label) -> tuple[Outcome, PrinterState]:
        return Outcome.NOT_SENT, PrinterState.NONE


class PdfPrinter:
    """A folder that every label is put into as a PDF of its own, for whatever prints from there."""

    def __init__(self, folder: Path, files: LabelFiles) -> None:
        self._folder = folder
        self._files = files
        self._state = PrinterState.READY

    def state(self) -> PrinterState:
        return self._state

    def ask(self) -> PrinterSays:
        return PrinterSays(self._state)

    def send(self, label: Label) -> tuple[Outcome, PrinterState]:
        """Write the file whole under its name, so that nobody prints half of it."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part = self._folder / f".label-{time.time_ns()}.part"
            part.write_bytes(self._files.pdf([label]))
            part.replace(self._folder / f"{part.stem.lstrip('.')}.pdf")
        except OSError as error:
            self._state = _CODES.get(error.errno or 0, PrinterState.OFFLINE)
            return Outcome.NOT_SENT, self._state
        self._state = PrinterState.READY
        return Outcome.PRINTED, self._state


class ZplPrinter:
    """A ZPL printer. ``opened`` opens the way to it; without ``answers`` it cannot say how it is."""

    def __init__(self, opened: Callable[[], Line], media: Media, answers: bool = True) -> None:
        self._opened = opened
        self._media = media
        self._answers = answers
        self._one_at_a_time = threading.Lock()
        self._state = PrinterState.UNASKED

    def state(self) -> PrinterState:
        return self._state

    def ask(self) -> PrinterSays:
        """Ask the printer how it is. One that cannot answer is only tried to be opened."""
        with self._one_at_a_time:
            try:
                with self._line() as line:
                    return self._heard(self._asked(line) if self._answers else None)
            except GONE as error:
                return PrinterSays(self._lost(error))

    def send(self, label: Label) -> tuple[Outcome, PrinterState]:
        """Send one label, if the printer can print it now."""
        try:
            job = zpl.job(draw(label, self._media), self._media)
        except Exception:
            log.exception("label_not_drawn", kind=label.kind.value)
            return Outcome.UNPRINTABLE, self._state
        with self._one_at_a_time:
            return self._send(job)

    def _send(self, job: bytes) -> tuple[Outcome, PrinterState]:
        whole = False
        try:
            with self._line() as line:
                before = self._heard(self._asked(line) if self._answers else None)
                if not before.state.takes_labels:
                    return Outcome.NOT_SENT, before.state
                line.write(job)
                line.drain()
                whole = True  # from here on nobody can be sure that it was not printed
                line.write(zpl.PRINT)
                line.drain()
                return self._printed(line)
        except GONE as error:
            return (Outcome.UNSURE if whole else Outcome.NOT_SENT), self._lost(error)

    def _printed(self, line: Line) -> tuple[Outcome, PrinterState]:
        """Wait until the label is out, or the printer says what keeps it."""
        if not self._answers:
            return Outcome.PRINTED, self._state
        until = time.monotonic() + PRINT_SECONDS
        while True:
            said = self._heard(self._asked(line))
            if said.state is PrinterState.SILENT:
                return Outcome.UNSURE, said.state
            if said.waiting == 0:
                return Outcome.PRINTED, said.state
            if said.state is not PrinterState.READY or time.monotonic() > until:
                return Outcome.INSIDE, said.state
            time.sleep(ASK_AGAIN_SECONDS)

    def _asked(self, line: Line) -> zpl.Status | None:
        line.write(zpl.ASK)
        heard, until = b"", time.monotonic() + ANSWER_SECONDS
        while (left := until - time.monotonic()) > 0:
            heard = (heard + line.read(left))[-4096:]
            if status := zpl.status_in(heard):
                return status
        return None

    def _heard(self, status: zpl.Status | None) -> PrinterSays:
        if not self._answers:
            self._note(PrinterState.UNASKED)
        else:
            self._note(status.state if status else PrinterState.SILENT)
        return PrinterSays(self._state, status.waiting if status else 0)

    def _lost(self, error: Exception) -> PrinterState:
        self._note(state_of(error))
        return self._state

    def _note(self, state: PrinterState) -> None:
        if state is not self._state:
            log.info("printer", state=state.value)
        self._state = state

    @contextlib.contextmanager
    def _line(self) -> Iterator[Line]:
        line = self._opened()
        try:
            yield line
        finally:
            line.close()
