"""GS1 facts in scanned data, by biip: element strings, Digital Link addresses and plain GTINs."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from biip import ParseConfig, ParseError
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from biip.gs1_element_strings import GS1ElementString
from biip.gs1_messages import GS1Message
from biip.gtin import Gtin

from station.domain.scanning import Gs1Facts
from station.domain.scanning import Gs1Problem as Problem

__all__ = ["Gs1Facts", "Problem", "interpret"]

MAX_LENGTH: Final = 4096

_GROUP_SEPARATOR: Final = "\x1d"
# AIM identifiers (ISO/IEC 15424) that promise element strings. A plain ]C0 or ]d1 may hold them as well:
# printers forget the FNC1, so those are tried, but they promise nothing.
_MESSAGE_AIMS: Final = frozenset({"]C1", "]d2", "]e0", "]Q3", "]J1"})
_AIM: Final = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_PLAIN_GTIN: Final = re.compile(r"\d{8}|\d{12,14}", re.ASCII)
_ADD_ON: Final = re.compile(r"(\d{13})(?:\d{2}|\d{5})", re.ASCII)
_LEADING_KEY: Final = re.compile(r"01\d{14}|00\d{18}", re.ASCII)
_LEADING_KEY_PRINTED: Final = re.compile(r"\(01\)\d{14}|\(00\)\d{18}", re.ASCII)
_LINK: Final = re.compile(r"https?://", re.IGNORECASE)
_LINK_KEY: Final = re.compile(r"/(?:01/(?:\d{8}|\d{12,14})|00/\d{18})(?=[/?#]|$)", re.ASCII)

# A date that is none must not cost the GTIN beside it, so dates are checked here and not by the parser.
_CONFIG: Final = ParseConfig(gs1_element_strings_verify_date=False)
# What biip lets through for data it did not foresee, besides its own ParseError.
_REFUSALS: Final = (ParseError, ValueError, LookupError, ArithmeticError, AssertionError)


NOT_GS1: Final = Gs1Facts()
_MALFORMED: Final = Gs1Facts(problem=Problem.MALFORMED_GS1)


def interpret(data: str, aim: str | None) -> Gs1Facts:
    """Say what scanned `data` means in GS1 terms.

    `aim` is the AIM identifier that the scanner sent, such as `]C1`; left in `data` it is understood too.
    A plain number of 8, 12, 13 or 14 digits is taken as a GTIN, and one that fails its check digit is
    reported as a problem: it may be an order number, which only the caller can tell. Never raises.
    """
    if len(data) > MAX_LENGTH:
        return NOT_GS1
    aim, data = _split_aim(data.strip(" \t\r\n"), aim)
    promised = aim in _MESSAGE_AIMS or data.startswith(_GROUP_SEPARATOR)
    data = data.strip(_GROUP_SEPARATOR)
    return next((read(data) for fits, read in _FORMS if fits(data, promised, aim)), NOT_GS1)


def _split_aim(data: str, aim: str | None) -> tuple[str | None, str]:
    if aim is None and _AIM.match(data):
        return data[:3], data[3:]
    return aim, data


def _plain(data: str) -> Gs1Facts:
    try:
        return Gs1Facts(gtin=Gtin.parse(data).as_gtin_14())
    except _REFUSALS:
        return Gs1Facts(problem=Problem.WRONG_CHECK_DIGIT)


def _with_add_on(data: str) -> Gs1Facts:
    return _plain(data[:13])


def _message(data: str) -> Gs1Facts:
    return _parsed(lambda: GS1Message.parse(data, config=_CONFIG).element_strings)


def _promised_message(data: str) -> Gs1Facts:
    facts, key = _message(data), _LEADING_KEY.match(data)
    # Noise behind it must not cost the item number that stands first.
    return (
        replace(_message(key.group()), problem=Problem.MALFORMED_GS1)
        if facts == _MALFORMED and key
        else facts
    )


def _printed(data: str) -> Gs1Facts:
    return _parsed(lambda: GS1Message.parse_hri(data, config=_CONFIG).element_strings)


def _unpromised(data: str) -> Gs1Facts:
    facts = _message(data)
    return facts if facts.gtin or facts.sscc else NOT_GS1


def _link(data: str) -> Gs1Facts:
    key = _LINK_KEY.search(data)
    if key is None:
        return NOT_GS1
    # The host and what stands before the key are the brand's own; biip trips over keys among them.
    path, _, query = data[key.start() :].partition("#")[0].partition("?")
    whole = _address(f"{path.rstrip('/')}?{query}")
    # Shops add queries that look like application identifiers and are not.
    return whole if whole != _MALFORMED or not query else _address(path.rstrip("/"))


def _address(tail: str) -> Gs1Facts:
    return _parsed(
        lambda: GS1DigitalLinkURI.parse(f"https://id.gs1.org{tail}", config=_CONFIG).element_strings
    )


def _parsed(parse: Callable[[], Iterable[GS1ElementString]]) -> Gs1Facts:
    try:
        found: dict[str, GS1ElementString] = {}
        for element in parse():
            found.setdefault(element.ai.ai, element)
        return replace(_facts(found), problem=_problem(found))
    except _REFUSALS:
        return _MALFORMED


def _facts(found: dict[str, GS1ElementString]) -> Gs1Facts:
    item, unit, expiry = found.get("01"), found.get("00"), found.get("17")
    return Gs1Facts(
        gtin=item.gtin.as_gtin_14() if item and item.gtin else None,
        serial=_value(found, "21"),
        lot=_value(found, "10"),
        expiry=expiry.date if expiry else None,
        sscc=unit.sscc.value if unit and unit.sscc else None,
    )


def _value(found: dict[str, GS1ElementString], ai: str) -> str | None:
    return (found[ai].value or None) if ai in found else None


def _problem(found: dict[str, GS1ElementString]) -> Problem | None:
    if any(element.gtin_error or element.sscc_error for element in found.values()):
        return Problem.WRONG_CHECK_DIGIT
    if "17" in found and found["17"].date is None:
        return Problem.MALFORMED_GS1
    return None


_Fits = Callable[[str, bool, str | None], object]
# First row that fits reads the data. An address comes first: ]Q3 and ]d2 may hold one.
_FORMS: Final[tuple[tuple[_Fits, Callable[[str], Gs1Facts]], ...]] = (
    (lambda data, _promised, _aim: _LINK.match(data), _link),
    (lambda data, _promised, _aim: not data.isascii(), lambda _data: NOT_GS1),
    (lambda _data, promised, _aim: promised, _promised_message),
    (lambda data, _promised, aim: aim == "]E3" and _ADD_ON.fullmatch(data), _with_add_on),
    (lambda data, _promised, _aim: _PLAIN_GTIN.fullmatch(data), _plain),
    (lambda data, _promised, _aim: _LEADING_KEY_PRINTED.match(data), _printed),
    (lambda data, _promised, _aim: _LEADING_KEY.match(data), _message),
    (lambda data, _promised, _aim: _GROUP_SEPARATOR in data, _unpromised),
)
