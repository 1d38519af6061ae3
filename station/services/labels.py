"""What stands on each label, in the station's own language."""

from collections.abc import Iterable

from station.domain.catalog import Bin, BinUse
from station.domain.identifiers import Lpn
from station.domain.inspection import Hold, Inspection, Route
from station.domain.labels import Label, LabelKind, label
from station.domain.people import Role
from station.domain.scanning import BADGE_PREFIX, MOVE_PREFIX, Command
from station.domain.texts import Texts
from station.ports import UnitOfWork, World

DOT = " · "
# Twelve hexadecimal digits of chance: enough to find one inspection among a site's millions.
SHORT = 12


def plate(world: World, lpn: Lpn, inspection: Inspection | None = None) -> Label:
    """Make the licence plate of an item; without an inspection it says its own code only."""
    if inspection is None:
        return label(LabelKind.LPN, lpn, world.house.name)
    item = inspection.item
    return label(LabelKind.LPN, lpn, _text(world, item.name), item.sku, item.rma or "")


def item_label(world: World, uow: UnitOfWork, inspection: Inspection) -> Label:
    """Make the label of a judged item: where it goes, how it was graded, which inspection says so.

    An item that was not judged yet gets its licence plate.
    """
    if inspection.hold is not None:
        return _held(world, uow, inspection, inspection.hold)
    if inspection.route is None:
        return plate(world, inspection.item.lpn, inspection)
    return _routed(world, inspection, inspection.route)


def _routed(world: World, inspection: Inspection, route: Route) -> Label:
    grade, way = route.graded.grade, route.disposition
    graded = f"{inspection.item.sku}{DOT}{grade.value} {world.words.word(grade)}"
    title = f"{world.words.word(way)} {route.bin or ''}"
    return _of(world, inspection, title, graded, use=way.value)


def _held(world: World, uow: UnitOfWork, inspection: Inspection, hold: Hold) -> Label:
    shelf = next((b.code for b in uow.catalog.bins() if b.use is BinUse.HOLD), "")
    why = f"{inspection.item.sku}{DOT}{world.words.word(hold.reason)}"
    return _of(world, inspection, f"{world.words.word(BinUse.HOLD)} {shelf}", why, use=BinUse.HOLD.value)


def _of(world: World, inspection: Inspection, title: str, line: str, use: str) -> Label:
    item = inspection.item
    name = _text(world, item.name)
    return label(LabelKind.ITEM, item.lpn, title, line, name, foot=short(inspection.id), use=use)


def short(inspection: str) -> str:
    """Shorten an inspection's id to its end, which is the random part of a UUIDv7."""
    return inspection[-SHORT:]


def bin_label(world: World, bin_: Bin) -> Label:
    """Make the label of a bin, with the mark of what it takes."""
    place, takes = _text(world, bin_.place), ", ".join(bin_.categories)
    return label(
        LabelKind.BIN, bin_.code, bin_.code, world.words.word(bin_.use), place, takes, use=bin_.use.value
    )


def move_label(world: World, bin_: Bin) -> Label:
    """Make the label that hangs beside a bin: its scan moves all of the bin's items on."""
    kind, place = world.words.word(LabelKind.MOVE), _text(world, bin_.place)
    code = MOVE_PREFIX + bin_.code
    return label(LabelKind.MOVE, code, f"{kind} {bin_.code}", world.words.word(bin_.use), place)


def move_labels(world: World, code: str = "") -> tuple[Label, ...]:
    """Make the "move on" labels of one bin, by its code or the label's own, or of all."""
    wanted = code.removeprefix(MOVE_PREFIX)
    with world.read() as uow:
        return tuple(move_label(world, b) for b in uow.catalog.bins() if wanted in ("", b.code))


def bin_labels(world: World, code: str = "") -> tuple[Label, ...]:
    """Make the labels of one bin, or of all; none for a code that is no bin."""
    with world.read() as uow:
        bins: Iterable[Bin] = uow.catalog.bins()
    return tuple(bin_label(world, b) for b in bins if code in ("", b.code))


def command_labels(world: World) -> tuple[Label, ...]:
    """Make the command sheet: one label for each command."""
    words = world.words
    return tuple(label(LabelKind.COMMAND, c.printed, words.word(c), world.house.name) for c in Command)


def badge_label(world: World, name: str, role: Role, secret: str, number: str = "") -> Label:
    """Make a badge. Its code is a secret: no letters of it are printed, and it is never queued.

    ``number`` is what the person types at a desk in place of the badge; without the PIN it opens nothing.
    """
    lines, code = (world.words.word(role), world.house.name, spaced(number)), BADGE_PREFIX + secret
    return label(LabelKind.BADGE, code, name, *lines, captioned=False)


def spaced(number: str) -> str:
    """Write a sign-in number in two halves, as it is read aloud."""
    return f"{number[:3]} {number[3:]}".strip()


def _text(world: World, texts: Texts) -> str:
    return texts.in_language(world.house.language)
