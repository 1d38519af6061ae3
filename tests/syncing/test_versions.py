"""An older and a newer program on either side: understood or refused in words, and nothing is lost."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from station.domain.sync import messages
from station.domain.sync.messages import Refusal
from station.services.central import enrolling as doors
from tests.support.arrived import arrived, once, written
from tests.support.shift import work_shift
from tests.support.shipped import CentralHouse, central_house, enrolled
from tests.support.stations import Rig
from tests.support.templates import compiled_once


def of_tomorrow(app: Flask) -> Any:
    """A central that says more than this station knows, in every answer."""
    inner = compiled_once(app)

    def through(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        said: list[Any] = []
        body = b"".join(inner(environ, lambda *args: said.extend(args[:2])))
        status, headers = said
        if dict(headers).get("Content-Type", "").endswith("json") and body[:1] == b"{":
            body = json.dumps({**json.loads(body), "later": {"more": [1]}, "size2": "x"}).encode()
        kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start(status, [*kept, ("Content-Length", str(len(body)))])
        return [body]

    return through


def test_a_central_of_tomorrow_is_understood(rig: Rig, tmp_path: Path) -> None:
    with central_house(tmp_path / "central", of_tomorrow) as central:
        way = enrolled(rig, central)
        photos = work_shift(rig, 3)
        assert way.round().standing.in_touch
        assert once(rig, central) == len(photos)
        way.client.close()


@pytest.mark.parametrize(
    ("oldest", "newest", "why"),
    [(2, 4, Refusal.PROTOCOL_TOO_OLD), (0, 0, Refusal.PROTOCOL_TOO_NEW)],
    ids=["an old station", "an old central"],
)
def test_versions_too_far_apart_stop_shipping_until_one_is_upgraded(
    rig: Rig,
    central: CentralHouse,
    monkeypatch: pytest.MonkeyPatch,
    oldest: int,
    newest: int,
    why: Refusal,
) -> None:
    way = enrolled(rig, central)
    way.round()
    before = arrived(central.world)
    photos = work_shift(rig, 3)
    way.with_.session.end()
    with monkeypatch.context() as other:
        for module in (doors, messages):
            other.setattr(module, "OLDEST_PROTOCOL", oldest)
            other.setattr(module, "PROTOCOL", newest)
        outcome = way.round()
        assert outcome.standing.stopped is why
        assert not way.round(at_once=False).tried
        assert arrived(central.world) == before
    assert way.round().standing.stopped is None  # as the loop does once the station starts again
    assert arrived(central.world) == written(rig.world)
    assert once(rig, central) == len(photos)
    way.client.close()
