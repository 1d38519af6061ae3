"""``station pack`` and ``station verify PACK`` from the outside, beside a station that runs."""

from pathlib import Path

import pysqlite3
import pytest

from station.app.cli import main
from station.domain.people import Role
from station.services import claims
from tests.support.stations import stocked_rig
from tests.support.work import last_closed, to_bin, to_verdict
from tests.support.workshop import somebody


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_a_pack_is_written_beside_a_station_that_runs_and_checked_without_it(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "item.zip"
    with stocked_rig(data) as rig:
        to_verdict(rig)
        to_bin(rig)
        lpn = last_closed(rig).item.lpn
        asked = ["pack", lpn, "--language", "he", "--out", str(out), "--data", str(data)]
        assert main(asked) == 0
        assert capsys.readouterr().err == ""
        assert main(asked) == 2  # what is there is never written over
        assert main(["pack", "L07-9999999-9", "--data", str(data)]) == 2
        assert "no licence plate" in capsys.readouterr().err
    (tmp_path / "data").rename(tmp_path / "gone")
    public = (tmp_path / "gone/keys/station.pub").read_text().strip()
    for key in (public, str(tmp_path / "gone/keys/station.pub")):
        assert main(["verify", str(out), "--key", key]) == 0
        assert "the key that you trust" in capsys.readouterr().out
    assert main(["verify", str(out), "--key", "nonsense"]) == 2
    assert main(["verify", str(tmp_path / "none.zip")]) == 2
    assert "cannot be opened" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()  # checking a pack makes no station


def test_a_claim_changed_behind_the_station_s_back_is_found(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with stocked_rig(data) as rig:
        to_verdict(rig)
        to_bin(rig)
        typed = {"lpn": last_closed(rig).item.lpn, "kind": "vendor", "reason": "defective"}
        known_on = rig.world.today.isoformat()
        supervisor = somebody(rig, Role.SUPERVISOR)
        problems, claim = claims.begin_typed(rig.world, supervisor, {**typed, "known_on": known_on})
        assert problems == ()
    assert main(["verify", str(data)]) == 0
    connection = pysqlite3.connect(data / "station.db", isolation_level=None)
    connection.execute("UPDATE claims SET data = CAST(replace(data, 'vendor', 'carrier') AS BLOB)")
    connection.close()
    assert main(["verify", str(data)]) == 1
    assert claim in capsys.readouterr().out
