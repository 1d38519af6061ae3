"""The shapes that an entry of a journal has had, and how older ones are read.

``schema_version`` says which shape an entry has. A field that came later is missing in an older entry and
has its default; so far nothing else ever changed, and there is one version. What is called or placed
otherwise one day gets the next version, and here a function that brings an entry of the version before to
it. Central reads the shape of today and the two before it. The bytes that a station signed are never
changed: what is made here is read and forgotten.
"""

from collections.abc import Callable, Mapping
from typing import Any

from station.domain.sync.parked import CannotProject, ParkedBecause

Plain = dict[str, Any]
Upcasts = Mapping[int, Callable[[Plain], Plain]]

NEWEST = 1
SPAN = 2
# How an entry of this version becomes one of the next.
UPCASTS: Upcasts = {}


def upcast(entry: Plain, version: int, newest: int = NEWEST, upcasts: Upcasts = UPCASTS) -> Plain:
    """Bring an entry of an older shape to that of today. Raises CannotProject."""
    if version > newest:
        raise CannotProject(ParkedBecause.TOO_NEW, f"schema_version {version}")
    steps = range(version, newest)
    if len(steps) > SPAN or any(step not in upcasts for step in steps):
        raise CannotProject(ParkedBecause.UNREADABLE, f"schema_version {version}")
    for step in steps:
        entry = {**upcasts[step](entry), "schema_version": step + 1}
    return entry
