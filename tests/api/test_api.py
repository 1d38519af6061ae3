"""What other programs are told, and what they are refused."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from station.domain.api.tokens import Scope
from station.domain.errors import Reason
from station.domain.identifiers import Sku
from station.domain.people import Role
from station.services.api import answers, tokens
from tests.api.conftest import Program
from tests.support.history import live
from tests.support.people import refused
from tests.support.stations import Rig
from tests.support.work import last_closed
from tests.support.workshop import somebody

Make = Callable[..., Program]


def test_a_shop_is_told_where_a_return_is(worked: Rig, program: Make) -> None:
    shop, done = program(Scope.RETURNS_READ), last_closed(worked)
    said = shop.get(f"/api/v1/returns/{done.item.rma}").json
    assert said is not None and done.route is not None
    assert (said["rma"], said["stage"]) == (done.item.rma, "decided")
    assert [line["received"] for line in said["lines"]] == [1]
    (item,) = said["items"]
    assert (item["lpn"], item["disposition"]) == (done.item.lpn, done.route.disposition)
    assert item["remedy"] == done.route.ruling.remedy


def test_a_return_that_nobody_has_seen_is_announced(worked: Rig, program: Make) -> None:
    announced = next(each for each in worked.site.returns if len(each.lines) > 1)
    said = program(Scope.RETURNS_READ).get(f"/api/v1/returns/{announced.rma}").json
    assert said and (said["stage"], said["items"], len(said["lines"])) == (
        "announced",
        [],
        len(announced.lines),
    )


def test_nothing_of_people_is_told(worked: Rig, program: Make) -> None:
    done = last_closed(worked)
    shop = program(Scope.RETURNS_READ, Scope.ITEMS_READ)
    for path in (f"/api/v1/returns/{done.item.rma}", "/api/v1/items", f"/api/v1/items/{done.item.lpn}"):
        body = shop.get(path).text
        assert done.closed_by and done.closed_by not in body
        assert somebody(worked, Role.OPERATOR).name not in body


def test_a_list_goes_on_by_its_key(worked: Rig, program: Make) -> None:
    live(worked, 4)
    reader, seen, after = program(Scope.ITEMS_READ), [], ""
    while not seen or after:
        page = reader.get(f"/api/v1/items?limit=2&after={after}").json
        assert page and 1 <= len(page["items"]) <= 2
        seen += [(item["closed_at"], item["id"]) for item in page["items"]]
        after = page["next"] or ""
    assert seen == sorted(seen, reverse=True) and len(set(seen)) == 5


def test_a_photo_is_given_with_its_item_and_to_who_may(worked: Rig, program: Make) -> None:
    done = last_closed(worked)
    if not done.photos:
        pytest.skip("this way through has no photo")
    reader, path = program(Scope.EVIDENCE_READ), f"/api/v1/items/{done.item.lpn}/photos/"
    answer = reader.get(path + done.photos[0].sha256)
    assert hashlib.sha256(answer.data).hexdigest() == done.photos[0].sha256
    assert reader.get(path + "0" * 64).status_code == 404
    assert program(Scope.ITEMS_READ).get(path + done.photos[0].sha256).status_code == 403


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("/api/v1/returns/NOBODY", 404, "not_found"),
        ("/api/v1/items?limit=0", 422, "wrong_query"),
        ("/api/v1/items?limit=x", 422, "wrong_query"),
        ("/api/v1/items?limit=1&limit=2", 422, "wrong_query"),
        ("/api/v1/items?colour=red", 422, "wrong_query"),
        ("/api/v1/items?after=" + "x" * 3000, 414, "query_too_long"),
        ("/api/v1/nothing", 404, "not_found"),
    ],
)
def test_a_refusal_is_a_problem_document(program: Make, path: str, status: int, reason: str) -> None:
    answer = program(*Scope).get(path)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json and (answer.json["status"], answer.json["reason"]) == (status, reason)


def test_another_method_is_refused_with_those_that_it_takes(program: Make) -> None:
    answer = program(*Scope).post("/api/v1/items")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")


@pytest.mark.parametrize("sent", ["", "Basic eDp5", "Bearer", "Bearer rst_guess", "Bearer " + "x" * 10_000])
def test_nobody_asks_without_a_token_that_counts(app: Flask, sent: str) -> None:
    answer = app.test_client().get("/api/v1/items", headers={"Authorization": sent} if sent else {})
    assert answer.status_code == 401 and answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_that_was_taken_back_or_is_over_counts_no_more(worked: Rig, program: Make) -> None:
    manager, (shop, erp) = somebody(worked, Role.MANAGER), (program(Scope.ITEMS_READ) for _ in range(2))
    with worked.world.read() as uow:
        ids = [each.id for each in uow.tokens.all()]
    tokens.revoke(worked.world, manager, ids[0])
    assert sorted(each.get("/api/v1/items").status_code for each in (shop, erp)) == [200, 401]
    worked.clock.advance(days=31)
    assert [each.get("/api/v1/items").status_code for each in (shop, erp)] == [401, 401]


def test_a_session_of_a_person_opens_nothing_to_programs(app: Flask, worked: Rig) -> None:
    """A cookie does not count here: no page elsewhere can ask in somebody's name."""
    http = app.test_client()
    http.set_cookie("station", "anything")
    assert http.get("/api/v1/items").status_code == 401


