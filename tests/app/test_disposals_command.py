"""``station disposals`` from the outside: beside a station that runs, and what it refuses."""

import csv
import io
import json
from pathlib import Path

import pytest

from station.app.cli import main
from station.app.run import started
from tests.services.test_disposing import mug, unusable
from tests.support.stations import fill, make_rig
from tests.support.work import last_closed, to_bin


def test_the_ledger_is_read_beside_a_station_that_runs(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    data = ["--data", str(tmp_path / "data")]
    rig = make_rig(tmp_path / "data")
    with started(rig.station.parts):
        fill(rig)
        unusable(rig, mug(rig))
        to_bin(rig)
        lpn = last_closed(rig).item.lpn
        assert main(["disposals", "--json", *data]) == 0
        told = json.loads(capsysbinary.readouterr().out)
        assert [line["lpn"] for line in told["lines"]] == [lpn]
        assert main(["disposals", "--csv", *data]) == 0
        table = capsysbinary.readouterr().out.decode("utf-8-sig")
        assert [row["lpn"] for row in csv.DictReader(io.StringIO(table, newline=""))] == [lpn]
        assert main(["disposals", *data]) == 0
        assert f"{lpn}  kitchen" in capsysbinary.readouterr().out.decode()
        assert main(["disposals", "--from", "2020-01-01", "--to", "2020-01-31", "--json", *data]) == 0
        assert json.loads(capsysbinary.readouterr().out)["totals"]["all"]["items"] == 0


def test_a_period_that_ends_before_it_begins_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--from", "2020-02-01", "--to", "2020-01-01", "--data", str(tmp_path / "data")]
    assert main(["disposals", *asked]) == 2
    assert "2020-02-01 is after 2020-01-01" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--from", "yesterday"], ["--to", "2020-02-30"], ["--csv", "--json"]])
def test_what_is_no_day_or_two_forms_is_refused(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["disposals", *wrong])
    assert refused.value.code == 2
    assert "usage:" in capsys.readouterr().err
