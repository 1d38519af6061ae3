"""config/connectors/*.toml to Connectors: how other systems want to be called, as data."""

import re
from collections.abc import Mapping
from pathlib import Path

from station.adapters.config.kinds import FLAG, ID, TEXT, VERSION, Kind, member_of, name_in, pattern
from station.adapters.config.problems import Problems
from station.adapters.config.sections import Section, reading
from station.adapters.config.unique import note_repeated
from station.domain.disposition import Disposition
from station.domain.grading import Grade
from station.domain.outbound.connectors import (
    CONDITIONS,
    FACTS,
    MISSING,
    PLACE,
    Call,
    CodeRow,
    Connector,
    Value,
    When,
)
from station.domain.outbound.destinations import DestinationKind
from station.domain.phrases import phrase
from station.domain.problems import nearest

_CONNECTED = (DestinationKind.SHOPIFY.value, DestinationKind.LOOP.value)
_HEADER = pattern(r"[A-Za-z][A-Za-z0-9\-]{0,60}", phrase("the name of a header"))
_PATH = pattern(r"(/[A-Za-z0-9._~\-/]*)?", phrase('a path such as "/dispositioning/grade", or nothing'))
_FIELD = pattern(
    r"[A-Za-z_][A-Za-z0-9_]*(\.([A-Za-z_][A-Za-z0-9_]*|\d{1,2}))*",
    phrase('a path of names and numbers with points between them, such as "items.0.note"'),
)
_CODE = pattern(r"[A-Za-z0-9_\-]{1,60}", phrase("a code of letters, digits, - and _"))
_WHEN: Mapping[str, Kind[str]] = {
    "disposition": name_in((*(each.value for each in Disposition), MISSING)),
    "grade": name_in(each.value for each in Grade),
    "reason": ID,
    "wrong_item": name_in(("yes", "no")),
}


def _value(value: object) -> Value | None:
    return value if isinstance(value, str | int | bool) else None


_VALUE: Kind[Value] = Kind(phrase("text, a whole number, or true or false"), _value, "")


def read_connectors(folder: Path, problems: Problems) -> dict[str, Connector]:
    """Read every connector of a folder by its id, noting problems. A folder that is not there has none."""
    found = [_connector(path, problems) for path in sorted(folder.glob("*.toml"))]
    return {each.id: each for each in found if each.id}


def _connector(path: Path, problems: Problems) -> Connector:
    with reading(path, problems) as top:
        sections = top.sections("call")
        calls = tuple(_call(each) for each in sections)
        note_repeated(sections, calls)
        return Connector(
            id=top.take("id", name_in(_CONNECTED)),
            version=top.take("version", VERSION),
            name=top.take("name", TEXT),
            key_header=top.take("key_header", _HEADER),
            corrects=top.take("corrects", FLAG),
            calls=calls,
        )


def _call(section: Section) -> Call:
    codes = section.many("codes", _CODE, required=True)
    rows = tuple(_row(each, codes) for each in section.sections("row"))
    on = section.many("on", member_of(When), required=True)
    _note_gaps(section, rows, on)
    return Call(
        id=section.take("id", ID),
        on=on,
        path=section.take("path", _PATH, ""),
        rows=rows,
        fields=_fields(section.section("fields", required=True)),
        refused_at=section.many("refused_at", _FIELD),
    )


def _row(section: Section, codes: tuple[str, ...]) -> CodeRow:
    code = section.take("code", name_in(codes))
    words = section.maybe("words", TEXT) or ""
    when = {name: values for name in CONDITIONS if (values := section.many(name, _WHEN[name]))}
    return CodeRow(code, words, when)


def _note_gaps(section: Section, rows: tuple[CodeRow, ...], on: tuple[When, ...]) -> None:
    """Note what may be decided here and has no code: it would be told to nobody without a word."""
    wanted = [*(each.value for each in Disposition)] if When.FINISHED in on else []
    wanted += [MISSING] if When.MISSING in on else []
    for disposition in wanted:
        if not any(_covers(row, disposition) for row in rows):
            found = phrase('nothing always fits the disposition "%(name)s"', name=disposition)
            section.wrong("row", found, phrase("a row for it without further conditions"))


def _covers(row: CodeRow, disposition: str) -> bool:
    others = set(row.when) - {"disposition"}
    return not others and disposition in row.when.get("disposition", (disposition,))


def _fields(section: Section) -> dict[str, Value]:
    """Read the fields of a call: flat, each under its path in quotes."""
    found = {name: section.take(key, _VALUE, "") for key, name in section.keys(phrase("field"), _FIELD)}
    for name, value in found.items():
        _note_unknown_places(section, name, value)
    _note_clashes(section, found)
    return found


def _note_unknown_places(section: Section, name: str, value: Value) -> None:
    for place in PLACE.findall(value) if isinstance(value, str) else ():
        if place not in FACTS:
            found = phrase('"{%(name)s}" is nothing that can be filled in', name=place)
            expected = phrase("one of %(names)s", names=", ".join(f"{{{each}}}" for each in FACTS))
            section.wrong(name, found, expected, FACTS, nearest(place, FACTS) or place)


def _note_clashes(section: Section, found: Mapping[str, Value]) -> None:
    """Note a path that is a value and the beginning of another, and lists with gaps."""
    for name in found:
        steps = name.split(".")
        above = {".".join(steps[:end]) for end in range(1, len(steps))}
        if above & set(found):
            section.wrong(name, phrase("another field holds a value on the way"), phrase("a path of its own"))
    _note_holes(section, found)


_LAST_PLACE = re.compile(r"(?:^|\.)(\d+)(?=\.|$)")


def _note_holes(section: Section, found: Mapping[str, Value]) -> None:
    places: dict[str, set[int]] = {}
    for name in found:
        for place in _LAST_PLACE.finditer(name):
            places.setdefault(name[: place.start()], set()).add(int(place[1]))
    for name, numbers in places.items():
        if numbers != set(range(len(numbers))):
            section.wrong("", phrase('the list "%(name)s" has gaps', name=name), phrase("places from 0 on"))
