"""The station command, as it is typed."""

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pysqlite3
import pytest

from station.app import cli
from station.app.paths import CONFIG, SAMPLE_SITE

STATION = Path(sys.executable).parent / "station"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the installed command, as a shell would."""
    command = [str(STATION), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)


@pytest.fixture(autouse=True)
def logs_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.logs, "set_up", lambda _verbose: None)


def main(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A copy of the station's own configuration, to be spoiled."""
    shutil.copytree(CONFIG, tmp_path / "config")
    return tmp_path / "config" / "station.toml"


def spoil(path: Path, *changes: Sequence[str]) -> None:
    text = path.read_text(encoding="utf-8")
    for was, becomes in changes:
        assert was in text
        text = text.replace(was, becomes, 1)
    path.write_text(text, encoding="utf-8")


def test_a_good_configuration_is_said_to_be_good(capsys: pytest.CaptureFixture[str]) -> None:
    assert main("check") == 0
    assert "no mistakes. 3 checklists, 12 routing rows" in capsys.readouterr().out


def test_a_driver_that_there_is_not_is_refused_with_the_nearest(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text(config.read_text() + '\n[[scanner]]\npath = "/dev/ttyUSB0"\ndriver = "honywell"\n')
    assert main("check", "--config", config) == 2
    said = capsys.readouterr().err
    assert 'scanner 1, driver: there is no driver "honywell"' in said
    assert 'did you mean "honeywell"?' in said


def test_every_mistake_is_told_at_once(config: Path) -> None:
    spoil(config, ("port = 8000", 'port = "eight"'), ('language = "en"', 'langauge = "en"'))
    spoil(config.parent / "rules" / "routing.toml", ('open = ["disposal"]', 'open = ["dispozal"]'))
    spoil(config.parent / "checklists" / "general.toml", ('packaging = "B"', 'packaging = "Z"'))
    result = run("check", "--config", config)
    assert (result.returncode, result.stdout) == (2, "")
    for told in ("station.toml", "port", "langauge", "language", "routing.toml", "dispozal", "general.toml"):
        assert told in result.stderr, told
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", ["run", "verify", "check"])
def test_nothing_starts_on_a_broken_configuration(
    config: Path, tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(config, ("port = 8000", "port = 0.5"))
    assert main(command, "--config", config, "--data", tmp_path / "data") == 2
    assert "port" in capsys.readouterr().err
    assert not (tmp_path / "data" / "station.db").exists()


def test_a_site_is_loaded_and_the_record_checks_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    assert main("load", SAMPLE_SITE, "--data", data) == 0
    assert "40 products, 60 expected returns, 12 bins, 5 work centers, 4 people" in capsys.readouterr().out
    assert main("verify", "--data", data) == 0
    assert "checks out" in capsys.readouterr().out


def test_a_site_with_mistakes_is_not_loaded_at_all(tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(SAMPLE_SITE, site)
    spoil(site / "products.csv", ("7290002780557", "7290002780558"))
    spoil(site / "people.csv", ("supervisor", "supervizor"))
    result = run("load", site, "--data", tmp_path / "data")
    assert result.returncode == 2
    assert "7290002780558" in result.stderr
    assert "supervizor" in result.stderr
    assert main("load", SAMPLE_SITE, "--data", tmp_path / "data") == 0


def test_verify_names_what_is_wrong_and_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    main("load", SAMPLE_SITE, "--data", data)
    database = pysqlite3.connect(data / "station.db", isolation_level=None)
    (last,) = database.execute("SELECT max(seq) FROM journal").fetchone()
    database.execute("INSERT INTO journal VALUES (?, x'7b7d', zeroblob(32))", (last + 2,))
    database.close()
    capsys.readouterr()
    assert main("verify", "--data", data) == 1
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first == f"First: entry {last + 1} is missing"
    assert second == f"entries {last + 1} to {last + 2} are in the journal and not in its tree"


def test_a_folder_in_use_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from station.app.folder import DataFolder

    folder = DataFolder(tmp_path)
    folder.start()
    try:
        assert main("load", SAMPLE_SITE, "--data", tmp_path) == 2
        assert main("demo", "--unattended", 1, "--data", tmp_path) == 2
    finally:
        folder.stop()
    assert capsys.readouterr().err.count("is in use by process") == 2


@pytest.mark.parametrize(
    "arguments", [["demo", "--unattended", "0"], ["demo", "--unattended", "x"], ["fly"], []]
)
def test_what_makes_no_sense_is_refused_with_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(*arguments)
    assert refused.value.code == 2
    assert "usage: station" in capsys.readouterr().err


def test_a_data_folder_that_is_a_file_is_said_plainly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").write_text("not a folder")
    assert main("verify", "--data", tmp_path / "data") == 2
    assert str(tmp_path / "data") in capsys.readouterr().err


def test_a_database_that_is_none_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "station.db").write_bytes(b"this is no database" * 1000)
    assert main("verify", "--data", tmp_path) == 2
    assert capsys.readouterr().err == "The station cannot go on: store failed.\n"


def test_a_folder_without_the_files_of_a_site_is_said_plainly(tmp_path: Path) -> None:
    result = run("load", tmp_path / "nowhere", "--data", tmp_path / "data")
    assert result.returncode == 2
    assert "products.csv" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_a_taken_port_is_said_plainly(config: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        spoil(config, ("port = 8000", f"port = {port}"))
        text = config.read_text(encoding="utf-8")
        start, end = text.index("[[camera]]"), text.index("# When a photo is refused")
        config.write_text(text[:start] + text[end:], encoding="utf-8")
        result = run("run", "--config", config, "--data", tmp_path / "data")
    assert result.returncode == 2
    assert f"Port {port} is taken by another program" in result.stderr
    assert "Traceback" not in result.stderr


KEYS = {"lpn", "sku", "gtin", "rma", "grade", "disposition", "bin", "rule", "photos", "seconds"}


@pytest.mark.slow
def test_the_demo_drives_items_by_itself_and_prints_one_object(tmp_path: Path) -> None:
    result = run("demo", "--unattended", 3, "--json", "--data", tmp_path / "demo")
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert set(told) == {"items", "totals"}
    assert [set(item) for item in told["items"]] == [KEYS] * 3
    for item in told["items"]:
        assert item["disposition"] in ("restock", "refurbish", "resale", "disposal", "hold")
        assert (item["bin"] is None) == (item["disposition"] == "hold")
        assert all(len(photo) == 64 for photo in item["photos"])
    totals = told["totals"]
    assert (totals["items"], totals["binned"] + totals["held"]) == (3, 3)
    assert (totals["journal_problems"], totals["ok"]) == ([], True)
    assert main("verify", "--data", tmp_path / "demo") == 0
