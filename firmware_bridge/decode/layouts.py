"""Keyboard layouts: which character a scanner means by a scancode when it is set to a country.

A scanner that types knows no characters, only keys of the layout it was set to; the same layout here gives
back what it read. Key codes are those of linux/input-event-codes.h. Layouts: us, uk, de, fr as on Windows and
in XKB alike; he is SI 1452, ru the typewriter's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

NO_KEY = " "  # in the tables: this key has no character here; the space bar is none of theirs
# The keys of the tables in order: the row of digits, the rows below it, the two keys that move about.
KEYS = (41, *range(2, 14), *range(16, 28), *range(30, 41), 43, 86, *range(44, 54))


class Key(NamedTuple):
    """The characters of one key: alone, with Shift, with AltGr; empty where there is none."""

    plain: str
    shift: str
    altgr: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """One country's keys. `dead` are the keys, with their level 0 to 2, that wait for a letter to sit on."""

    keys: Mapping[int, Key]
    dead: frozenset[tuple[int, int]] = frozenset()
    altgr: bool = False


def _layout(
    plain: str, shift: str, altgr: Mapping[int, str] | None = None, dead: tuple[tuple[int, int], ...] = ()
) -> Layout:
    third = altgr or {}
    keys = {
        code: Key(below.strip(), above.strip(), third.get(code, ""))
        for code, below, above in zip(KEYS, plain, shift, strict=True)
    }
    return Layout(keys, frozenset(dead), bool(third))


GRAVE, EQUAL, LEFT_BRACE, ANGLE = 41, 13, 26, 86
Q, E, M = 16, 18, 50
DIGIT = {digit: code for code, digit in enumerate("1234567890", 2)}

_US = _layout(
    "`1234567890-=qwertyuiop[]asdfghjkl;'\\\\zxcvbnm,./",
    '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"||ZXCVBNM<>?',
)
_UK = _layout(
    "`1234567890-=qwertyuiop[]asdfghjkl;'#\\zxcvbnm,./",
    '¬!"£$%^&*()_+QWERTYUIOP{}ASDFGHJKL:@~|ZXCVBNM<>?',
    {GRAVE: "¦", DIGIT["4"]: "€", E: "é", 22: "ú", 23: "í", 24: "ó", 30: "á"},
)
_DE = _layout(
    "^1234567890ß´qwertzuiopü+asdfghjklöä#<yxcvbnm,.-",
    "°!\"§$%&/()=?`QWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_",
    {
        **dict(zip((DIGIT[digit] for digit in "237890"), "²³{[]}", strict=True)),
        **{12: "\\", Q: "@", E: "€", 27: "~", ANGLE: "|", M: "µ"},
    },
    dead=((GRAVE, 0), (EQUAL, 0), (EQUAL, 1)),
)
_FR = _layout(
    "²&é\"'(-è_çà)=azertyuiop^$qsdfghjklmù*<wxcvbn,;:!",
    " 1234567890°+AZERTYUIOP¨£QSDFGHJKLM%µ>WXCVBN?./§",
    {**dict(zip((*range(3, 12), 12, 13), "~#{[|`\\^@]}", strict=True)), E: "€", 27: "¤"},
    dead=((LEFT_BRACE, 0), (LEFT_BRACE, 1), (DIGIT["2"], 2), (DIGIT["7"], 2)),
)
_HE = _layout(
    ";1234567890-=/'קראטוןםפ][שדגכעיחלךף,\\\\זסבהנמצתץ.",
    '~!@#$%^&*)(_+QWERTYUIOP}{ASDFGHJKL:"||ZXCVBNM><?',
)
_RU = _layout(
    "ё1234567890-=йцукенгшщзхъфывапролджэ\\\\ячсмитьбю.",
    'Ё!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭ//ЯЧСМИТЬБЮ,',
)

LAYOUTS: Mapping[str, Layout] = {"us": _US, "uk": _UK, "de": _DE, "fr": _FR, "he": _HE, "ru": _RU}

# The same on every layout: Enter, Tab, line feed, space, and the keypad with its lock on.
COMMON: Mapping[int, str] = {28: "\r", 96: "\r", 15: "\t", 101: "\n", 57: " ", 117: "=", 121: ","}
DIGITS_OF_PAD = dict(zip((82, 79, 80, 81, 75, 76, 77, 71, 72, 73), "0123456789", strict=True))
PAD: Mapping[int, str] = {**DIGITS_OF_PAD, 74: "-", 78: "+", 83: ".", 55: "*", 98: "/"}
# Keys that would change or add text where one types, and mean nothing in a code: Backspace, Delete, and the
# keys that only Japanese and Brazilian keyboards have.
SPOILING = frozenset({14, 111, 89, 92, 93, 94, 95, 124})
