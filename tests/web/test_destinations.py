"""The page of other systems: what it shows, what it does, and what it never shows again."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from standardwebhooks import Webhook

from station.domain.people import Role
from station.domain.texts import LANGUAGES
from station.services.outbound import sending
from station.services.signing_in import set_taste
from tests.support.desk import elsewhere, restocked
from tests.support.receiver import Receiver, Say, receiving, told
from tests.support.stations import Rig
from tests.support.templates import compiled_once
from tests.web.conftest import KEY, Browser, FakeSimulator
from web.factory import create_app

HOOK = {"kind": "webhook", "name": "=Shop <b>", "types": ""}


@pytest.fixture
def out(rig: Rig) -> Rig:
    return told(rig)


@pytest.fixture
def app(out: Rig) -> Flask:
    hosts = ["localhost", "127.0.0.1"]
    made = create_app(out.world, secret_key=KEY, trusted_hosts=hosts, simulator=FakeSimulator())
    return compiled_once(made)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def add(browser: Browser, url: str, **more: str) -> dict[str, object]:
    return dict(browser.post("/destinations/add", {"fields": {**HOOK, "url": url, **more}}).json or {})


def only(out: Rig) -> str:
    with out.world.read() as uow:
        (known,) = uow.destinations.all()
    return known.id


def test_only_managers_see_and_change_other_systems(browser: Browser, receiver: Receiver) -> None:
    browser.sign_in(Role.SUPERVISOR)
    assert browser.get("/destinations").status_code == 403
    assert browser.get("/destinations/stock.csv").status_code == 403
    for path in ("add", "test", "off", "on", "now", "secret", "retry", "drop", "replay"):
        assert browser.post(f"/destinations/{path}").status_code == 403
    assert receiver.got == []


def test_a_secret_is_shown_once_and_signs(browser: Browser, out: Rig, receiver: Receiver) -> None:
    browser.sign_in(Role.MANAGER)
    secret = str(add(browser, receiver.url)["once"]["secret"])  # type: ignore[index]
    assert secret not in browser.get("/destinations").text
    assert browser.post("/destinations/test", {"destination": only(out)}).json["ok"]  # type: ignore[index]
    Webhook(secret).verify(receiver.got[0].body, receiver.got[0].headers)
    again = browser.post("/destinations/secret", {"destination": only(out)}).json
    assert again
    assert again["once"]["secret"] not in (secret, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_failed_is_said_with_what_was_answered(
    browser: Browser, out: Rig, receiver: Receiver, language: str
) -> None:
    browser.sign_in(Role.MANAGER)
    add(browser, receiver.url)
    receiver.answers = [Say(500, body=b"<script>alert(1)</script>")]
    restocked(out)
    for _ in range(6):
        out.clock.advance(seconds=400)
        sending.step(out.world)
    browser.sign_in(Role.MANAGER)  # the session ran idle
    set_taste(out.world, out.person(Role.MANAGER).id, language)
    page = browser.get("/destinations").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "=Shop &lt;b&gt;" in page
    assert 'data-do="retry"' in page
    receiver.answers = [Say()]
    assert browser.post("/destinations/retry", {"destination": only(out)}).json["ok"]  # type: ignore[index]
    assert browser.post("/destinations/now", {"destination": only(out)}).json["ok"]  # type: ignore[index]
    sending.step(out.world)
    assert 'data-do="retry"' not in browser.get("/destinations").text


@pytest.mark.parametrize(
    ("url", "kind", "field"),
    [
        ("https://169.254.169.254/", "webhook", "url"),
        ("http://localhost/", "webhook", "url"),
        ("javascript:alert(1)", "webhook", "url"),
        ("", "webhook", "url"),
        ("http://127.0.0.1:1/", "shopify", "key"),
        ("http://127.0.0.1:1/", "smoke", "kind"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(browser: Browser, url: str, kind: str, field: str) -> None:
    browser.sign_in(Role.MANAGER)
    said = add(browser, url, kind=kind)
    assert said["ok"] is False
    assert field in said["wrong"]  # type: ignore[operator]


def test_off_on_replay_and_what_is_not_there(browser: Browser, out: Rig, receiver: Receiver) -> None:
    browser.sign_in(Role.MANAGER)
    add(browser, receiver.url, types="stock.put")
    restocked(out)
    browser.sign_in(Role.MANAGER)
    it = {"destination": only(out)}
    assert browser.post("/destinations/off", it).json["ok"]  # type: ignore[index]
    assert sending.step(out.world) > 0
    assert receiver.got == []
    assert browser.post("/destinations/on", it).json["ok"]  # type: ignore[index]
    sending.step(out.world)
    today = out.clock.time.date().isoformat()
    days = {**it, "fields": {"from": today, "to": today}}
    assert browser.post("/destinations/replay", days).json["ok"]  # type: ignore[index]
    sending.step(out.world)
    sending.step(out.world)
    assert len(receiver.ids()) == 2
    assert len(set(receiver.ids())) == 1
    for path, body in (("off", {"destination": "x"}), ("replay", {**it, "fields": {"from": "x"}})):
        said = browser.post(f"/destinations/{path}", body).json
        assert said
        assert said["ok"] is False


def test_a_period_comes_out_as_files(browser: Browser, out: Rig) -> None:
    item = restocked(out)
    elsewhere(out, item)
    browser.sign_in(Role.MANAGER)
    table = browser.get("/destinations/stock.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    assert [(row["type"], row["quantity"]) for row in rows] == [
        ("stock.put", "1"),
        ("stock.taken_back", "-1"),
    ]
    told = json.loads(browser.get("/destinations/stock.json").data)
    assert [each["quantity"] for each in told["movements"]] == [1, -1]
    lines = browser.get("/destinations/epcis.ndjson").text.splitlines()
    document = json.loads(browser.get("/destinations/epcis.jsonld").data)
    events = document["epcisBody"]["eventList"]
    assert [json.loads(line)["eventID"] for line in lines] == [event["eventID"] for event in events]
    assert browser.get("/destinations/stock.csv?from=2020-01-01&to=2020-01-31").data.count(b"\n") == 1


@pytest.mark.parametrize(
    "asked",
    [
        "stock.exe",
        "stock.csv?from=x",
        "stock.csv?from=2020-02-01&to=2020-01-01",
        "epcis.jsonld?to=9999-12-31",
    ],
)
def test_what_is_no_file_is_not_found(browser: Browser, asked: str) -> None:
    browser.sign_in(Role.MANAGER)
    assert browser.get(f"/destinations/{asked}").status_code == 404


def test_a_product_code_is_no_formula(browser: Browser, out: Rig) -> None:
    restocked(out)
    from station.domain.outbound import stock

    made = stock.Lying

    def evil(*arguments: object) -> stock.Lying:
        return replace(made(*arguments), sku="=cmd|' /C calc'!A0")  # type: ignore[arg-type]

    browser.sign_in(Role.MANAGER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stock, "Lying", evil)
        table = browser.get("/destinations/stock.csv").data.decode("utf-8-sig")
    assert "'=cmd|" in table
    assert ",=cmd" not in table
