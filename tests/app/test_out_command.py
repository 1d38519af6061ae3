"""``station out`` from the outside: a whole life of a destination without a browser."""

import json
from pathlib import Path

import pytest

from station.app.cli import main
from station.app.paths import STATION_TOML
from station.app.run import started
from station.services.outbound import sending
from tests.support.receiver import Say, receiving, told
from tests.support.stations import fill, make_rig
from tests.support.work import to_bin, to_verdict


def settings(folder: Path) -> Path:
    """Write the shipped settings with loopback allowed, beside the files that they name."""
    path = folder / "station.toml"
    text = STATION_TOML.read_text().replace("[outbound]", '[outbound]\nallow_networks = ["127.0.0.0/8"]')
    names = ("checklists", "rules", "outbound", "connectors")
    for name in names:
        (folder / name).symlink_to(STATION_TOML.parent / name)
    path.write_text(text)
    return path


def station(tmp_path: Path, *words: str) -> list[str]:
    config = tmp_path / "station.toml"
    if not config.exists():
        settings(tmp_path)
    return ["out", *words, "--config", str(config), "--data", str(tmp_path / "data")]


def test_a_whole_life_without_a_browser(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with receiving() as receiver:
        assert main(station(tmp_path, "add", "webhook", receiver.url, "--types", "stock.put")) == 0
        id_, secret, _ = capsys.readouterr().out.splitlines()
        assert secret.startswith("whsec_")
        assert main(station(tmp_path, "test", id_)) == 0
        assert receiver.got[0].json["type"] == "station.test"
        work(tmp_path)
        assert [got.json["type"] for got in receiver.got[1:]] == ["stock.put"]
        assert main(station(tmp_path, "list", "--json")) == 0
        capsys.readouterr()
        assert main(station(tmp_path, "off", id_)) == 0
        assert main(station(tmp_path, "on", id_)) == 0
        assert main(station(tmp_path, "secret", id_)) == 0
        assert main(station(tmp_path, "replay", id_, "--first", "3")) == 0
        assert "Records 3 to" in capsys.readouterr().out
        receiver.answers = [Say(500, body=b"out of order")]
        assert main(station(tmp_path, "test", id_)) == 1
        assert "refused 500 out of order" in capsys.readouterr().out


def work(tmp_path: Path) -> None:
    rig = told(make_rig(tmp_path / "data"))
    with started(rig.station.parts):
        fill(rig)
        to_verdict(rig)
        to_bin(rig)
        sending.step(rig.world)


def test_files_are_printed(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    work(tmp_path)
    for what, sign in (("stock-csv", b"at,type,quantity"), ("epcis-lines", b'"bizStep": "stocking"')):
        capsysbinary.readouterr()
        assert main(station(tmp_path, "export", what)) == 0
        assert sign in capsysbinary.readouterr().out
    capsysbinary.readouterr()
    assert main(station(tmp_path, "export", "stock-json")) == 0
    assert [m["type"] for m in json.loads(capsysbinary.readouterr().out)["movements"]] == ["stock.put"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "webhook", "http://169.254.169.254/latest"), "the settings do not allow this host"),
        (("add", "webhook", "https://hooks.example.com/"), "the settings do not allow this host"),
        (("add", "loop", "http://127.0.0.1:9/"), "the key that this system gave you"),
        (("add", "webhook", "http://127.0.0.1:9/", "--types", "stock.putt"), 'did you mean "stock.put"'),
        (("off", "nobody"), "no such system"),
        (("export", "epcis", "--from", "2026-02-01", "--to", "2026-01-01"), "is after"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert main(station(tmp_path, *words)) == 2
    assert said in capsys.readouterr().err
