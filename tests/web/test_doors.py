"""Who gets in where: deny by default, roles, the demo's simulator."""

import re
from pathlib import Path

import pytest
from flask import Flask

from station.domain.people import Role
from tests.support.stations import Rig
from tests.web.conftest import KEY, Browser
from web.factory import create_app
from web.places import AT_CENTRAL
from web.security import MACHINES, OPEN

TEMPLATES = Path(__file__).parents[2] / "web" / "templates"
FILLED = {
    "lpn": "L07-0000001-0",
    "rma": "RMA-10001",
    "sha256": "0" * 64,
    "filename": "css/base.css",
    "recall": "x",
    "counted": "open",
    "code": "R-01",
    "work": "x",
    "kind": "policy",
    "id_": "policy",
    "part": "x",
    "version": 1,
    "number": 1,
    "seq": 1,
    "line": 1,
    "result": "x",
}


def addresses(app: Flask) -> list[tuple[str, str, str]]:
    """List every endpoint of a station's people with its methods and an address that reaches it."""
    found = []
    with app.test_request_context("/", base_url="http://localhost"):
        for rule in app.url_map.iter_rules():
            if rule.endpoint.partition(".")[0] in MACHINES | AT_CENTRAL:
                continue
            path = app.url_map.bind("localhost").build(
                rule.endpoint, {name: FILLED.get(name, "x") for name in rule.arguments}
            )
            found += [(rule.endpoint, method, path) for method in rule.methods & {"GET", "POST"}]
    return found


def test_nothing_but_the_named_endpoints_answers_before_sign_in(app: Flask, browser: Browser) -> None:
    token = browser.token()
    for endpoint, method, path in addresses(app):
        if endpoint in OPEN or endpoint.startswith("simulator."):
            continue
        headers = {"Accept": "application/json", "X-CSRFToken": token}
        answer = browser.http.open(
            path, method=method, headers=headers, json={} if method == "POST" else None
        )
        assert answer.status_code == 401, (endpoint, method)


def test_no_program_is_answered_without_a_token(app: Flask) -> None:
    """Every address of the API, whatever is sent there; what only central has is not even there."""
    http = app.test_client()
    with app.test_request_context("/"):
        rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.partition(".")[0] in MACHINES]
        adapter = app.url_map.bind("localhost")
        paths = {adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, "x")): rule for rule in rules}
    assert len(paths) > 10
    for path, rule in paths.items():
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            known = http.open(path, method=method, data=b"{}", content_type="application/json")
            assert known.status_code in (401, 404), path


def test_what_is_open_is_sign_in_taste_health_the_customers_form_and_what_describes_the_api() -> None:
    blueprints = {endpoint.partition(".")[0] for endpoint in OPEN}
    assert blueprints == {"static", "sign_in", "taste", "health", "form", "api_about"}


def test_every_open_endpoint_exists(app: Flask) -> None:
    assert set(app.view_functions) >= OPEN


def test_a_person_is_led_to_sign_in(browser: Browser) -> None:
    answer = browser.get("/audit")
    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_an_unknown_address_tells_a_stranger_nothing(browser: Browser) -> None:
    assert browser.get("/no/such/page").status_code == 303


def test_no_list_of_people_before_sign_in(app: Flask, rig: Rig) -> None:
    bare = create_app(rig.world, secret_key=KEY, trusted_hosts=["localhost"])
    page = bare.test_client().get("/sign-in").text
    assert not [person.name for person in rig.site.people if person.name in page]


@pytest.mark.parametrize(
    ("role", "status"), [(Role.OPERATOR, 403), (Role.SUPERVISOR, 200), (Role.MANAGER, 200)]
)
def test_the_desk_is_for_supervisors_and_up(browser: Browser, role: Role, status: int) -> None:
    assert browser.sign_in(role).get("/audit").status_code == status


@pytest.mark.parametrize(
    ("role", "status"), [(Role.OPERATOR, 403), (Role.SUPERVISOR, 403), (Role.MANAGER, 200)]
)
def test_metrics_are_for_managers(browser: Browser, role: Role, status: int) -> None:
    assert browser.sign_in(role).get("/metrics").status_code == status


def test_metrics_need_a_token_or_a_manager(browser: Browser) -> None:
    assert browser.get("/metrics").status_code == 401
    assert browser.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 401


def test_health_is_public_and_names_nobody(browser: Browser, rig: Rig) -> None:
    answer = browser.get("/healthz")
    assert answer.json and answer.json["status"] == "ok"
    assert not [person.name for person in rig.site.people if person.name in answer.text]


def test_the_simulator_is_only_there_when_it_is_given(rig: Rig) -> None:
    bare = create_app(rig.world, secret_key=KEY, trusted_hosts=["localhost"])
    assert not [rule for rule in bare.url_map.iter_rules() if rule.endpoint.startswith("simulator")]


def test_the_simulator_answers_before_sign_in_on_its_own_machine_only(browser: Browser) -> None:
    assert browser.get("/simulator").status_code == 200
    far = {"REMOTE_ADDR": "192.0.2.7"}
    assert browser.get("/simulator", environ_overrides=far).status_code == 303


def test_a_product_code_cannot_be_scanned_from_the_sign_in_page(browser: Browser, rig: Rig) -> None:
    rig.sign_in()
    rma = rig.site.returns[0].rma
    browser.post("/sign-in/badge", {"text": rma})
    with rig.world.read() as uow:
        bench = uow.bench.load()
    assert bench.inspection is None and bench.ask is None


@pytest.mark.parametrize("template", ["macros.html", "labels/page.html"])
def test_no_form_with_a_secret_is_sent_by_the_browser_itself(template: str) -> None:
    """Enter, pressed before the scripts are there, would put a PIN or a badge into an address."""
    page = (TEMPLATES / template).read_text(encoding="utf-8")
    forms = re.findall(r"<form[^>]*>", page)
    assert forms
    assert all('method="dialog"' in form for form in forms), forms
