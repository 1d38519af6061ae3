"""What a keyboard types: presses and releases of keys in, characters out."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from firmware_bridge.decode.layouts import COMMON, DIGITS_OF_PAD, LAYOUTS, PAD, SPOILING, Key, Layout

LEFT_CTRL, RIGHT_CTRL, LEFT_SHIFT, RIGHT_SHIFT, LEFT_ALT, RIGHT_ALT = 29, 97, 42, 54, 56, 100
LEFT_META, RIGHT_META, CAPS_LOCK = 125, 126, 58
MODIFIERS = frozenset(
    {LEFT_CTRL, RIGHT_CTRL, LEFT_SHIFT, RIGHT_SHIFT, LEFT_ALT, RIGHT_ALT, LEFT_META, RIGHT_META}
)
PLAIN, SHIFT, ALTGR = 0, 1, 2
MARKS = {"^": "\u0302", "¨": "\u0308", "`": "\u0300", "´": "\u0301", "~": "\u0303"}
MOST_DIGITS = 7  # 1114111 is the last character there is
US = LAYOUTS["us"]


class NotText(Exception):
    """A key that means no character on this layout: the code it belongs to cannot be known."""


@dataclass(slots=True)
class Keyboard:
    """Remember what is held down. Caps Lock counts from off: whoever opens a device sees to that."""

    layout: Layout
    _held: set[int] = field(default_factory=set, init=False)
    _caps: bool = field(default=False, init=False)
    _digits: str = field(default="", init=False)
    _dead: str = field(default="", init=False)

    def key(self, code: int, down: bool) -> str:
        """Press or release a key and return what that types; raises NotText."""
        if code in MODIFIERS:
            return self._modify(code, down)
        if not down:
            return ""
        if code == CAPS_LOCK:
            self._caps = not self._caps
            return ""
        return self._press(code)

    def flush(self) -> str:
        """Return the accent that no letter came for."""
        dead, self._dead = self._dead, ""
        return dead

    def reset(self) -> None:
        """Forget what is held down, after keys were lost."""
        self._held.clear()
        self._digits = self._dead = ""

    def _modify(self, code: int, down: bool) -> str:
        (self._held.add if down else self._held.discard)(code)
        if down or not self._digits or self._alt:
            return ""
        digits, self._digits = self._digits, ""
        return self.flush() + numbered(digits)

    @property
    def _alt(self) -> bool:
        return LEFT_ALT in self._held or (RIGHT_ALT in self._held and not self.layout.altgr)

    @property
    def _control(self) -> bool:
        return bool(self._held & {LEFT_CTRL, RIGHT_CTRL})

    @property
    def _third(self) -> bool:
        if not self.layout.altgr:
            return False
        return RIGHT_ALT in self._held or (LEFT_ALT in self._held and self._control)

    def _press(self, code: int) -> str:
        if self._alt and code in DIGITS_OF_PAD and not self._control:
            self._digits = (self._digits + DIGITS_OF_PAD[code])[: MOST_DIGITS + 1]
            return ""
        key = self.layout.keys.get(code)
        if code in SPOILING or (key is not None and self._strange):
            raise NotText
        if key is None:
            return self._composed(COMMON.get(code) or PAD.get(code) or "")
        return self._control_of(code, key) if self._control and not self._third else self._level_of(code, key)

    @property
    def _strange(self) -> bool:
        meta = self._held & {LEFT_META, RIGHT_META}
        return bool(meta) or (self._alt and not self._third)

    def _control_of(self, code: int, key: Key) -> str:
        """Return a control character: the layout says where letters are, us where `]` is (Ctrl+] is GS)."""
        letter = key.plain.upper()
        if not "A" <= letter <= "Z":
            letter = US.keys[code][SHIFT if self._shifted else PLAIN].upper()
        if not "@" <= letter <= "_":
            raise NotText
        return chr(ord(letter) & 0x1F)

    @property
    def _shifted(self) -> bool:
        return bool(self._held & {LEFT_SHIFT, RIGHT_SHIFT})

    def _level_of(self, code: int, key: Key) -> str:
        shift = self._shifted != (self._caps and key.shift.isalpha())
        level = ALTGR if self._third else SHIFT if shift else PLAIN
        letter = key[level]
        if not letter:
            raise NotText
        if (code, level) in self.layout.dead:
            before, self._dead = self._dead, letter
            return before
        return self._composed(letter)

    def _composed(self, letter: str) -> str:
        dead = self.flush() if letter else ""
        if not dead:
            return letter
        if letter == " ":
            return dead
        both = unicodedata.normalize("NFC", letter + MARKS[dead])
        return both if len(both) == 1 else dead + letter


def numbered(digits: str) -> str:
    """Return the character of an Alt+numpad number; raises NotText.

    With a zero in front it is Windows-1252, without one code page 437, and above 255 Unicode.
    """
    number = int(digits)
    if number > 255 or number < 32:  # control characters are the same in all three
        return _unicode(number)
    try:
        return bytes((number,)).decode("cp1252" if digits.startswith("0") else "cp437")
    except UnicodeDecodeError:
        raise NotText from None


def _unicode(number: int) -> str:
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        raise NotText
    return chr(number)
