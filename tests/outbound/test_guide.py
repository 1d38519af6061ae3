"""The guide for integrators: its examples are what comes, its code verifies, its tables name all there is."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from standardwebhooks import Webhook

from station.app.paths import CONFIG
from station.domain.outbound import signing
from station.domain.outbound.destinations import (
    PARKED_IN_A_ROW,
    TRIES,
    Destination,
    DestinationKind,
)
from station.domain.outbound.messages import MessageType
from station.services.outbound import managing
from tests.outbound.test_delivering import added, finish_item, work_off
from tests.support.receiver import Receiver
from tests.support.stations import Rig

GUIDE = (CONFIG.parent / "docs/guides/connecting.md").read_text()
EXAMPLE = re.compile(r"<!-- example: ([a-z_.]+) -->\n```json\n(.*?)```", re.DOTALL)
EXAMPLES = {name: json.loads(text) for name, text in EXAMPLE.findall(GUIDE)}


def shape(value: Any) -> Any:
    """Reduce a value to its fields and the kinds of what stands in them."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}T.*", value):
        assert datetime.fromisoformat(value).tzinfo
        return "time"
    return type(value).__name__


@pytest.mark.parametrize(
    ("type_", "kind"), [("return.remedy_recommended", "webhook"), ("stock.put", "stock")]
)
def test_an_example_is_what_comes(out: Rig, receiver: Receiver, type_: str, kind: str) -> None:
    added(out, receiver.url, kind, types=type_)
    finish_item(out)
    work_off(out)
    (got,) = receiver.got
    come, shown = got.json, EXAMPLES[type_]
    for marked in (come, come.get("data", {})):
        marked.pop("simulated", None)  # as the guide says of it
    assert shape(come) == shape(shown)


def test_the_texts_of_the_example_are_those_that_are_shipped() -> None:
    shown = EXAMPLES["return.remedy_recommended"]["data"]
    shipped = (CONFIG / "outbound/statuses.toml").read_text()
    for language, text in shown["text"].items():
        told = text.replace(shown["product"][language], "{product}").replace(shown["rma"], "{rma}")
        assert f'{language} = "{told}"' in shipped


def test_the_code_of_the_guide_verifies_what_comes_and_nothing_else() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    known: dict[str, Any] = {}
    exec(code, known)
    secret, body = signing.secret_of(b"s" * 32), b'{"a":1}'
    now = int(datetime.now(UTC).timestamp())
    headers = signing.headers("id", now, body, [signing.secret_of(b"t" * 32), secret])
    verify = known["is_from_the_station"]
    Webhook(secret).verify(body, headers)
    assert verify(secret, headers, body)
    assert not verify(secret, headers, body + b" ")
    assert not verify(signing.secret_of(b"u" * 32), headers, body)
    assert not verify(secret, signing.headers("id", now - 400, body, [secret]), body)
    assert len([line for line in code.splitlines() if line.strip()]) <= 10


def first_cells() -> set[str]:
    rows = (line.strip("|").split("|") for line in GUIDE.splitlines() if line.startswith("|"))
    return {name for cells in rows for name in re.findall(r"`([a-z_.]+)`", cells[0])}


def test_the_guide_names_every_type_and_every_kind() -> None:
    assert {*(t.value for t in MessageType), *(k.value for k in DestinationKind)} <= first_cells()
    assert (TRIES, PARKED_IN_A_ROW) == (5, 3)  # "five times", "three messages in a row"


def test_a_secret_that_cannot_sign_is_known(out: Rig, receiver: Receiver) -> None:
    destination: Destination = added(out, receiver.url)
    assert signing.is_secret(destination.secret)
    assert not signing.is_secret("whsec_short")
    assert not signing.is_secret(destination.secret[6:])
    assert managing.test(out.world, destination.id) is None


def test_every_field_that_comes_stands_in_the_table(out: Rig, receiver: Receiver) -> None:
    added(out, receiver.url)
    finish_item(out)
    work_off(out)
    rows = [line for line in GUIDE.splitlines() if line.startswith("| `")]
    table = " ".join(rows)
    for got in receiver.got:
        for name in got.json["data"]:
            stands = re.search(rf"\b{name}\b", table) or f'"{name}"' in GUIDE or f"`{name}`" in GUIDE
            assert stands, (got.json["type"], name)
