"""Every address of the station, by its table of routes: what is new is attacked without being named here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask

from web.places import AT_CENTRAL
from web.security import MACHINES

# What stands in an address where nothing is known to stand there.
USUAL: Mapping[str, Any] = {"filename": "css/base.css", "kind": "policy", "id_": "policy", "counted": "open"}
# What some addresses need beside: there is more than one kind of kind.
OWN: Mapping[str, Mapping[str, str]] = {
    "checklists.walk": {"id_": "general"},
    "checklists.users": {"id_": "general"},
    "signals.items": {"kind": "weight_off"},
    "disposals.export": {"kind": "csv"},
    "rules.version": {"kind": "policy"},
}
# What is called so answers for as long as a browser listens.
STREAM = "live"


@dataclass(frozen=True, slots=True)
class Address:
    """One address, with a method that it takes."""

    endpoint: str
    method: str
    path: str

    @property
    def blueprint(self) -> str:
        return self.endpoint.rpartition(".")[0]


def addresses(app: Flask, known: Mapping[str, Any] | None = None) -> Iterator[Address]:
    """List every endpoint under every method that it takes, with an address that reaches it."""
    filled = {**USUAL, **(known or {})}
    with app.test_request_context("/", base_url="http://localhost"):
        urls = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            numbers = {name for name, kind in rule._converters.items() if kind.regex.startswith("\\d")}
            here = {**filled, **OWN.get(rule.endpoint, {})}
            named = {name: 1 if name in numbers else here.get(name, "x") for name in rule.arguments}
            path = urls.build(rule.endpoint, named)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield Address(rule.endpoint, method, path)


def of_people(found: Iterator[Address]) -> list[Address]:
    """Leave out what programs speak to, what only central has, and the form that a customer opens.

    Each has a door and tests of its own.
    """
    others = MACHINES | AT_CENTRAL | {"form"}
    return [each for each in found if each.blueprint not in others]


def gets(app: Flask, known: Mapping[str, Any] | None = None) -> list[Address]:
    """List what a browser can open that ends."""
    return [
        a for a in of_people(addresses(app, known)) if a.method == "GET" and not a.endpoint.endswith(STREAM)
    ]