def test_only_a_manager_makes_tokens(worked: Rig) -> None:
    supervisor = somebody(worked, Role.SUPERVISOR)
    assert (
        refused(tokens.make, worked.world, supervisor, "x", [Scope.ITEMS_READ], "1") is Reason.MANAGER_NEEDED
    )
    wrong, made = tokens.make(worked.world, somebody(worked, Role.MANAGER), " ", [], "0")
    assert made is None and {each.key for each in wrong} == {"name", "days", "scopes"}


def test_the_secret_is_kept_nowhere(worked: Rig, tmp_path: Path) -> None:
    _, made = tokens.make(worked.world, somebody(worked, Role.MANAGER), "x", [Scope.ITEMS_READ], "1")
    assert made
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or made.secret.encode() not in file.read_bytes(), file


def test_a_key_answers_twice_alike_and_not_for_another_request(worked: Rig) -> None:
    world = worked.world
    assert answers.begin(world, "k", "a") is None
    assert refused(answers.begin, world, "k", "a") is Reason.STILL_WORKING
    answers.finish(world, "k", "a", 201, "{}")
    known = answers.begin(world, "k", "a")
    assert known and (known.status, known.body) == (201, "{}")
    assert refused(answers.begin, world, "k", "b") is Reason.KEY_REUSED
    worked.clock.advance(hours=25)
    assert answers.begin(world, "k", "b") is None


def test_a_request_that_was_cut_off_may_be_sent_again(worked: Rig) -> None:
    answers.begin(worked.world, "k", "a")
    worked.clock.advance(minutes=2)
    assert answers.begin(worked.world, "k", "a") is None


# Lists --------------------------------------------------------------------------------------------

PRODUCT = {
    "sku": "API-1",
    "gtin": "4006381333931",
    "en": "Mug",
    "category": "kitchen",
    "checklist": "general",
    "value": 4900,
}


def test_a_list_is_looked_at_first_and_taken_over_once(worked: Rig, program: Make) -> None:
    shop, path = program(Scope.CATALOGUE_WRITE), "/api/v1/imports/products"
    looked = shop.post(path + "?dry_run=true", json=[PRODUCT])
    with worked.world.read() as uow, pytest.raises(KeyError):
        uow.catalog.product(Sku("API-1"))
    first, again = (shop.post(path, json=[PRODUCT], headers={"Idempotency-Key": key}) for key in "ab")
    replayed = shop.post(path, json=[PRODUCT], headers={"Idempotency-Key": "a"})
    assert [each.status_code for each in (looked, first, again, replayed)] == [200] * 4
    counts = [(each.json or {})["new"] for each in (looked, first, again, replayed)]
    assert (counts, replayed.headers["Idempotency-Replayed"]) == ([1, 1, 0, 1], "true")
    other = shop.post(path, json=[], headers={"Idempotency-Key": "a"})
    assert (other.status_code, (other.json or {})["reason"]) == (422, "key_reused")


def test_everything_that_is_wrong_is_named_and_nothing_is_changed(worked: Rig, program: Make) -> None:
    wrong = [PRODUCT, {**PRODUCT, "sku": "API-2", "gtin": "4006381333932"}, {"sku": "API-3"}]
    answer = program(Scope.CATALOGUE_WRITE).post("/api/v1/imports/products", json=wrong)
    assert answer.status_code == 422 and answer.json
    assert answer.json["reason"] == "wrong_list" and len(answer.json["errors"]) >= 2
    with worked.world.read() as uow, pytest.raises(KeyError):
        uow.catalog.product(Sku("API-1"))


def test_a_csv_of_another_code_page_is_taken_with_its_name(program: Make) -> None:
    text = "sku;gtin;en;he;ru;category;checklist;hygiene;price\n"
    text += "API-9;4006381333931;Mug;ספל;;kitchen;general;no;49,00\n"
    answer = program(Scope.CATALOGUE_WRITE).post(
        "/api/v1/imports/products?encoding=cp1255", data=text.encode("cp1255"), content_type="text/csv"
    )
    assert answer.status_code == 200, answer.text


def test_a_scope_for_one_list_opens_no_other(program: Make) -> None:
    answer = program(Scope.CATALOGUE_WRITE).post("/api/v1/imports/people", json=[])
    assert answer.status_code == 403


# What happened ------------------------------------------------------------------------------------


def test_events_are_read_page_by_page_each_once_and_in_order(worked: Rig, program: Make) -> None:
    reader, seen, after, more = program(Scope.EVENTS_READ), [], 0, True
    while more:
        page = reader.get(f"/api/v1/events?limit=1&after={after}").json
        assert page
        seen += page["events"]
        after, more = page["next"], page["more"]
    whole = reader.get("/api/v1/events?limit=500").json
    assert whole and seen == whole["events"] and len({each["id"] for each in seen}) == len(seen)
    assert {"return.inspected", "return.decided", "stock.put"} & {each["type"] for each in seen}


def test_movements_are_those_of_stock_only(worked: Rig, program: Make) -> None:
    page = program(Scope.STOCK_READ).get("/api/v1/stock-movements").json
    assert page and page["movements"]
    assert all(each["type"].startswith("stock.") for each in page["movements"])


def test_no_link_is_made_while_the_form_is_switched_off(worked: Rig, program: Make) -> None:
    rma = worked.site.returns[0].rma
    answer = program(Scope.FORMS_WRITE).post(f"/api/v1/returns/{rma}/form-link")
    assert (answer.status_code, (answer.json or {})["reason"]) == (409, "not_now")


def test_what_only_central_knows_is_not_here(program: Make) -> None:
    assert program(*Scope).get("/api/v1/stations").status_code == 404
