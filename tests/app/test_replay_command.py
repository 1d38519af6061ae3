"""``station rules replay`` from the outside, beside a station that runs."""

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from station.app import cli
from station.app.paths import CONFIG
from station.app.run import started
from station.services import replaying
from station.services.starting import publish_rules
from tests.support.history import live
from tests.support.stations import Rig, fill, make_rig

ITEMS = 300
PRICES = CONFIG / "rules" / "prices.toml"


@pytest.fixture(autouse=True)
def logs_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.logs, "set_up", lambda _verbose: None)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Rig]:
    """A station with a past that has its folder while the command looks at it."""
    rig = make_rig(tmp_path / "data")
    with started(rig.station.parts[:2]):
        fill(rig)
        publish_rules(rig.world)
        live(rig, ITEMS, days=40)
        yield rig


@pytest.fixture
def dear(tmp_path: Path) -> Path:
    """Rules by which the workshop is dearer; all else is as it counts."""
    text = PRICES.read_text(encoding="utf-8")
    head, workshop, rest = text.partition('id = "workshop"')
    parts = next(line for line in rest.splitlines() if line.startswith("parts ="))
    folder = tmp_path / "dear"
    folder.mkdir()
    changed = head + workshop + rest.replace(parts, "parts = 90.00", 1)
    (folder / "prices.toml").write_text(changed, encoding="utf-8")
    return folder


class Said:
    """What the command printed, and how it ended."""

    def __init__(self, capsys: pytest.CaptureFixture[str], data: Path) -> None:
        self._capsys = capsys
        self._data = data

    def __call__(self, *arguments: object, code: int = 0) -> str:
        words = ["rules", "replay", *map(str, arguments), "--data", str(self._data)]
        assert cli.main(words) == code
        captured = self._capsys.readouterr()
        return captured.err if code else captured.out

    def json(self, *arguments: object) -> Any:
        return json.loads(self(*arguments, "--json"))


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], tmp_path: Path, running: Rig) -> Said:
    return Said(capsys, tmp_path / "data")


def test_what_would_change_as_json(say: Said, dear: Path, running: Rig) -> None:
    told = say.json("--rules", dear)
    assert told["inspections"] == ITEMS == sum(told["old"].values()) == sum(told["new"].values())
    assert told["changed"] == len(told["items"]) == sum(move["items"] for move in told["moves"]) > 0
    for goes in told["old"]:
        out = sum(move["items"] for move in told["moves"] if move["old"] == goes)
        back = sum(move["items"] for move in told["moves"] if move["new"] == goes)
        assert told["new"][goes] == told["old"][goes] - out + back
    bins = told["bins"].values()
    assert sum(load["old"] for load in bins) == sum(load["new"] for load in bins) == ITEMS
    assert told["money"]["currency"] == running.world.house.currency
    assert Decimal(told["money"]["worth"]) > 0
    one = told["items"][0]
    assert one["old"]["disposition"] == "refurbish" != one["new"]["disposition"]
    assert set(one["old"]) == {"disposition", "grade", "verdict", "net", "bin"}


def test_the_rules_that_count_change_nothing(say: Said) -> None:
    told = say.json("--rules", CONFIG)
    assert (told["inspections"], told["changed"], told["moves"], told["items"]) == (ITEMS, 0, [], [])
    assert told["old"] == told["new"]


def test_what_would_change_in_words(say: Said, dear: Path) -> None:
    changed = say.json("--rules", dear)["changed"]
    told = say("--rules", dear)
    assert f"{ITEMS} inspections, {changed} would go elsewhere" in told
    assert "refurbish -> " in told and "at the prices of these rules" in told
    assert f"and {changed - 20} more: --json lists them all." in told


def test_only_from_a_day_on(say: Said, dear: Path, running: Rig) -> None:
    since = running.world.today - timedelta(days=9)
    found = say.json("--rules", dear, "--since", since)["inspections"]
    assert found == replaying.replay(running.world, replaying.in_force(running.world), since).inspections
    assert 0 < found < ITEMS


def test_every_mistake_of_the_folder_is_told_and_nothing_is_tried(
    say: Said, dear: Path, tmp_path: Path
) -> None:
    prices = dear / "prices.toml"
    text = prices.read_text(encoding="utf-8").replace("parts = 90.00", "prts = 90.00")
    prices.write_text(text, encoding="utf-8")
    shutil.copy(CONFIG / "rules" / "signals.toml", dear)
    signals = dear / "signals.toml"
    signals.write_text(signals.read_text(encoding="utf-8").replace("sender_days = 90", "sender_days = -1"))
    told = say("--rules", dear, code=2)
    assert "prices.toml:" in told and "signals.toml:" in told
    assert 'did you mean "parts"?' in told
    assert "there are no rules here" in say("--rules", tmp_path / "nowhere", code=2)


@pytest.mark.parametrize("written", ["31.3.2026", "2026-02-30", "20260331", "2026-W13-2"])
def test_a_day_that_is_none_is_refused(
    say: Said, dear: Path, capsys: pytest.CaptureFixture[str], written: str
) -> None:
    with pytest.raises(SystemExit) as left:
        say("--rules", dear, "--since", written)
    assert left.value.code == 2
    assert f'"{written}" is no date such as 2026-03-31' in capsys.readouterr().err


def test_nothing_is_written(say: Said, dear: Path, running: Rig) -> None:
    def head() -> tuple[int, object]:
        with running.world.read() as uow:
            return uow.journal.head(), uow.rules.current()

    before = head()
    say("--rules", dear)
    assert head() == before
