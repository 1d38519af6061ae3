"""Keys are shown and rotated from the command line, and the journal tells of each."""

import json
from pathlib import Path

import pytest

from station.app import cli
from station.app.run import started
from station.domain.proof.signed_note import read_key, read_note, signers
from tests.support.past import copied, sql
from tests.support.stations import make_rig
from tests.support.work import payloads


def main(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def shown(data: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    assert main("key", "show", "--json", "--data", data) == 0
    return list(json.loads(capsys.readouterr().out))


def test_a_rotated_key_signs_beside_the_one_before_and_the_record_checks_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = copied(tmp_path / "data")
    (first,) = shown(data, capsys)
    assert main("key", "rotate", "--data", data) == 0
    assert "The present key signs" in capsys.readouterr().out
    second, before = shown(data, capsys)
    assert (before["key"], before["present"], before["signs"]) == (first["key"], False, True)
    assert main("verify", data) == 0
    note = read_note((data / "checkpoint").read_bytes())
    rig = make_rig(data)
    with started(rig.station.parts[:2]):
        for key in (first, second):
            assert signers(note, [read_key(str(key["key"]))], rig.world.signer.holds)
        assert [said["key"] for said in payloads(rig, "key_made")] == [first["key"]]
        (rotated,) = payloads(rig, "key_rotated")
    assert rotated == {
        "key": second["key"], "fingerprint": second["fingerprint"], "was": first["key"], "lost": False
    }  # fmt: skip


def test_a_lost_key_stops_the_station_until_another_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = copied(tmp_path / "data")
    (first,) = shown(data, capsys)
    (data / "keys/station.key").unlink()
    assert main("key", "show", "--data", data) == 2
    assert "station key rotate --lost" in capsys.readouterr().err
    assert main("verify", data) == 1
    assert "station.key is not there" in capsys.readouterr().out
    assert main("key", "rotate", "--lost", "--data", data) == 0
    assert "The key before it is lost and signs no longer" in capsys.readouterr().out
    assert main("verify", data) == 0
    assert shown(data, capsys)[1]["key"] == first["key"]


def test_a_check_of_a_folder_with_no_station_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main("verify", tmp_path) == 2
    assert f"{tmp_path} holds no station" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []  # a check writes nothing into what is no station's


def test_a_check_says_in_json_what_is_wrong_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = copied(tmp_path / "data")
    assert main("verify", data, "--json") == 0
    sound = json.loads(capsys.readouterr().out)
    assert (sound["ok"], sound["findings"], sound["photos"]) == (True, [], 1)
    assert sound["head"]["size"] == sound["entries"]
    sql(data, "UPDATE inspections SET lpn = 'x' WHERE state = 'held'")
    assert main("verify", data, "--json", "--no-photos") == 1
    said = json.loads(capsys.readouterr().out)
    assert said["findings"][0]["about"] == "state" and said["findings"][0]["seq"]
    assert (said["photos"], said["head"]) == (0, None)


def test_a_station_that_works_can_be_checked(tmp_path: Path) -> None:
    data = copied(tmp_path / "data")
    with started(make_rig(data).station.parts[:2]):
        assert main("verify", data) == 0
