"""Plain data to TOML as people write it: a blank line before each block, short tables on one line."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from station.domain.texts import LANGUAGES

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDTH = 110
# Tables within a table are harder to read on one line.
_WIDTH_OF_DEEP = 70
_FIRST = {"id": 0, **dict.fromkeys(LANGUAGES, 1), "when": 2}
_LAST = 4

Table = Mapping[str, Any]


def toml_text(table: Table, comment: str = "") -> str:
    """Return plain data as TOML below a comment. Decimals are written as numbers."""
    own = {key: value for key, value in table.items() if not _is_block(value)}
    blocks = [_comment(comment), "".join(_pairs(own))]
    for key, value in table.items():
        if key not in own:
            blocks += _blocks(key, value)
    return "\n".join(filter(None, blocks))


def _comment(text: str) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in text.splitlines())


def _is_block(value: object) -> bool:
    """Tell whether a value stands under a header of its own."""
    if isinstance(value, Mapping):
        return not set(value) <= set(LANGUAGES) or not value
    return _is_tables(value)


def _is_tables(value: object) -> bool:
    return isinstance(value, Sequence) and bool(value) and all(isinstance(each, Mapping) for each in value)


def _blocks(key: str, value: Any) -> Iterator[str]:
    name = _key(key)
    if not isinstance(value, Mapping):
        for element in value:
            yield f"[[{name}]]\n" + "".join(_pairs(element))
    elif value and all(isinstance(each, Mapping) for each in value.values()):
        for inner, each in value.items():
            yield f"[{name}.{_key(inner)}]\n" + "".join(_pairs(each))
    else:
        yield f"[{name}]\n" + "".join(_pairs(value))


def _pairs(table: Table, outer: str = "") -> Iterator[str]:
    """Write the keys of one table; what is too long for one line is spread over several."""
    for key, value in sorted(table.items(), key=_rank):
        name = outer + _key(key)
        line = f"{name} = {_value(value)}\n"
        if isinstance(value, Mapping) and value and len(line) > (_WIDTH_OF_DEEP if _deep(value) else _WIDTH):
            yield from _pairs(value, f"{name}.")
        elif _is_tables(value):
            yield f"{name} = [\n" + "".join(f"  {_value(each)},\n" for each in value) + "]\n"
        elif isinstance(value, list) and len(line) > _WIDTH:
            yield f"{name} = [\n{_lines(value)}\n]\n"
        else:
            yield line


def _lines(values: Sequence[Any]) -> str:
    """Write a long list over several lines, broken between its values."""
    lines: list[str] = []
    for value in map(_value, values):
        if lines and len(lines[-1]) + len(value) < _WIDTH:
            lines[-1] += f" {value},"
        else:
            lines.append(f"  {value},")
    return "\n".join(lines)


def _rank(pair: tuple[str, Any]) -> int:
    """Order keys as they are read: what it is, when it holds, everything else, what it leads to."""
    key, value = pair
    return _LAST if key == "open" or _is_tables(value) else _FIRST.get(key, _LAST - 1)


def _deep(table: Table) -> bool:
    return any(isinstance(each, Mapping) or _is_tables(each) for each in table.values())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_value, value))}]"
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)


def _string(text: str) -> str:
    # TOML's escapes are those of JSON; it wants one more character escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _string(name)
