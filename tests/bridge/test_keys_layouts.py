"""Each layout's keys give the characters that other systems say they give."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

import pytest

from firmware_bridge.decode.keyboard import Keyboard, NotText, numbered
from firmware_bridge.decode.layouts import LAYOUTS
from firmware_bridge.sim.typist import ALT, ALTGR, CTRL, SHIFT, by_number, strokes

A, B, C, Q, S, W, Y, Z, TWO, THREE, SEVEN, NINE = 30, 48, 46, 16, 31, 17, 21, 44, 3, 4, 8, 10
CAPS = 58


def types(layout: str, *keys: int | tuple[int, ...]) -> str:
    """Press keys in turn, each with what is held before it, and return the text."""
    keyboard = Keyboard(LAYOUTS[layout])
    text = ""
    for stroke in keys:
        *held, key = stroke if isinstance(stroke, tuple) else (stroke,)
        changes = [(code, True) for code in (*held, key)] + [(code, False) for code in (key, *held)]
        text += "".join(keyboard.key(code, down) for code, down in changes)
    return text + keyboard.flush()


FACTS = [
    ("us", (A, (SHIFT, A), (SHIFT, TWO), 40, 26, 53, 43), "aA@'[/\\"),
    ("uk", ((SHIFT, TWO), (SHIFT, THREE), (SHIFT, 40), 43, 86), '"£@#\\'),
    ("de", (Y, Z, (ALTGR, Q), (SHIFT, SEVEN), 53, 12, (ALTGR, 12), 39, 86), "zy@/-ß\\ö<"),
    ("fr", (Q, A, W, 39, TWO, (SHIFT, TWO), (ALTGR, 11), (SHIFT, 52), 7), "aqzmé2@/-"),
    ("he", (A, B, C, (SHIFT, A), 26, (SHIFT, NINE)), "שנבA])"),
    ("ru", (A, B, C, (SHIFT, Q), 53, (SHIFT, THREE)), "фисЙ.№"),
]


@pytest.mark.parametrize(("layout", "keys", "text"), FACTS)
def test_a_key_means_what_is_printed_on_it(layout: str, keys: tuple[int, ...], text: str) -> None:
    assert types(layout, *keys) == text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_enter_tab_space_and_keypad_are_the_same_everywhere(layout: str) -> None:
    assert types(layout, 28, 96, 15, 57, 79, 82, 98) == "\r\r\t 10/"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_digit_can_be_typed(layout: str) -> None:
    keys = [(*held, key) for held, key in strokes("0123456789", layout)]
    assert types(layout, *keys) == "0123456789"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_control_and_right_bracket_is_gs(layout: str) -> None:
    assert types(layout, (CTRL, 27)) == "\x1d"


def test_caps_lock_turns_letters_and_nothing_else() -> None:
    assert types("us", CAPS, A, (SHIFT, A), TWO, 26, CAPS, A) == "Aa2[a"
    assert types("de", CAPS, 39, 12) == "Öß"


def test_an_accent_sits_on_the_letter_behind_it() -> None:
    assert types("fr", 26, 18, (SHIFT, 26), 18) == "êë"
    assert types("de", 13, 18, (SHIFT, 13), A) == "éà"
    assert types("de", 41, 57, 41, 41, 45) == "^^^x"


def test_right_alt_is_alt_where_there_is_no_third_level() -> None:
    with pytest.raises(NotText):
        types("us", (ALTGR, Q))
    assert types("de", (CTRL, ALT, Q)) == "@"


NUMBERS = [("65", "A"), ("0065", "A"), ("065", "A"), ("130", "é"), ("0130", "‚"), ("228", "Σ")]
NUMBERS += [("0228", "ä"), ("029", "\x1d"), ("13", "\r"), ("1488", "א"), ("01064", "Ш"), ("128", "Ç")]


@pytest.mark.parametrize(("digits", "letter"), NUMBERS)
def test_a_number_typed_with_alt_is_a_character(digits: str, letter: str) -> None:
    keyboard = Keyboard(LAYOUTS["us"])
    assert "".join(keyboard.key(code, bool(value)) for code, value in by_number(digits)) == letter


@pytest.mark.parametrize("digits", ["0129", "55555", "9999999", "99999999"])
def test_a_number_of_no_character_is_refused(digits: str) -> None:
    if digits == "55555":
        digits = str(0xD800)
    with pytest.raises(NotText):
        numbered(digits)


@pytest.mark.parametrize("keys", [(14,), ((125, A),), ((ALT, A),), ((ALTGR, 44),)])
def test_a_key_that_is_no_character_is_told(keys: tuple[int, ...]) -> None:
    with pytest.raises(NotText):
        types("de", *keys)


def test_keys_beside_the_text_are_nothing() -> None:
    assert types("us", 59, 1, 103, 69, A) == "a"  # F1, Escape, Up, Num Lock


# Beside libxkbcommon, where a desktop has it -----------------------------------------------------

OTHER = {"uk": "gb", "he": "il", "fr": "fr(azerty)"}
# Windows and X disagree about the key beside the left Shift, and about the British AltGr.
MOOT = {
    ("us", 86),
    ("he", 86),
    ("ru", 86),
    ("uk", 41),
    ("uk", 18),
    ("uk", 22),
    ("uk", 23),
    ("uk", 24),
    ("uk", 30),
}
DEAD = {"dead_circumflex": "^", "dead_acute": "´", "dead_grave": "`", "dead_diaeresis": "¨"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_tables_agree_with_xkb(layout: str) -> None:
    letter_of = xkb(OTHER.get(layout, layout))
    different = [
        (code, level, letter, letter_of(code, level))
        for code, key in LAYOUTS[layout].keys.items()
        for level, letter in enumerate(key)
        if letter and (layout, code) not in MOOT and letter != letter_of(code, level)
    ]
    assert different == []


class Names(ctypes.Structure):
    _fields_ = [(name, ctypes.c_char_p) for name in ("rules", "model", "layout", "variant", "options")]


def xkb(name: str) -> Callable[[int, int], str]:
    try:
        library = ctypes.CDLL("libxkbcommon.so.0")
    except OSError:
        pytest.skip("there is no libxkbcommon here")
    for function in (library.xkb_context_new, library.xkb_keymap_new_from_names):
        function.restype = ctypes.c_void_p
    layout, _, variant = name.rstrip(")").partition("(")
    names = Names(b"evdev", b"pc105", layout.encode(), variant.encode(), b"")
    context = ctypes.c_void_p(library.xkb_context_new(0))
    keymap = library.xkb_keymap_new_from_names(context, ctypes.byref(names), 0)
    if not keymap:
        pytest.skip("there are no layouts here")
    return lambda code, level: symbol(library, ctypes.c_void_p(keymap), code, level)


def symbol(library: ctypes.CDLL, keymap: ctypes.c_void_p, code: int, level: int) -> str:
    found = ctypes.POINTER(ctypes.c_uint32)()
    if library.xkb_keymap_key_get_syms_by_level(keymap, code + 8, 0, level, ctypes.byref(found)) < 1:
        return ""
    words = ctypes.create_string_buffer(64)
    library.xkb_keysym_get_name(found[0], words, 64)
    letter = library.xkb_keysym_to_utf32(found[0])
    return chr(letter) if letter else DEAD.get(words.value.decode(), "")
