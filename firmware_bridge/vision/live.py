"""Codes held before a live camera: read from frame after frame, told once each.

A code is told when two frames agree on it, three where the symbology has no check of its own, one where it
corrects errors. It is told again only after it was gone: not read for 1.5 seconds of looking, and something
moved since, for a code that merely reads badly has not left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np
import zxingcpp

from firmware_bridge.decode.gtin import is_gtin
from firmware_bridge.vision.enhance import stripe_angle
from firmware_bridge.vision.photo import Gray
from firmware_bridge.vision.zxing import ERROR_CORRECTED

_CHECKED: Final = (
    zxingcpp.BarcodeFormat.EAN13,
    zxingcpp.BarcodeFormat.EAN8,
    zxingcpp.BarcodeFormat.Code128,
    zxingcpp.BarcodeFormat.Code93,
    zxingcpp.BarcodeFormat.DataBar,
)
_UNCHECKED: Final = (
    zxingcpp.BarcodeFormat.Code39,
    zxingcpp.BarcodeFormat.ITF,
)
_MATRIX: Final = (
    zxingcpp.BarcodeFormat.QRCode,
    zxingcpp.BarcodeFormat.DataMatrix,
    zxingcpp.BarcodeFormat.Aztec,
    zxingcpp.BarcodeFormat.PDF417,
)
_FORMATS: Final = zxingcpp.BarcodeFormats(_CHECKED + _UNCHECKED + _MATRIX)
_AGREEING: Final = 2
_AGREEING_UNCHECKED: Final = 3
_LONGEST: Final = 256
"""Characters: what a scanner may send too. More is a document and names nothing here."""
_GONE_SECONDS: Final = 1.5
_AGREE_WITHIN: Final = 1.0
_LONGEST_STEP: Final = 0.5
"""Seconds that one pause between two looks counts for: what nobody looked at has not left."""
_LEAST_TURN: Final = 3.0
"""Degrees that a reader does not mind."""
_TURN_EVERY: Final = 0.3
"""Seconds from one try with the picture turned to the next; each costs as much as two plain looks."""


@dataclass(frozen=True, slots=True)
class Read:
    """One code as read: its text, the AIM identifier such as "]E0", and how many frames have to agree."""

    text: str
    aim: str
    needed: int


@dataclass(slots=True)
class _Presence:
    last: float
    moves: int
    times: int = 1
    told: bool = False


def middle(gray: Gray, share: float) -> Gray:
    """Return the middle of a picture: a share of its width and height."""
    height, width = gray.shape
    top, left = (round(side * (1 - share) / 2) for side in (height, width))
    return gray[top : height - top, left : width - left]


def turned(gray: Gray, degrees: float) -> Gray:
    """Turn a picture about its middle; its corners are lost, which a code held to be read does not reach."""
    height, width = gray.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(gray, turn, (width, height), borderValue=255), np.uint8)


def read(gray: Gray) -> list[Read]:
    """Read the codes in one picture; those that cannot be believed are left out."""
    found = zxingcpp.read_barcodes(gray, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain)
    return [_as_read(code) for code in found if _plausible(code)]


def _plausible(code: zxingcpp.Barcode) -> bool:
    # Interleaved 2 of 5 has no start worth the name: only the form that cartons carry is believed.
    whole = code.format != zxingcpp.BarcodeFormat.ITF or (len(code.text) == 14 and is_gtin(code.text))
    return whole and 0 < len(code.text) <= _LONGEST


def _as_read(code: zxingcpp.Barcode) -> Read:
    return Read(code.text, code.symbology_identifier, _frames_needed(code))


def _frames_needed(code: zxingcpp.Barcode) -> int:
    if str(code.symbology.name) in ERROR_CORRECTED:
        return 1
    return _AGREEING_UNCHECKED if code.format in _UNCHECKED else _AGREEING


@dataclass(slots=True)
class LiveReader:
    """Follow which codes are in view; its clock runs only while it looks."""

    share: float = 0.7
    _in_view: dict[tuple[str, str], _Presence] = field(default_factory=dict, init=False)
    _clock: float = field(default=0.0, init=False)
    _looked: float | None = field(default=None, init=False)
    _turned: float = field(default=-1.0, init=False)

    def look(self, gray: Gray, now: float, moves: int) -> list[Read]:
        """Look at one frame and return the codes to tell; `moves` counts how often something moved so far."""
        self._tick(now)
        region = middle(gray, self.share)
        seen = read(region) or self._turned_upright(region)
        told = [code for code in seen if self._is_news(code, moves)]
        self._forget(moves)
        return told

    def _tick(self, now: float) -> None:
        since = 0.0 if self._looked is None else now - self._looked
        self._clock += min(since, _LONGEST_STEP)
        self._looked = now

    def _turned_upright(self, region: Gray) -> list[Read]:
        if self._clock - self._turned < _TURN_EVERY:
            return []
        self._turned = self._clock
        angle = stripe_angle(region)
        return [] if abs(angle) < _LEAST_TURN else read(turned(region, angle))

    def _is_news(self, code: Read, moves: int) -> bool:
        known = self._in_view.get((code.text, code.aim))
        if known is None:
            known = self._in_view[code.text, code.aim] = _Presence(self._clock, moves)
        else:
            known.times, known.last, known.moves = known.times + 1, self._clock, moves
        news = not known.told and known.times >= code.needed
        known.told = known.told or news
        return news

    def _forget(self, moves: int) -> None:
        for code in list(self._gone(moves)):
            del self._in_view[code]

    def _gone(self, moves: int) -> Iterator[tuple[str, str]]:
        for code, known in self._in_view.items():
            away = self._clock - known.last
            if away >= _GONE_SECONDS and moves > known.moves if known.told else away >= _AGREE_WITHIN:
                yield code
