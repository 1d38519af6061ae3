"""What central decides is said where it counts: on the page of rules, and on the page of what waits."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from station.domain.people import Role
from station.services import recalls
from station.services.people.desk import sign_in
from station.sync_ports import NoCourier
from tests.support.joined import Joined, joined
from tests.support.people import known
from tests.support.templates import compiled_once
from tests.support.workshop import somebody
from web.factory import create_app


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Joined]:
    with joined(tmp_path) as pair:
        world = replace(pair.station.world, courier=NoCourier("https://central.example"))
        pair.station.world = world
        yield pair


def browser(pair: Joined, role: Role) -> FlaskClient:
    world, person = pair.station.world, pair.station.person(role)
    app = compiled_once(create_app(world, secret_key=b"k" * 32, trusted_hosts=["localhost"]))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    token = sign_in(world, known(pair.station, person.id).sign_in, person.pin, "here").token
    with client.session_transaction() as session:
        session["token"] = token
    return client


def test_a_manager_reads_rules_here_and_is_offered_no_editing(pair: Joined) -> None:
    client = browser(pair, Role.MANAGER)
    page = client.get("/rules").text
    assert "Central decides which rules count here" in page
    assert "/begin" not in page
    assert client.get("/rules/policy/policy").status_code == 200
    assert "/begin" not in client.get("/rules/policy/policy").text


def test_a_decision_that_waits_is_shown_and_tried_again(pair: Joined) -> None:
    by, first = somebody(pair.central, Role.MANAGER), next(iter(pair.central.site.recalls))
    recalls.set_recall(pair.central.world, replace(first, id="fresh"), by)
    with pair.central.world.read() as uow:
        seq = uow.journal.head()
    pair.line.poison[seq] = "["
    pair.take()
    client = browser(pair, Role.SUPERVISOR)
    assert "What came cannot be read." in client.get("/waiting/now").text
    answer = client.post("/waiting/decision", json={"id": str(seq)})
    assert answer.json == {"ok": True, "say": "It still waits."}
    for nonsense in ("", "x", "-1", "9" * 400, "٣", str(seq + 1)):
        assert client.post("/waiting/decision", json={"id": nonsense}).status_code == 200
    operator = browser(pair, Role.OPERATOR)
    assert 'data-do="decision"' not in operator.get("/waiting/now").text
    assert operator.post("/waiting/decision", json={"id": str(seq)}).status_code == 403
