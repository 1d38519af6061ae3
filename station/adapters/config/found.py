"""What stands in a place instead of what is expected there, as it is said to the person who wrote it."""

from collections.abc import Mapping

from station.adapters.config.kinds import Kind
from station.domain.phrases import Phrase, phrase

# As much of a text as tells which one it is.
_LONGEST = 200


def found(value: object, kind: Kind[object]) -> Phrase:
    """Say what stands there instead; of a secret only how long it is."""
    if kind.secret:
        return phrase("found %(count)s characters", count=len(str(value)))
    return found_value(value)


def found_value(value: object) -> Phrase:
    """Say what stands there instead."""
    if isinstance(value, Mapping):
        return phrase("found a table")
    return phrase("found %(value)s", value=_written(value))


def _written(value: object) -> str:
    """Write a value roughly as it stands in the file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {_written(each)}' for key, each in value.items())} }}"
    return f'"{_short(value)}"' if isinstance(value, str) else str(value)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
