"""The API over a rig with some work done, and programs with tokens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from station.domain.api.tokens import Scope
from station.domain.people import Role
from station.services.api import tokens
from tests.support.stations import Rig
from tests.support.templates import compiled_once
from tests.support.work import to_bin, to_verdict
from tests.support.workshop import somebody
from web.factory import create_app


@dataclass
class Program:
    """Another program: it sends its token and nothing else."""

    http: FlaskClient
    secret: str

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.http.get(path, headers={"Authorization": f"Bearer {self.secret}", **headers})

    def post(self, path: str, **more: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.secret}", **more.pop("headers", {})}
        return self.http.post(path, headers=headers, **more)


@pytest.fixture
def worked(rig: Rig) -> Rig:
    """A rig at which one announced item was taken all the way."""
    to_verdict(rig)
    to_bin(rig)
    return rig


@pytest.fixture
def app(worked: Rig) -> Flask:
    return compiled_once(create_app(worked.world, secret_key=b"k" * 32, trusted_hosts=["localhost"]))


@pytest.fixture
def program(worked: Rig, app: Flask) -> Callable[..., Program]:
    def make(*scopes: Scope) -> Program:
        wrong, made = tokens.make(worked.world, somebody(worked, Role.MANAGER), "shop", scopes, "30")
        assert made and not wrong
        return Program(app.test_client(), made.secret)

    return make
