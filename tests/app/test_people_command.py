"""``station people`` and ``station senders``, as somebody at the machine uses them."""

import json
import re
from pathlib import Path

import pytest

from station.app.paths import SAMPLE_SITE
from tests.support.stations import stocked_rig

Said = pytest.CaptureFixture[str]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with stocked_rig(tmp_path / "data"):
        pass
    return tmp_path / "data"


def main(*arguments: object) -> int:
    from station.app.cli import main as station

    return station([str(argument) for argument in arguments])


def test_people_are_listed_exported_ended_and_removed(data: Path, capsys: Said) -> None:
    assert main("people", "list", "--data", data) == 0
    assert re.search(r"dana +\d{6} +operator +Dana L\.", capsys.readouterr().out)
    assert main("people", "export", "dana", "--data", data) == 0
    assert json.loads(capsys.readouterr().out)["person"]["name"] == "Dana L."
    assert main("people", "export", "dana", "--plain", "--data", data) == 0
    assert "name: Dana L." in capsys.readouterr().out
    assert main("people", "remove", "dana", "--data", data) == 2
    assert "station people end dana" in capsys.readouterr().err
    assert main("people", "end", "dana", "--data", data) == 0
    assert main("people", "remove", "dana", "--data", data) == 0
    capsys.readouterr()
    assert main("people", "list", "--data", data) == 0
    assert re.search(r"dana +- +removed +grader 1\n", capsys.readouterr().out)
    assert main("verify", "--data", data) == 0


def test_the_last_manager_stays_and_finds_a_way_in(data: Path, capsys: Said) -> None:
    assert main("people", "end", "amir", "--data", data) == 2
    assert "last manager" in capsys.readouterr().err
    assert main("people", "reset", "amir", "--data", data) == 0
    assert re.search(r"three days: \d{8}", capsys.readouterr().out)


@pytest.mark.parametrize("command", ["reset", "end", "export", "remove"])
def test_nobody_is_said_plainly(data: Path, capsys: Said, command: str) -> None:
    assert main("people", command, "nobody", "--data", data) == 2
    assert "Nobody here is nobody" in capsys.readouterr().err


def test_senders_who_are_not_here_are_said_plainly(data: Path, capsys: Said) -> None:
    assert main("senders", "export", "nobody", "--data", data) == 2
    assert "No return here has the customer or address nobody" in capsys.readouterr().err
    assert main("senders", "remove", "nobody", "--data", data) == 2
    assert "No return here has the customer or address nobody" in capsys.readouterr().err


def test_loading_says_what_it_does_not_do_to_people(data: Path, capsys: Said) -> None:
    assert main("people", "end", "pavel", "--data", data) == 0
    assert main("load", SAMPLE_SITE, "--data", data) == 0
    told = capsys.readouterr().out
    assert "the file gives none back to: pavel." in told
    assert "ids go into the record for good: take numbers for new people: dana, pavel, noa, amir." in told
