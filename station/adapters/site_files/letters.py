"""Bytes of a file to text: which encoding they are in is told by a mark, by form, or by their letters."""

import codecs
import re
from dataclasses import dataclass

from station.domain.importing.kinds import Encoding

_MARKS = (
    (codecs.BOM_UTF8, Encoding.UTF_8),
    (codecs.BOM_UTF16_LE, Encoding.UTF_16_LE),
    (codecs.BOM_UTF16_BE, Encoding.UTF_16_BE),
)
# Files with a mark of UTF-32 begin as those of UTF-16 do; nobody writes them.
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_PAGE_OF = {"he": Encoding.CP1255, "ru": Encoding.CP1251}

_HEBREW = re.compile("[א-ת]")
# Letters of Hebrew that stand at the end of a word only, and those that have such a form there.
_FINAL_WITHIN = re.compile("[ךםןףץ](?=[א-ת])")
_FINAL = re.compile("[ךםןףץ](?![א-ת])")
_NOT_AT_THE_END = re.compile("(?<=[א-ת])[כמנצ](?![א-ת])")
# What no price list has: vowel points, and letters of two alphabets in one word.
_POINTS = re.compile("[\u05b0-\u05c3]")
_MIXED = re.compile("[A-Za-z][א-תЀ-ӿ]|[א-תЀ-ӿ][A-Za-z]")
_CYRILLIC = re.compile("[А-Яа-яЁё]")
# Letters of other languages' Cyrillic, which the code page has in place of signs.
_ELSEWHERE = re.compile("[ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЄЇІіґєјЅѕї]")
_CAPITAL_WITHIN = re.compile("[а-яё][А-ЯЁ]")
# So few letters of a file may be against a language and still be slips of the pen.
_SLIPS = 0.02
_ENOUGH = 12


@dataclass(frozen=True, slots=True)
class Lettered:
    """A file as text. Without ``text`` it is none: ``unclear`` if only a person can say what it is,
    with the line of the first byte that is not UTF-8."""

    text: str | None
    encoding: Encoding | None = None
    unclear: bool = False
    line: int = 1


def text_of(data: bytes, named: Encoding | None = None, language: str = "") -> Lettered:
    """Read bytes as text. ``named`` wins over the letters, a mark wins over both.

    Without either UTF-16 is known by its zeros, UTF-8 by being valid, and a code page by what letters come
    out; where both pages make sense the ``language`` of the site decides, and English cannot.
    """
    if data.startswith(_UTF_32):
        return Lettered(None)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _as(data[len(mark) :], encoding)
    if named is not None:
        return _as(data, named)
    wide = _wide(data)
    if wide is not None:
        return _as(data, wide)
    plain = _as(data, Encoding.UTF_8)
    return plain if plain.text is not None or b"\0" in data else _by_letters(data, language, plain.line)


def narrow(data: bytes) -> bytes:
    """Return JSON that came as UTF-16 with a mark as UTF-8; everything else as it is."""
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or data.startswith(_UTF_32):
        return data
    text = text_of(data).text or ""
    return text.encode("utf-8", "replace") if text.lstrip()[:1] in ("[", "{") else data


def _as(data: bytes, encoding: Encoding) -> Lettered:
    try:
        return Lettered(data.decode(encoding.value), encoding)
    except UnicodeDecodeError as error:
        return Lettered(None, encoding, line=data[: error.start].count(b"\n") + 1)


def _wide(data: bytes) -> Encoding | None:
    """Know UTF-16 without a mark: no file begins with a letter but those of ASCII."""
    first, second = data[:1], data[1:2]
    if second == b"\0" and first != b"\0":
        return Encoding.UTF_16_LE
    return Encoding.UTF_16_BE if first == b"\0" and second not in (b"\0", b"") else None


def _by_letters(data: bytes, language: str, line: int) -> Lettered:
    hebrew, russian = _hebrew(data), _russian(data)
    possible = [page for page in (hebrew, russian) if page is not None]
    # What may be Hebrew is Russian by no letter of its own; a final letter in its place is Hebrew's alone.
    certain = hebrew if hebrew and hebrew[1] else None if hebrew else russian
    if certain and certain[1]:
        return _as(data, certain[0])
    by_language = _PAGE_OF.get(language)
    if by_language in [page for page, _ in possible]:
        return _as(data, by_language)
    return Lettered(None, unclear=bool(possible), line=line)


def _hebrew(data: bytes) -> tuple[Encoding, bool] | None:
    """Tell whether bytes make sense as Hebrew, and whether they surely do."""
    text = _as(data, Encoding.CP1255).text
    if text is None:
        return None
    letters = len(_HEBREW.findall(text))
    wrong = sum(len(each.findall(text)) for each in (_FINAL_WITHIN, _POINTS, _MIXED, _NOT_AT_THE_END))
    if not letters or wrong > letters * _SLIPS:
        return None
    return Encoding.CP1255, letters >= _ENOUGH and bool(_FINAL.search(text))


def _russian(data: bytes) -> tuple[Encoding, bool] | None:
    """Tell whether bytes make sense as Russian, and whether they surely do."""
    text = _as(data, Encoding.CP1251).text
    if text is None:
        return None
    letters = _CYRILLIC.findall(text)
    wrong = sum(len(each.findall(text)) for each in (_ELSEWHERE, _MIXED, _CAPITAL_WITHIN))
    if not letters or wrong > len(letters) * _SLIPS:
        return None
    # Vowels make two letters of five in Russian; Hebrew read as Russian has far fewer, or none of some.
    vowels = sum(letter in "аеёиоуыэюяАЕЁИОУЫЭЮЯ" for letter in letters)
    usual = 0.3 <= vowels / len(letters) <= 0.6
    return Encoding.CP1251, len(letters) >= _ENOUGH and usual
