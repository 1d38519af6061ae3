"""Rules as values to the plain data that their readers read: one way for all kinds.

Keys are the names of the fields; a list of tables and a table of tables are named in the singular, as a file
has them: [[question]], [category.apparel]. What is empty, no or zero, and would be read as that, is left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from typing import Any

from station.domain.disposition import Test
from station.domain.drafting import plain_texts
from station.domain.texts import Texts

# Where a phrase is what its table is about, its languages stand in the table itself.
_ITSELF = "text"
# Words without a singular. A name that Python keeps for itself has a "_" behind it, which files do not.
_ALWAYS_MANY = frozenset({"terms"})


def plain_of(value: Any) -> dict[str, Any]:
    """Return a rule, or a part of one, as a table."""
    table: dict[str, Any] = {}
    for field in fields(value):
        part = getattr(value, field.name)
        if field.name == _ITSELF and isinstance(part, Texts):
            table |= plain_texts(part)
        elif part or not _is_default(field, part):
            table[_key(field.name, part)] = _plain(part)
    return table


def _is_default(field: Field[Any], part: object) -> bool:
    made = field.default_factory
    default = field.default if made is MISSING else made()
    return type(default) is type(part) and default == part


def _key(name: str, part: object) -> str:
    inside = list(part.values()) if isinstance(part, Mapping) else part
    tables = isinstance(inside, list | tuple) and any(map(_is_table, inside))
    return _singular(name) if tables and name not in _ALWAYS_MANY else name.removesuffix("_")


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping) or (is_dataclass(value) and not isinstance(value, Texts))


def _singular(name: str) -> str:
    return f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")


def _plain(value: Any) -> Any:
    for kind, write in _WRITERS.items():
        if isinstance(value, kind):
            return write(value)
    return plain_of(value) if is_dataclass(value) else value


def _test(test: Test) -> Any:
    """Write a test as a yes or no, a list of values, or its limits."""
    if test.values:
        alone = test.values[0]
        return alone if isinstance(alone, bool) else list(test.values)
    limits = {"at_least": test.least, "at_most": test.most}
    return {name: limit for name, limit in limits.items() if limit is not None}


def _table(value: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(_plain(key)): _plain(each) for key, each in value.items()}


_WRITERS: dict[type, Callable[[Any], Any]] = {
    Test: _test,
    Texts: plain_texts,
    StrEnum: lambda member: member.value,
    Mapping: _table,
    tuple: lambda values: [_plain(each) for each in values],
}
