"""``station rules`` from the outside: what counts, rules as files, and the way back."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from station.adapters.config.rules_dir import read_rules_dir
from station.app import cli
from station.app.checked import load_checked
from station.app.paths import CONFIG, SAMPLE_SITE
from station.app.run import started
from station.app.wiring import build, with_data
from station.domain.drafting import Edit, Op
from station.domain.people import Role
from station.services import rules
from station.services.rules import SIGNALS
from station.services.starting import RulesChanged, publish_rules
from tests.support.stations import fill, make_rig

SIGNALS_FILE = CONFIG / "rules" / "signals.toml"


@pytest.fixture(autouse=True)
def logs_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.logs, "set_up", lambda _verbose: None)


class Said:
    """What the command printed, and how it ended."""

    def __init__(self, capsys: pytest.CaptureFixture[str], data: Path) -> None:
        self._capsys = capsys
        self._data = data

    def __call__(self, *arguments: object, code: int = 0) -> str:
        words = ["rules", *map(str, arguments), "--data", str(self._data)]
        assert cli.main(words) == code
        captured = self._capsys.readouterr()
        return captured.err if code else captured.out

    def json(self, *arguments: object) -> Any:
        return json.loads(self(*arguments, "--json"))


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Said:
    return Said(capsys, tmp_path / "data")


@pytest.fixture
def longer(tmp_path: Path) -> Path:
    """Signals over 45 days."""
    text = SIGNALS_FILE.read_text(encoding="utf-8")
    assert "sender_days = 90" in text
    file = tmp_path / "longer.toml"
    file.write_text(text.replace("sender_days = 90", "sender_days = 45"), encoding="utf-8")
    return file


def test_every_rule_is_listed_with_the_version_that_counts(say: Said) -> None:
    kinds = [(each["kind"], each["id"]) for each in say.json("list")]
    assert kinds[:3] == [("checklist", name) for name in ("apparel", "electronics", "general")]
    assert kinds[3:] == [(key.kind, key.id) for key in rules.SINGLE]
    assert all(each["version"] >= 1 and each["since"] and not each["draft"] for each in say.json("list"))
    assert "checklist/general" in say("list")


def test_the_way_of_a_rule_out_and_in_and_back(say: Said, tmp_path: Path, longer: Path) -> None:
    assert "sender_days: 90 -> 45" in say("import", longer, "--as", "signals")
    listed = next(each for each in say.json("list") if each["kind"] == "signals")
    assert (listed["version"], listed["draft"]["problems"]) == (1, 0)
    assert "has a draft" in say("import", longer, "--as", "signals", code=2)
    assert "version 2 counts" in say("import", longer, "--as", "signals", "--overwrite", "--publish")
    assert "sender_days = 45" in say("show", "signals")
    assert "sender_days = 90" in say("show", "signals", "--version", 1)
    say("rollback", "signals", 1)
    assert [(each["version"], each["counts"]) for each in say.json("history", "signals")] == [
        (1, True),
        (2, False),
        (1, False),
    ]
    assert "counts already" in say("rollback", "signals", 1, code=2)
    assert "only 1, 2" in say("rollback", "signals", 7, code=2)


def test_what_is_exported_is_what_counts_and_a_station_reads_it(
    say: Said, tmp_path: Path, longer: Path
) -> None:
    say("import", longer, "--as", "signals", "--publish")
    out = tmp_path / "out"
    assert "9 files" in say("export", out)
    assert "no mistakes" in say("check", out)
    base = make_rig(tmp_path / "other").world.rulebook
    read = read_rules_dir(out, base)
    assert (read.signals.sender_days, read.signals.version) == (45, 2)
    assert (read.checklists, read.policy, read.table) == (base.checklists, base.policy, base.table)
    shutil.copy(CONFIG / "station.toml", out)
    shutil.copy(CONFIG / "rules" / "sampling.toml", out / "rules")  # settings of the site, as station.toml is
    shutil.copytree(CONFIG / "rules" / "sampling", out / "rules" / "sampling")
    assert cli.main(["check", "--config", str(out / "station.toml")]) == 0
    assert "Take another folder, or --overwrite" in say("export", out, code=2)
    assert "9 files" in say("export", out, "--overwrite")


def test_a_checklist_may_come_in_under_a_new_name(say: Said) -> None:
    file = CONFIG / "checklists" / "general.toml"
    assert "version 1 counts" in say("import", file, "--as", "checklist/toys", "--publish")
    assert 'id = "toys"' in say("show", "checklist/toys")


def test_products_may_name_a_checklist_that_was_never_a_file(say: Said, tmp_path: Path) -> None:
    say("import", CONFIG / "checklists" / "general.toml", "--as", "checklist/toys", "--publish")
    site = tmp_path / "site"
    shutil.copytree(SAMPLE_SITE, site)
    products = site / "products.csv"
    text = products.read_text(encoding="utf-8")
    products.write_text(text.replace(",general,", ",toys,", 1), encoding="utf-8")
    data = ["--data", str(tmp_path / "data")]
    assert cli.main(["load", str(site), *data]) == 0
    pdf = str(tmp_path / "badges.pdf")
    assert cli.main(["print", "badge", "--site", str(site), "--pdf", pdf, *data]) == 0
    products.write_text(text.replace(",general,", ",toy,", 1), encoding="utf-8")
    assert cli.main(["load", str(site), *data]) == 2


def test_every_mistake_of_a_file_is_told_with_its_line_and_nothing_is_kept(say: Said, tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text('version = 1\nsender_days = "long"\nweight_gramms = 3\n', encoding="utf-8")
    told = say("import", file, "--as", "signals", code=2)
    assert f'{file}:2: sender_days: found "long"' in told
    assert 'weight_gramms"; expected' in told
    assert 'did you mean "weight_grams"?' in told
    assert not next(each for each in say.json("list") if each["kind"] == "signals")["draft"]
    folder = tmp_path / "folder"
    folder.mkdir()
    shutil.copy(file, folder / "signals.toml")
    assert "signals.toml:2" in say("check", folder, code=2)


def test_a_folder_may_hold_one_file_and_has_to_hold_one(say: Said, tmp_path: Path, longer: Path) -> None:
    base = make_rig(tmp_path / "other").world.rulebook
    for inside in ("flat", "deep/rules"):
        folder = tmp_path / inside
        folder.mkdir(parents=True)
        shutil.copy(longer, folder / "signals.toml")
        read = read_rules_dir(tmp_path / inside.split("/")[0], base)
        assert (read.signals.sender_days, read.policy) == (45, base.policy)
    (tmp_path / "empty").mkdir()
    assert "there are no rules here" in say("check", tmp_path / "empty", code=2)


def test_a_name_that_there_is_not_is_refused_with_the_nearest(say: Said) -> None:
    assert 'Did you mean "checklist/general"?' in say("show", "checklist/genral", code=2)
    assert 'Did you mean "signals"?' in say("history", "signal", code=2)
    assert "There are no rules" in say("import", SIGNALS_FILE, "--as", "checklist/Not Good", code=2)


def test_looking_is_possible_beside_a_station_that_runs_and_changing_is_not(
    say: Said, tmp_path: Path, longer: Path
) -> None:
    rig = make_rig(tmp_path / "data")
    with started(rig.station.parts):
        fill(rig)
        with rig.world.read() as uow:
            manager = uow.people.get(rig.person(Role.MANAGER).id)
        revision = rules.begin(rig.world, SIGNALS, manager).draft.revision
        rules.edit(rig.world, SIGNALS, revision, Edit(Op.SET, ("sender_days",), 45), manager)
        listed = next(each for each in say.json("list") if each["kind"] == "signals")
        assert listed["draft"]["by"] == manager.name
        assert "sender_days = 90" in say("show", "signals")
        assert "no mistakes" in say("check", CONFIG)
        assert "is in use by process" in say("import", longer, "--as", "signals", code=2)
        assert "is in use by process" in say("rollback", "signals", 1, code=2)


def test_rules_edited_on_disk_are_refused_and_an_export_puts_them_right(say: Said, tmp_path: Path) -> None:
    shutil.copytree(CONFIG, tmp_path / "config")
    own = ["--config", str(tmp_path / "config" / "station.toml")]
    say("list", *own)
    for name, was, now in (("signals", "= 90", "= 9"), ("disposal", "= 900", "= 901")):
        file = tmp_path / "config" / "rules" / f"{name}.toml"
        file.write_text(file.read_text(encoding="utf-8").replace(was, now), encoding="utf-8")
    settings, book = load_checked(tmp_path / "config" / "station.toml")
    station = build(with_data(settings, tmp_path / "data"), book)
    with started(station.parts[:2]), pytest.raises(RulesChanged) as refused:
        publish_rules(station.world)
    assert "sender_days: 90 -> 9\n" in str(refused.value)
    assert "typical_grams.kitchen: 900 -> 901\n" in str(refused.value)
    say("export", tmp_path / "config", "--overwrite", *own)
    assert "sender_days = 90" in (tmp_path / "config" / "rules" / "signals.toml").read_text(encoding="utf-8")
