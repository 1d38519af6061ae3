"""The description of the API against the API: generated requests find nothing that it does not say."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from station.domain.api.tokens import Scope
from tests.api.conftest import Program
from web.api.operations import OPERATIONS


def test_every_operation_is_described(app: Flask) -> None:
    said = app.test_client().get("/api/openapi.json").json
    assert said and said["openapi"].startswith("3.1")
    ids = {one["operationId"] for methods in said["paths"].values() for one in methods.values()}
    offered = {each.name for each in OPERATIONS if not each.only_central}
    assert ids == offered


def test_the_page_shows_every_operation_and_fetches_nothing_from_elsewhere(app: Flask) -> None:
    page = app.test_client().get("/api", headers={"Accept": "text/html"}).text
    assert all(f'id="{each.name}"' in page for each in OPERATIONS if not each.only_central)
    assert "//" not in page.replace("http://localhost/", "").replace("//www.w3.org", "")


# That a check digit is right or a product known is more than a schema can say.
BEYOND_A_SCHEMA = [positive_data_acceptance]


@pytest.mark.slow
def test_generated_requests_are_answered_as_described(app: Flask, program: Callable[..., Program]) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    secret = program(*Scope).secret

    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        def run(case: Any) -> None:
            case.call_and_validate(
                headers={"Authorization": f"Bearer {secret}"}, excluded_checks=BEYOND_A_SCHEMA
            )

        given(case=operation.as_strategy())(run)()
