"""Work at the bench in the words of the person who does it."""

import json
from typing import Any

from station.domain.bench import Bench
from station.domain.catalog import ExpectedReturn, Product
from station.domain.identifiers import Gtin, Sku
from station.domain.inspection import Inspection
from station.domain.people import Role
from station.domain.scanning import BADGE_PREFIX, Command
from station.domain.texts import Texts
from station.services import approving, bench
from tests.support.stations import Rig

# Ways through the shipped checklists by number keys.
SEALED = (1,)
PERFECT = {"general": (2, 1, 1, 1, 1, 1, 1), "electronics": (2, 1, 1, 1, 1, 1, 1, 1, 1)}


def at_bench(rig: Rig) -> Bench:
    with rig.world.read() as uow:
        return uow.bench.load()


def in_hand(rig: Rig) -> Inspection:
    """Return the item in hand, which there must be."""
    with rig.world.read() as uow:
        return uow.inspections.get(uow.bench.load().inspection or "")


def last_closed(rig: Rig) -> Inspection:
    with rig.world.read() as uow:
        return uow.inspections.recent(1)[0]


def said(result: Bench) -> str:
    assert result.notice is not None
    return result.notice.say


def tone(result: Bench) -> str:
    assert result.notice is not None
    return result.notice.tone


def asked(result: Bench) -> str | None:
    return result.ask.kind if result.ask else None


def press(rig: Rig, *keys: int | Command) -> Bench:
    """Press keys, one after the other."""
    result = at_bench(rig)
    for key in keys:
        rig.clock.advance(seconds=2)
        result = bench.act(rig.world, key if isinstance(key, Command) else Command(str(key)))
    return result


def option(rig: Rig, name: str) -> Bench:
    """Press the number key of a named choice that the bench asks for."""
    ask = at_bench(rig).ask
    assert ask is not None
    return press(rig, ask.options.index(name) + 1)


def expected(rig: Rig, lines: int = 1, **line: Any) -> ExpectedReturn:
    """Find an expected return with so many lines, delivered a few days ago and with an invoice."""
    for announced in rig.site.returns:
        days = (rig.clock.time.date() - announced.delivered).days if announced.delivered else 99
        first = announced.lines[0]
        fits = all(getattr(first, name) == value for name, value in line.items())
        if len(announced.lines) == lines and days <= 14 and announced.invoice and fits:
            return announced
    raise AssertionError("the sample site has no such return")


def of(rig: Rig, sku: str) -> Product:
    return next(product for product in rig.site.products if product.sku == sku)


def unawaited(rig: Rig, checklist: str = "general", category: str = "kitchen") -> Product:
    """Add a product that nobody announced."""
    gtins = {"general": "04006381333931", "electronics": "04012345678901", "apparel": "07350053850019"}
    sku = Sku(f"NEW-{checklist}")
    product = Product(sku, Gtin(gtins[checklist]), Texts("New"), category, checklist, 9900)
    with rig.world.begin() as uow:
        uow.catalog.load([product], [], [])
    return product


def open_item(rig: Rig, role: Role = Role.OPERATOR, number: int = 0) -> ExpectedReturn:
    """Sign in, put an expected item before the camera and scan its return."""
    rig.sign_in(role, number)
    announced = expected(rig, quantity=1, serial=None)
    rig.show(announced.lines[0].sku)
    rig.scan(announced.rma)
    return announced


def to_verdict(rig: Rig) -> ExpectedReturn:
    """Bring a sealed item to its verdict."""
    announced = open_item(rig)
    press(rig, 1, Command.PHOTO)
    assert in_hand(rig).route
    return announced


def to_bin(rig: Rig) -> Bench:
    route = in_hand(rig).route
    assert route is not None
    assert route.bin is not None
    return rig.scan(route.bin)


def badge(rig: Rig, role: Role, number: int = 0) -> str:
    return BADGE_PREFIX + rig.person(role, number).badge


def step_up(rig: Rig, role: Role = Role.SUPERVISOR, number: int = 0, pin: str | None = None) -> Bench:
    """Let a supervisor scan a badge and give a PIN for the act that waits."""
    rig.scan(badge(rig, role, number))
    return approving.approve(rig.world, pin or rig.person(role, number).pin)


def entries(rig: Rig) -> list[dict[str, Any]]:
    """Read the whole journal."""
    with rig.world.read() as uow:
        return [json.loads(entry.canonical) for entry in uow.journal.entries()]


def payloads(rig: Rig, kind: str) -> list[dict[str, Any]]:
    return [entry["payload"] for entry in entries(rig) if entry["kind"] == kind]
