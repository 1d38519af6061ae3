"""What is thought of one device's language: by what it is, by what it sent, by what it answered."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from firmware_bridge.decode.recognise import (
    ANSWER_SECONDS,
    ENOUGH,
    Suspicion,
    Why,
    by_answer,
    by_bytes,
    by_identity,
    probe,
    surest,
)
from firmware_bridge.decode.ssi_packet import Cutter, Opcode, Packet
from firmware_bridge.errors import BridgeError
from firmware_bridge.events import DeviceSpec, Trace

LAST_WORDS_SECONDS = 0.3  # what comes later than that after the answer began is a scan
ASKS = "asks what it is"
ANSWERS = "answers what it is"
Traces = Callable[[], Sequence[Trace]]


@dataclass(slots=True)
class Guess:
    """A suspicion that grows with what is heard. Used by one thread, read by any.

    `listener` is the language to hear the device in while it is unbound, where that is another than the plain
    one: a scanner that sends packets without having been told to is set to them for good.
    """

    likely: Suspicion | None = field(default=None, init=False)
    listener: str = field(default="", init=False)
    _asked: float | None = field(default=None, init=False)
    _answered_at: float | None = field(default=None, init=False)
    _answered: Suspicion | None = field(default=None, init=False)
    _thought_of: tuple[str, int, object] | None = field(default=None, init=False)

    def forget(self) -> None:
        """The device is gone: ask the next time it comes."""
        self._asked = self._answered_at = None

    def ask(self, spec: DeviceSpec, write: Callable[[bytes], None]) -> None:
        """Send the one question that harms nothing, once an opening."""
        question = probe(spec)
        if self._asked is None and question is not None and not self.listener:
            self._asked = time.monotonic()
            with contextlib.suppress(BridgeError):
                write(question)

    @property
    def waiting(self) -> bool:
        """Tell whether what comes now may be the answer."""
        return self._asked is not None and time.monotonic() - self._asked <= ANSWER_SECONDS

    def read(self, spec: DeviceSpec | None, traces: Traces, trace: Trace) -> Trace | None:
        """Say of the question and its answer that they are no scan; None for what is told already."""
        if spec is None or not self.waiting:
            return trace
        if trace.sent:
            return replace(trace, meaning=(ASKS,)) if trace.data == probe(spec) else trace
        if not self.is_answer(spec, traces, trace.data):
            return trace
        return replace(trace, meaning=(ANSWERS,)) if trace.data else None

    def is_answer(self, spec: DeviceSpec | None, traces: Traces, more: bytes) -> bool:
        """Tell whether what came since the question, with `more` at its end, answers it."""
        if spec is None or not self.waiting:
            return False
        came = _since_asked(traces()) + more
        answer = by_answer(spec, came)
        if answer is None or answer.why is not Why.ANSWER or _sends_packets(came):
            return False
        self._answered_at = self._answered_at or time.monotonic()
        return time.monotonic() - self._answered_at <= LAST_WORDS_SECONDS

    def think(self, spec: DeviceSpec, traces: Sequence[Trace]) -> bool:
        """Take in what was heard; return whether it changed what is thought."""
        seen = (spec.path, len(traces), traces[-1] if traces else None)
        if seen == self._thought_of:
            return False
        self._thought_of = seen
        before = (self.likely, self.listener)
        heard = b"".join(trace.data for trace in traces if not trace.sent)[-ENOUGH:]
        if self.waiting:
            self._answered = by_answer(spec, _since_asked(traces)) or self._answered
        self.likely = surest(by_identity(spec), by_bytes(heard), self._answered)
        self.listener = self.listener or ("ssi" if _sends_packets(heard) else "")
        return before != (self.likely, self.listener)


def _since_asked(traces: Sequence[Trace]) -> bytes:
    """Return what came after the last bytes that were sent."""
    last = max((number for number, trace in enumerate(traces) if trace.sent), default=-1)
    return b"".join(trace.data for trace in traces[last + 1 :])


def _sends_packets(heard: bytes) -> bool:
    pieces = Cutter().feed(heard)
    return any(isinstance(piece, Packet) and piece.opcode == Opcode.DECODE_DATA for piece in pieces)
