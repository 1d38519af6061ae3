"""Where something stands in rules, as an address in the page: row/3/when/grade."""

from collections.abc import Mapping
from typing import Any

from station.domain.problems import KeyPath
from station.rule_ports import Plain


def told(path: KeyPath) -> str:
    """Write a path as the page writes it."""
    return "/".join(map(str, path))


def below(path: str, *keys: str | int) -> str:
    """Go on from a path of the page."""
    return "/".join([*([path] if path else []), *map(str, keys)])


def path_in(plain: Plain, written: str) -> KeyPath:
    """Read a path of the page. Only the data tells a name such as 1000 from a position in a list."""
    here: Any = plain
    steps: list[str | int] = []
    for step in written.split("/") if written else []:
        if isinstance(here, list):
            position = int(step) if step.isdecimal() else 0
            steps.append(position)
            here = here[position - 1] if 0 < position <= len(here) else None
        else:
            steps.append(step)
            here = here.get(step) if isinstance(here, Mapping) else None
    return tuple(steps)


def at(plain: Plain, path: KeyPath) -> Any:
    """Return what stands at a path, None where nothing does."""
    here: Any = plain
    for step in path:
        if isinstance(here, Mapping):
            here = here.get(str(step))
        elif isinstance(here, list) and isinstance(step, int) and 0 < step <= len(here):
            here = here[step - 1]
        else:
            return None
    return here


def table(value: object) -> Mapping[str, Any]:
    """Take a table for what it is, anything else for an empty one."""
    return value if isinstance(value, Mapping) else {}


def tables(value: object) -> list[Mapping[str, Any]]:
    """Take a list of tables, an empty table for each element that is none."""
    return [table(each) for each in value] if isinstance(value, list) else []


def many(value: object) -> list[Any]:
    """Take one value for a list of one, nothing for an empty list."""
    return value if isinstance(value, list) else [] if value is None else [value]
