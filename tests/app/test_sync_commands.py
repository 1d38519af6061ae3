"""The commands of whoever looks after a station: enrol, ship, see how it stands, let photos go, heal."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from station.app.cli import main
from tests.support.shift import work_shift
from tests.support.shipped import CentralHouse, central_house
from tests.support.stations import stocked_rig
from tests.syncing.test_healing import again
from tests.syncing.test_shipping import at_central

SHIFT = 3


@pytest.fixture
def central(tmp_path: Path) -> Iterator[CentralHouse]:
    with central_house(tmp_path / "central") as central:
        yield central


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A station that worked a little, and is not running."""
    with stocked_rig(tmp_path / "data") as rig:
        work_shift(rig, SHIFT)
    return tmp_path / "data"


def said(capsys: pytest.CaptureFixture[str], *words: str, data: Path, code: int = 0) -> str:
    assert main([*words, "--data", str(data)]) == code
    found = capsys.readouterr()
    return found.out + found.err


def plain(text: str) -> dict[str, Any]:
    """Read the one line of JSON; central logs beside it in this process."""
    found: dict[str, Any] = json.loads(next(line for line in text.splitlines() if line.startswith("{")))
    return found


def test_a_station_is_enrolled_ships_and_is_healed(
    data: Path, central: CentralHouse, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "was never" not in said(capsys, "sync", data=data, code=2)
    enrolling = ("enrol", central.address, central.invite("07"))
    told = said(capsys, *enrolling, data=data)
    key = central.world.signer.keys()[0]
    assert str(key) in told
    assert key.fingerprint[:4] in told
    before = plain(said(capsys, "sync", "--status", "--json", data=data))
    assert (before["line"], before["photos_waiting"], before["shipped"]) == ("never", SHIFT * 2, None)
    shipped = plain(said(capsys, "sync", "--json", data=data))
    assert shipped["shipped"]["photos"] == SHIFT * 2
    assert (shipped["records_waiting"], shipped["photos_waiting"], shipped["line"]) == (0, 0, "in_touch")
    assert len(at_central(central)) == shipped["shipped"]["records"]
    assert "0 photos of 0.0 MB may go" in said(capsys, "sync", "prune", "--plan", "--days", "1", data=data)
    assert "Nothing is missing" in said(capsys, "sync", "heal", data=data)
    backup = data.parent / "backup"
    shutil.copytree(data, backup, ignore=shutil.ignore_patterns("run"))
    with again(data) as rig:
        work_shift(rig, 2)
    said(capsys, "sync", data=data)
    shutil.rmtree(data)
    shutil.copytree(backup, data)
    assert plain(said(capsys, "sync", "--json", data=data, code=1))["stopped"] == "restored"
    assert "To do it" in said(capsys, "sync", "heal", "--plan", data=data)
    main(["sync", "heal", "--data", str(data)])
    told = capsys.readouterr().out
    assert "entries were put back" in told and "photos came from central" in told
    assert list((data / "backups").iterdir())
    assert plain(said(capsys, "sync", "--json", data=data))["stopped"] == ""


def test_a_code_that_does_not_count_and_an_address_without_tls_are_refused(
    data: Path, central: CentralHouse, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, "enrol", central.address, "2222-2222-2222-2222", data=data, code=2)
    assert "wrong code" in told
    told = said(capsys, "enrol", "http://central.example.org", "2222-2222-2222-2222", data=data, code=2)
    assert "without TLS" in told
    told = said(capsys, "enrol", central.address, "x", "--pin", "12", data=data, code=2)
    assert "not a SHA-256" in told
    assert not (data / "central").exists()
