"""JSON to sheets: a list of things or one thing a line, each with the names that CSV has for its columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from station.adapters.config.problems import Problems
from station.adapters.site_files.sheets import Cells, Sheet, as_known, one_line, unread
from station.domain.importing.kinds import Encoding
from station.domain.phrases import phrase
from station.domain.problems import Problem
from station.domain.texts import LANGUAGES

# What stands within a thing as a list of things, and what its parts are called on a sheet of their own.
_NESTED = {"lines", "components"}
# A text in several languages under one name, as other systems have it.
_TEXTS = ("name", "place", "message")
_LISTS = ("tracking", "categories", "lots")

_ANY = msgspec.json.Decoder(dict[str, object])
_PARTS = msgspec.json.Decoder(list[msgspec.Raw])

Thing = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class JsonSheets:
    """The things of a file, and what some of them had within: rows of lines take the place of their thing.

    ``within`` are components by the sku that has them, an empty list for a product that is to have none.
    """

    things: Sheet
    within: Sheet
    count: int = 0
    listed: frozenset[str] = frozenset()


def looks_like_json(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{")


def json_sheets(
    name: str, data: bytes, known: Sequence[str], within: Sequence[str], problems: Problems
) -> JsonSheets:
    """Read JSON in UTF-8. Numbers of things stand in place of lines; each thing is read by itself, so that
    a large file needs little more than its own size."""
    rows: list[tuple[int, Cells]] = []
    inner: list[tuple[int, Cells]] = []
    where: dict[str, int] = {}
    listed: set[str] = set()
    count = 0
    for number, thing in _things(name, data.removeprefix(b"\xef\xbb\xbf"), problems):
        count = number
        cells, parts = _flat(name, number, thing, known, problems)
        if "components" in parts:
            listed.add(cells.get("sku", ""))
            inner += [(number, {**part, "sku": cells.get("sku", "")}) for part in parts["components"]]
        lines = parts.get("lines") or [{}]
        rows += [(number, {**cells, **line}) for line in lines]
        for row in (cells, *lines):
            for column in row:
                where.setdefault(column, number)
    if not rows:
        if not problems.found:
            problems.add(Problem(name, "", phrase("the file is empty"), phrase("a list of things")))
        return JsonSheets(unread(name), unread(name))
    header = (*dict.fromkeys((*known, *where)),)
    of_parts = (*dict.fromkeys((*within, *(column for _, cells in inner for column in cells))),)
    return JsonSheets(
        Sheet(name, header, rows, whole=False, encoding=Encoding.UTF_8, where=where),
        Sheet(name, of_parts if inner else (), inner, whole=False),
        count,
        frozenset(listed),
    )


def _things(name: str, data: bytes, problems: Problems) -> Iterator[tuple[int, Thing]]:
    for number, raw in enumerate(_raw(name, data, problems), start=1):
        try:
            yield number, _ANY.decode(raw)
        except (msgspec.DecodeError, RecursionError) as error:
            problems.add(_broken(name, str(error), number))


def _raw(name: str, data: bytes, problems: Problems) -> Iterator[msgspec.Raw | bytes]:
    """Cut a file into things without reading any."""
    if data.lstrip()[:1] == b"{":
        yield from _documents(data)
        return
    try:
        yield from _PARTS.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        problems.add(_broken(name, str(error), None))


def _documents(data: bytes) -> Iterator[bytes]:
    """Give one thing a line; a file that is a single thing over several lines is that one."""
    lines = [line for line in data.splitlines() if line.strip()]
    if (len(lines) > 1 and lines[0].strip() == b"{") or not lines[0].rstrip().endswith(b"}"):
        yield data
    else:
        yield from lines


def _broken(name: str, said: str, number: int | None) -> Problem:
    expected = phrase("a list of things in JSON, or one thing a line")
    return Problem(name, "", phrase("the syntax is wrong: %(message)s", message=said), expected, line=number)


def _flat(
    name: str, number: int, thing: Thing, known: Sequence[str], problems: Problems
) -> tuple[dict[str, str], dict[str, list[dict[str, str]]]]:
    """Turn a thing into cells, and what it has within into cells of their own."""
    cells: dict[str, str] = {}
    parts: dict[str, list[dict[str, str]]] = {}
    for key, value in thing.items():
        column = as_known([key], known)[0]
        if key in _NESTED and isinstance(value, list):
            parts[key] = [
                _flat(name, number, part, known, problems)[0] for part in value if isinstance(part, dict)
            ]
        elif key in _TEXTS and isinstance(value, dict):
            cells |= {each: str(value[each]) for each in LANGUAGES if isinstance(value.get(each), str)}
        elif (text := _text(key, value)) is not None and "\0" not in text:
            cells[column] = one_line(text)
        else:
            problems.add(_no_cell(name, number, column[:80], text is not None))
    return cells, parts


def _no_cell(name: str, number: int, column: str, zero: bool) -> Problem:
    found = phrase("a zero byte") if zero else phrase("found a list or an object")
    expected = phrase("text, a number, true or false")
    path = ("line", number, column)
    return Problem(name, f"column {column}", found, expected, line=number, path=path)


def _text(key: str, value: object) -> str | None:
    """Write a value as a cell has it; None for one that no cell holds."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, list) and key in _LISTS and all(isinstance(each, str) for each in value):
        return " ".join(value)
    return None
