"""central.toml: what it says, every mistake at once, and no secret in anything that is said."""

import shutil
from pathlib import Path

import pytest

from station.adapters.config.central_file import is_central
from station.adapters.config.problems import ConfigError
from station.adapters.config.rulebook import load_central
from station.app import cli
from station.app.central_engines import CentralUnusable, address_of, vault_of
from station.app.paths import CENTRAL_TOML, CONFIG, STATION_TOML


@pytest.fixture(autouse=True)
def logs_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.logs, "set_up", lambda _verbose: None)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    shutil.copytree(CONFIG, tmp_path / "config")
    return tmp_path / "config" / "central.toml"


def write(path: Path, *changes: tuple[str, str]) -> Path:
    text = path.read_text(encoding="utf-8")
    for was, becomes in changes:
        assert was in text
        text = text.replace(was, becomes, 1)
    path.write_text(text, encoding="utf-8")
    return path


def test_central_as_shipped_needs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--config", str(CENTRAL_TOML)]) == 0
    assert "records in SQLite, photos in a folder" in capsys.readouterr().out
    settings, _ = load_central(CENTRAL_TOML)
    assert settings.house.station.id == "central"
    assert (settings.house.scanners, settings.house.cameras, settings.house.scale) == ((), (), None)


def test_a_station_with_a_central_is_not_taken_for_one() -> None:
    assert is_central(CENTRAL_TOML)
    assert not is_central(STATION_TOML)


def test_every_mistake_of_central_is_told_at_once(config: Path) -> None:
    write(
        config,
        ("port = 8080", 'port = "eight"'),
        ('currency = "ILS"', 'currency = "shekel"'),
        ('# certificate = "central.pem"', 'certificate = "nowhere.pem"'),
        ('# bucket = "returns-photos"', 'bucket = "returns-photos"'),
        ('# url = "postgresql://central@', 'url = "postgresql://central:geheim@'),
        ("idle_lock_minutes", "idle_minutes"),
    )
    with pytest.raises(ConfigError) as wrong:
        load_central(config)
    said = str(wrong.value)
    keys = (
        "web.port",
        "currency",
        "web.certificate",
        "web.key",
        "photos.endpoint",
        "store.url",
        "idle_minutes",
    )
    assert [key for key in keys if key not in said] == []
    assert "geheim" not in said


def test_the_password_is_brought_by_the_environment_or_by_a_file(config: Path) -> None:
    write(config, ('# url = "postgresql://central@', 'url = "postgresql://central@'))
    store = load_central(config)[0].store
    assert address_of(store, {}) == store.url
    by_environment = address_of(store, {"CENTRAL_DATABASE_PASSWORD": "p@ss/word"})
    assert by_environment == "postgresql://central:p%40ss%2Fword@db.example.org/central"
    (config.parent / "db.password").write_text("from a file\n")
    write(config, ('# password_file = "db.password"', 'password_file = "db.password"'))
    filed = address_of(load_central(config)[0].store, {"CENTRAL_DATABASE_PASSWORD": "another"})
    assert filed == "postgresql://central:from%20a%20file@db.example.org/central"


def test_keys_to_photos_that_are_missing_are_named(config: Path) -> None:
    write(config, ('# bucket = "returns', 'bucket = "returns'), ('# endpoint = "https', 'endpoint = "https'))
    with pytest.raises(CentralUnusable, match="set AWS_SECRET_ACCESS_KEY in"):
        vault_of(load_central(config)[0].photos, config.parent, {"AWS_ACCESS_KEY_ID": "known"})


def test_what_cannot_be_reached_is_said_without_the_password(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    away = tmp_path / "nobody"
    write(
        config,
        (
            '# url = "postgresql://central@db.example.org/central"',
            f'url = "postgresql://central@/central?host={away}"',
        ),
    )
    monkeypatch.setenv("CENTRAL_DATABASE_PASSWORD", "geheim")
    assert cli.main(["central", "--config", str(config), "--data", str(tmp_path / "data")]) == 2
    said = capsys.readouterr()
    assert "PostgreSQL at a socket/central cannot be used" in said.err
    assert "geheim" not in said.err + said.out
