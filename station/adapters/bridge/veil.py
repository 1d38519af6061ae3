"""Traces as they may be shown: a badge's secret is masked wherever it stands, in bytes and in words.

The bytes of one code may come in many pieces. Whatever belongs to a code that turns out to be a badge is
masked whole; of a code under way everything from the badge's mark on. A keyboard's bytes are never shown:
they are key by key what a person may have typed.
"""

import re
from collections.abc import Iterator, Sequence

from firmware_bridge.events import DeviceKind, Trace
from station.device_ports import Exchange
from station.domain.scanning import BADGE_PREFIX

MOST_BYTES = 64
MASK = "•"
_SECRET = re.compile(re.escape(BADGE_PREFIX.encode()) + rb"[^\x00-\x1f]*")
_SPOKEN = re.compile(re.escape(BADGE_PREFIX) + r".*", re.DOTALL)
_PICTURES = {number: 0x2400 + number for number in range(0x20)}
_ENDS = ("code ", "no code")


def exchanges(traces: Sequence[Trace], kind: DeviceKind) -> tuple[Exchange, ...]:
    """Prepare traces for the screen, oldest first."""
    hidden = _of_badges(traces)
    spans = _marked(traces)
    return tuple(
        _exchange(trace, (0, len(trace.data)) if whole or kind is DeviceKind.KEYBOARD else span)
        for trace, whole, span in zip(traces, hidden, spans, strict=True)
    )


def _of_badges(traces: Sequence[Trace]) -> list[bool]:
    """Tell of each trace whether it is a piece of a badge that was read whole."""
    hidden = [False] * len(traces)
    begin = 0
    for number, trace in enumerate(traces):
        if any(BADGE_PREFIX in words for words in trace.meaning):
            hidden[begin : number + 1] = [not one.sent for one in traces[begin : number + 1]]
        if any(words.startswith(_ENDS) for words in trace.meaning):
            begin = number + 1
    return hidden


def _marked(traces: Sequence[Trace]) -> Iterator[tuple[int, int]]:
    """Yield of each trace which bytes stand after the mark of a badge, however it was cut."""
    received = b"".join(trace.data for trace in traces if not trace.sent)
    secrets = [found.span() for found in _SECRET.finditer(received)]
    at = 0
    for trace in traces:
        size = 0 if trace.sent else len(trace.data)
        cut = [(max(a, at) - at, min(b, at + size) - at) for a, b in secrets if a < at + size and b > at]
        yield (cut[0][0], cut[-1][1]) if cut else (0, 0)
        at += size


def _exchange(trace: Trace, masked: tuple[int, int]) -> Exchange:
    first, last = masked
    shown = range(min(len(trace.data), MOST_BYTES))
    hidden = [first <= n < last for n in shown]
    hexed = [MASK * 2 if hidden[n] else f"{trace.data[n]:02x}" for n in shown]
    text = [MASK if hidden[n] else _printed(trace.data[n]) for n in shown]
    more = ["…"] if len(trace.data) > MOST_BYTES else []
    meaning = tuple(_words(words) for words in trace.meaning)
    if hidden and all(hidden):
        return Exchange(trace.at, trace.sent, "", MASK * 4, meaning)
    return Exchange(trace.at, trace.sent, " ".join(hexed + more), "".join(text + more), meaning)


def _words(words: str) -> str:
    return _SPOKEN.sub(BADGE_PREFIX + MASK * 4, words).translate(_PICTURES)


def _printed(byte: int) -> str:
    """Show a byte as a character; control characters by their pictures, ␍ for CR."""
    if byte < 0x20:
        return chr(0x2400 + byte)
    return chr(byte) if byte < 0x7F else "·"
