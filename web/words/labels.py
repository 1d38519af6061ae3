"""Words for labels and for what the printer says."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.labels import LabelKind
from station.domain.printing import JobState, PrinterState
from web.words.lazy import Lazy, _l

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    LabelKind: {
        LabelKind.LPN: _l("Licence plate"),
        LabelKind.ITEM: _l("Item"),
        LabelKind.BIN: _l("Bin"),
        LabelKind.COMMAND: _l("Command"),
        LabelKind.BADGE: _l("Badge"),
        LabelKind.MOVE: _l("Move on"),
    },
    PrinterState: {
        PrinterState.READY: _l("ready"),
        PrinterState.PAPER_OUT: _l("out of paper"),
        PrinterState.RIBBON_OUT: _l("out of ribbon"),
        PrinterState.HEAD_OPEN: _l("its head is open"),
        PrinterState.PAUSED: _l("paused"),
        PrinterState.TOO_HOT: _l("too hot"),
        PrinterState.FULL: _l("its memory is full"),
        PrinterState.OFFLINE: _l("not there"),
        PrinterState.SILENT: _l("does not answer: look for paper, the head, the cable"),
        PrinterState.FORBIDDEN: _l("this computer may not open it"),
        PrinterState.BUSY: _l("another program has it"),
        PrinterState.UNASKED: _l("does not tell"),
        PrinterState.NONE: _l("none set up"),
    },
    JobState: {
        JobState.WAITING: _l("waits"),
        JobState.SENDING: _l("is being sent"),
        JobState.INSIDE: _l("waits inside the printer"),
        JobState.PRINTED: _l("printed"),
        JobState.UNSURE: _l("may be printed or not: look, then decide"),
        JobState.UNPRINTABLE: _l("cannot be drawn"),
        JobState.CANCELLED: _l("cancelled"),
    },
}
