"""Every page, opened at a station full of hostile text: it stays text, nothing changes, nothing breaks."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from station.domain.people import Role
from tests.security.every import Address, gets
from tests.security.poison import EVALUATED, LIVE, POISON, live_through
from tests.support.stations import Rig, stocked_rig
from tests.support.templates import compiled_once
from tests.web.conftest import KEY, Browser, FakeSimulator
from web.factory import create_app
from web.security import FLOORS

# Kept by every look at a page: for how long nobody was there, and that a hint was shown.
NOT_STATE = {"sessions", "attempts"}
DRAFTS = ("/rules/table/routing", "/rules/checklist/general")
MORE = (
    *(f"{page}{part}" for page in DRAFTS for part in ("", "/draft", "/publish", "/history")),
    *("/rules/checklist/general/walk", "/disposals/ledger.csv", "/disposals/ledger.json"),
    *("/audit?why=held", "/audit/queue?why=held", "/work?center=REPAIR"),
)


@dataclass(frozen=True, slots=True)
class Walked:
    """What every address answered, and the store before and after."""

    answers: list[tuple[Address, TestResponse]]
    before: dict[str, list[Any]]
    after: dict[str, list[Any]]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A manager signed in at a station where everything is called an attack, the house too."""
    with stocked_rig(tmp_path_factory.mktemp("hostile") / "data") as made:
        world = replace(made.world, house=replace(made.world.house, name=POISON))
        rig = replace(made, world=world)
        app = compiled_once(
            create_app(world, secret_key=KEY, trusted_hosts=["localhost"], simulator=FakeSimulator())
        )
        yield Browser(rig, app.test_client())


@pytest.fixture(scope="module")
def walked(hostile: Browser) -> Walked:
    known = live_through(hostile.rig, hostile)
    app = hostile.http.application
    everywhere = [*gets(app, known), *(Address(path, "GET", path) for path in MORE)]
    before = stored(hostile.rig)
    answers = [(each, hostile.get(each.path, buffered=True)) for each in everywhere]
    return Walked(answers, before, stored(hostile.rig))


def stored(rig: Rig) -> dict[str, list[Any]]:
    """Read every row of every table."""
    with rig.world.read() as uow:
        read = uow.inspections._connection.exec_driver_sql  # type: ignore[attr-defined]
        tables = [name for (name,) in read("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(map(repr, read(f"SELECT * FROM {name}"))) for name in tables}


def test_the_pages_are_there_and_none_breaks(walked: Walked) -> None:
    assert [(a.path, got.status_code) for a, got in walked.answers if got.status_code >= 500] == []
    opened = {a.endpoint for a, got in walked.answers if got.status_code == 200}
    missed = {a.endpoint for a, _ in walked.answers} - opened
    assert len(opened) > 2 * len(missed), sorted(missed)


def test_no_get_changes_anything_in_the_store(walked: Walked) -> None:
    changed = {name for name, rows in walked.after.items() if rows != walked.before[name]}
    assert changed <= NOT_STATE


def test_hostile_text_is_shown_and_stays_text(walked: Walked) -> None:
    shown = [
        a.path for a, got in walked.answers if got.mimetype == "text/html" and "&lt;img src=x" in got.text
    ]
    assert len(shown) > 15, shown
    for address, got in walked.answers:
        for html in markup_of(got):
            assert LIVE not in html, address.path
            assert handlers(html) == [], address.path


def test_no_text_is_taken_for_a_template(walked: Walked) -> None:
    for address, got in walked.answers:
        if got.mimetype in ("text/html", "application/json"):
            assert EVALUATED not in got.text.replace("{{7*191}}", ""), address.path


def test_every_answer_names_what_it_is_and_is_sniffed_for_nothing_else(walked: Walked) -> None:
    for address, got in walked.answers:
        assert got.headers["X-Content-Type-Options"] == "nosniff", address.path
        if got.data and got.mimetype.startswith("text/"):
            assert "charset=utf-8" in got.headers["Content-Type"].lower(), address.path


def test_a_photo_of_ours_is_never_a_page_of_its_own(walked: Walked) -> None:
    photos = [got for a, got in walked.answers if "sha256" in a.endpoint or got.mimetype.startswith("image/")]
    assert photos
    for got in photos:
        assert "default-src 'none'" in got.headers["Content-Security-Policy"]


def handlers(html: str) -> list[str]:
    """List the event handlers and inline styles that a browser would find in markup."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend(name for name, _ in attrs if name.startswith("on") or name == "style")

    Reader().feed(html)
    return found


def markup_of(answer: TestResponse) -> Iterator[str]:
    """Give what a browser or a script would take for markup."""
    if answer.mimetype == "text/html":
        yield answer.text
    elif answer.mimetype == "application/json":
        yield from (text for text in _texts(json.loads(answer.text)) if "</" in text)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def test_operators_are_kept_out_of_every_page_above_them(hostile: Browser, walked: Walked) -> None:
    """By the role and not by what the page shows: every address of such a blueprint says no."""
    hostile.sign_in(Role.OPERATOR)
    above = [a for a, _ in walked.answers if a.blueprint in FLOORS]
    assert len(above) > 20
    assert [a.path for a in above if hostile.get(a.path, buffered=True).status_code != 403] == []


def test_scripts_set_markup_only_from_the_station(walked: Walked) -> None:
    """What is drawn at the station is escaped there; a script that joins markup itself would not be."""
    folder = Path(__file__).parents[2] / "web" / "static" / "js"
    for script in folder.rglob("*.js"):
        source = script.read_text(encoding="utf-8")
        assert not re.search(r"insertAdjacentHTML|outerHTML|document\.write|\beval\(|new Function", source), (
            script
        )
        for value in re.findall(r"\.innerHTML\s*=\s*([^;\n]+)", source):
            assert re.fullmatch(r"(\w+\.)?(html|bar)|\w+\[\w+\]|\"\"", value.strip()), (script.name, value)
