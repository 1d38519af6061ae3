"""A station in which every text that a person, a file or a scanner can bring is an attack."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from station.domain.inspection import HoldReason
from station.domain.people import Role
from station.domain.scanning import Command
from station.domain.texts import Texts
from station.rule_ports import RuleKey
from station.services import recalls, rules
from station.services.starting import put_in_force
from tests.support.desk import queued, sampled
from tests.support.stations import Rig
from tests.support.work import last_closed, option, press, to_bin, to_verdict, unawaited
from tests.support.workshop import FORM, refurbish, work_on
from tests.web.conftest import Browser

# Markup, the end of an attribute, a template, a formula and a label's command.
POISON = "<img src=x onerror=alert(1)>\"'`{{7*191}}=1+1^XA~JR"
LIVE = "<img src=x"
EVALUATED = "1337"


def poisoned(value: Any) -> Any:
    """Return a fact with poison behind every text in it that people read."""
    if isinstance(value, Texts):
        return Texts(value.en + POISON, (value.he or value.en) + POISON, (value.ru or value.en) + POISON)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: poisoned(getattr(value, f.name)) for f in fields(value) if f.init})
    if type(value) is tuple:
        return tuple(poisoned(each) for each in value)
    if isinstance(value, Mapping):
        return {key: poisoned(each) for key, each in value.items()}
    return value


def poison_site(rig: Rig) -> None:
    """Let products, bins, people and every rule in force carry poison, as a bad file would bring it."""
    with rig.world.begin() as uow:
        for person in uow.people.all():
            uow.people.save(replace(person, name=person.name + POISON))
        for bin_ in uow.catalog.bins():
            uow.catalog.save_bin(poisoned(bin_))
        uow.catalog.load([poisoned(product) for product in rig.site.products], [], [])
        book = uow.rules.in_force()
        contents: dict[RuleKey, Any] = {key: getattr(book, key.kind) for key in rules.SINGLE}
        contents |= {RuleKey(rules.CHECKLIST, id_): each for id_, each in book.checklists.items()}
        for key, content in contents.items():
            bad = replace(poisoned(content), version=content.version + 1)
            uow.rules.publish(key.kind, key.id, bad.version, bad)
            put_in_force(rig.world, uow, key, bad.version, rig.world.house.station)


def live_through(rig: Rig, browser: Browser) -> dict[str, Any]:
    """Give every kind of page something to show, and return what their addresses name."""
    poison_site(rig)
    to_verdict(rig)
    to_bin(rig)
    done = last_closed(rig)
    sampled(rig, done.id)
    held = _held(rig)
    browser.sign_in()
    work = f"{work_on(rig, refurbish(rig)).id}"
    _typed_at_work(browser, work)
    browser.sign_in(Role.MANAGER)
    _typed_by_a_manager(browser, held)
    rig.scan(POISON)
    return {
        "lpn": done.item.lpn,
        "inspection": done.id,
        "sha256": done.photos[0].sha256,
        "slot": done.photos[0].slot,
        "rma": done.item.rma,
        "recall": _recall(rig),
        "work": work,
        "code": "R-01",
    }


def _held(rig: Rig) -> str:
    rig.scan(unawaited(rig, "apparel", "apparel").gtin)
    press(rig, 1, Command.HOLD)
    option(rig, HoldReason.OTHER)
    return last_closed(rig).id


def _typed_at_work(browser: Browser, work: str) -> None:
    assert did(browser, f"/works/{work}/start", revision=0)
    part = {**FORM, "minutes": "12", "note": POISON, "part": POISON, "quantity": "2", "cost": "9"}
    assert did(browser, f"/works/{work}/part", revision=1, fields=part)


def _typed_by_a_manager(browser: Browser, held: str) -> None:
    gtin = browser.rig.site.products[0].gtin
    pin = browser.rig.person(Role.MANAGER).pin
    shelf = {"code": "F-09", "use": "refurbish", "en": POISON, "center": "REPAIR", "capacity": "12"}
    newcomer = {"name": POISON, "role": "operator", "language": "en", "pin": pin}
    assert did(browser, "/recalls/add", fields={"gtin": gtin, "en": POISON, "he": POISON})
    assert did(browser, "/bins/add", fields=shelf)
    assert did(browser, "/people/add", fields=newcomer)
    revision = queued(browser.rig, held).revision
    assert did(browser, f"/audit/items/{held}/keep_hold", revision=revision, seconds=1, note=POISON)
    for page in ("/rules/table/routing", "/rules/checklist/general"):
        assert browser.post(f"{page}/begin").json == {"to": page}


def did(browser: Browser, path: str, **body: object) -> bool:
    """Send a form and tell whether the station took it."""
    told = browser.post(path, body).json
    assert told and told.get("ok"), (path, told)
    return True


def _recall(rig: Rig) -> str:
    return next(each.recall.id for each in recalls.all_recalls(rig.world) if POISON in each.recall.message.en)
