"""Rules under way as the page shows them: cells in boxes on shelves, each with its address."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Any

from markupsafe import Markup

from station.rule_ports import Plain
from web.rules.fields import Each, Field, Group, Heading, Listed, Named, Option, Part, Shape, Words
from web.rules.paths import below, many, table, tables
from web.rules.spots import Known, Spot, called, fallback, languages, written
from web.rules.values import value
from web.words.devices import LANGUAGE_NAMES


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: where it stands, how it is entered, what stands there now as it was written.

    ``usual`` is what counts while it is empty, None where it has to be filled in.
    """

    path: str
    shape: Shape
    label: str
    value: str
    chosen: tuple[str, ...]
    options: tuple[Option, ...]
    unit: str
    usual: str | None
    help: str
    free: bool
    kind: str = "cell"
    removable: bool = False


@dataclass(frozen=True, slots=True)
class Tongue:
    """A text in one language."""

    language: str
    path: str
    value: str

    @property
    def name(self) -> str:
        return LANGUAGE_NAMES[self.language]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in every language, the reader's first. ``fallback`` stands in for those that are missing.

    ``place`` is its address on the page: its path may be that of what it names.
    """

    path: str
    label: str
    tongues: tuple[Tongue, ...]
    fallback: str
    help: str
    place: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Box:
    """A table: its fields and what is in it. ``number`` counts from 1 of ``count`` in a list, 0 elsewhere."""

    path: str
    label: str
    name: str
    parts: tuple["Node", ...]
    number: int = 0
    count: int = 0
    removable: bool = False
    help: str = ""
    gist: tuple[Markup, ...] = ()
    kind: str = "box"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Boxes or cells of one sort. ``add`` is the words of the button that adds one.

    ``names`` are offered for the new one where it has a name; None where it needs none. One that is not
    its ``own`` place stands at that of the box around it, which says what is wrong there.
    """

    path: str
    label: str
    parts: tuple["Node", ...]
    add: str
    names: tuple[Option, ...] | None
    help: str
    kind: str = "shelf"
    narrow: bool = False
    own: bool = True


Node = Cell | Text | Box | Shelf


def nodes(parts: Sequence[Part], plain: Plain, known: Known, currency: str) -> tuple[Node, ...]:
    """Make everything that a page shows of a draft."""
    spot = Spot(plain, known, "", plain, {}, currency)
    return tuple(node(part, spot) for part in parts)


def paths(made: Sequence[Node]) -> Iterator[str]:
    """List every address on the page."""
    for one in made:
        yield one.path
        if isinstance(one, Text):
            yield from (tongue.path for tongue in one.tongues)
        elif isinstance(one, Box | Shelf):
            yield from paths(one.parts)


@singledispatch
def node(part: object, spot: Spot) -> Node:  # noqa: ARG001 - each part has its own
    """Make what the page shows of one part."""
    raise TypeError(part)


@node.register
def _(part: Field, spot: Spot) -> Cell:
    return cell(part, spot, below(spot.path, part.key), spot.here.get(part.key))


def cell(part: Field, spot: Spot, path: str, value: object, label: str = "") -> Cell:
    """Make one cell. What is chosen stays on offer, whatever is known."""
    chosen = tuple(written(each) for each in many(value))
    offered = list(part.options(spot.around)) if part.options else []
    strangers = [(each, each) for each in chosen if each and each not in dict(offered)]
    return Cell(
        path=path,
        shape=part.shape,
        label=label or str(part.label),
        value=", ".join(chosen),
        chosen=chosen,
        options=tuple(offered + strangers if part.options else ()),
        unit=part.unit.value,
        usual=part.usual,
        help=str(part.help or ""),
        free=part.free,
    )


@node.register
def _(part: Words, spot: Spot) -> Text:
    path = below(spot.path, part.key) if part.key else spot.path
    found = table(spot.here.get(part.key)) if part.key else spot.here
    return Text(
        path=path,
        label=str(part.label),
        tongues=tuple(Tongue(each, below(path, each), written(found.get(each, ""))) for each in languages()),
        fallback=fallback(found),
        help=str(part.help or ""),
        place=path if part.key else below(path, "words"),
    )


@node.register
def _(part: Each, spot: Spot) -> Shelf:
    path = below(spot.path, part.key) if part.key else spot.path
    found = table(spot.here.get(part.key)) if part.key else spot.here
    inner = replace(spot, path=path, here=found, outer=spot.here if part.key else spot.outer)
    offered = dict(part.names(spot.around))
    fixed = offered if part.add is None else {}
    names = {**fixed, **{name: offered.get(name, name) for name in found}}
    cells = [
        replace(
            cell(part.value, inner, below(path, name), found.get(name), label),
            removable=part.add is not None,
        )
        for name, label in names.items()
    ]
    left = tuple(each for each in offered.items() if each[0] not in found)
    help_ = str(part.help or "")
    add = str(part.add or "")
    own = bool(part.key)
    return Shelf(path, str(part.label), tuple(cells), add, left if add else None, help_, narrow=True, own=own)


@node.register
def _(part: Group, spot: Spot) -> Box:
    inner = spot.into(part.key, spot.here.get(part.key))
    made = tuple(node(each, inner) for each in part.parts)
    return Box(inner.path, str(part.label), "", made, help=str(part.help or ""))


@node.register
def _(part: Heading, spot: Spot) -> Box:
    return Box("", str(part.label), "", tuple(node(each, spot) for each in part.parts))


@node.register
def _(part: Listed, spot: Spot) -> Shelf:
    path = below(spot.path, part.key)
    found = tables(spot.here.get(part.key))
    boxes = [
        _one(part, spot.into(part.key, {}), path, n, each, len(found)) for n, each in enumerate(found, 1)
    ]
    return Shelf(path, str(part.label), tuple(boxes), str(part.add), None, str(part.help or ""))


def _one(part: Listed, shelf: Spot, path: str, number: int, found: Mapping[str, Any], count: int) -> Box:
    inner = replace(shelf, path=below(path, number), here=found)
    made = tuple(node(each, inner) for each in part.parts)
    name = called(found) or str(found.get("name") or "")
    gist = tuple(value(field, found.get(field.key), inner) for field in part.gist_parts if field.key in found)
    return Box(inner.path, str(part.one), name, made, number, count, removable=True, gist=gist)


@node.register
def _(part: Named, spot: Spot) -> Shelf:
    path = below(spot.path, part.key)
    found = table(spot.here.get(part.key))
    shelf = spot.into(part.key, {})
    boxes = [_called(part, replace(shelf, outer=spot.here), path, name, each) for name, each in found.items()]
    left = tuple(each for each in part.names(spot.around) if each[0] not in found)
    return Shelf(path, str(part.label), tuple(boxes), str(part.add), left, str(part.help or ""))


def _called(part: Named, shelf: Spot, path: str, name: str, found: object) -> Box:
    inner = replace(shelf, path=below(path, name), here=table(found))
    made = tuple(node(each, inner) for each in part.parts)
    return Box(inner.path, "", name, made, removable=True)
