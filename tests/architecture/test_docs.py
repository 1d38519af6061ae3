"""The pages say what is there: every setting, reason, event, word, path and command."""

import argparse
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from firmware_bridge.errors import Reason as BridgeReason
from station.adapters.config.rulebook import load_station
from station.app import cli
from station.app.paths import CENTRAL_TOML, CONFIG, STATION_TOML
from station.domain import events
from station.domain.errors import Reason

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
ROOMS = ("station", "firmware_bridge", "web", "config", "tests", "tools", "docs", ".ci")
# Made by the tests in a browser, where there is one.
DRAWN = {"docs/images/bench.png"}
# What the project has no business to speak of. Written in halves, so that this file passes its own test.
NO_PLACE = ("/wo" + "rk/", "sub" + "agent", "sub-" + "agent", "index" + "-url")
TEXTS = {".py", ".md", ".toml", ".txt", ".sh", ".csv", ".html", ".css", ".js", ".svg", ".po", ".mako", ""}
NOT_OURS = {"__pycache__", "node_modules"}

_SECTION = re.compile(r"(?:# )?\[\[?(\w+)\]\]?")
_KEY = re.compile(r"(?:# )?([a-z_0-9]+) = ")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[\w.\-]+(?:/[\w.\-]*)+")
_ENTRY = re.compile(r"- \*\*(.+?)\*\*:")
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    return (DOCS / name).read_text()


def rows(text: str) -> list[list[str]]:
    """Return the cells of every table row."""
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]


def setting_keys(file: Path = STATION_TOML) -> Iterator[str]:
    section = ""
    for line in file.read_text().splitlines():
        if header := _SECTION.fullmatch(line):
            section = header[1]
        elif section and (key := _KEY.match(line)):
            yield f"{section}.{key[1]}"


def first_words(text: str) -> list[str]:
    """Return what stands in backticks in the first cell of every row."""
    return [cells[0].strip("`") for cells in rows(text) if cells[0].startswith("`")]


def test_the_settings_file_was_read() -> None:
    keys = list(setting_keys())
    assert {"station.id", "scanner.terminator", "photo.min_sharpness", "rules.routing"} <= set(keys)
    assert len(keys) > 25


def test_every_setting_is_described_once() -> None:
    assert sorted(first_words(page("settings.md"))) == sorted(setting_keys())


def test_every_setting_of_central_is_described_once() -> None:
    """What central has in common with a station is described there."""
    shared = {"claims", "imports", "form", "rules", "outbound"}
    keys = [key for key in setting_keys(CENTRAL_TOML) if key.split(".")[0] not in shared]
    assert sorted(first_words(page("settings-central.md"))) == sorted(keys)


def test_every_reason_is_described_once() -> None:
    bench, devices = page("reasons.md").split("## Devices")
    assert first_words(bench) == [reason.value for reason in Reason]
    assert first_words(devices.split("## When")[0]) == [reason.value for reason in BridgeReason]


def event_classes() -> list[str]:
    return [kind.__name__ for kind in events.Event.__args__]


def test_every_event_is_described_with_its_kind() -> None:
    table = [(cells[0], cells[1]) for cells in rows(page("architecture.md")) if len(cells) == 3]
    described = [row for row in table if row[0].strip("`") in event_classes()]
    kinds = [(name, re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()) for name in event_classes()]
    assert described == [(f"`{name}`", f"`{kind}`") for name, kind in kinds]


def glossary() -> list[str]:
    return _ENTRY.findall(page("glossary.md"))


def test_every_word_of_the_glossary_stands_once() -> None:
    assert [word for word, count in Counter(glossary()).items() if count > 1] == []


def test_words_named_in_the_glossary_stand_in_it() -> None:
    known = {word.casefold() for word in glossary()}
    entries = page("glossary.md").split("\n## ", 1)[1]
    named = {word.casefold() for word in re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", entries)}
    assert [word for word in sorted(named) if not {word, word.removesuffix("s")} & known] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    relative = [to for to in _LINK.findall(_FENCED.sub("", path.read_text())) if "://" not in to]
    missing = [to for to in relative if not leads_somewhere(path, to)]
    assert missing == []


def leads_somewhere(path: Path, to: str) -> bool:
    name, _, anchor = to.partition("#")
    target = (path.parent / name).resolve() if name else path
    if str(target.relative_to(ROOT)) in DRAWN:
        return True
    return target.exists() and (not anchor or anchor in anchors(target))


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_that_are_named_are_there(path: Path) -> None:
    named = [code for code in _CODE.findall(path.read_text()) if _PATH.fullmatch(code)]
    ours = [name for name in named if name.split("/")[0] in ROOMS]
    assert [name for name in ours if not (ROOT / name).exists()] == []


def test_every_decision_is_numbered_in_turn() -> None:
    names = sorted(p.name for p in (DOCS / "decisions").glob("*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    for name in names:
        assert (DOCS / "decisions" / name).read_text().startswith(f"# {int(name[:4])}. ")


def test_the_rules_shown_as_examples_are_right(tmp_path: Path) -> None:
    shown = page("checklists.md") + page("routing.md")
    checklist, policy, routing, prices = re.findall(r"```toml\n(.*?)```", shown, re.DOTALL)
    files = {
        "checklists/tools.toml": checklist,
        "rules/policy.toml": policy,
        "rules/routing.toml": routing,
        "rules/prices.toml": prices,
        **{
            f"rules/{n}.toml": (CONFIG / f"rules/{n}.toml").read_text()
            for n in ("conditions", "signals", "disposal", "sampling")
        },
        **{
            f"rules/sampling/{table.name}": table.read_text()
            for table in (CONFIG / "rules/sampling").glob("*.csv")
        },
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "station.toml").write_text(STATION_TOML.read_text())
    _, rulebook = load_station(tmp_path / "station.toml")
    assert list(rulebook.checklists) == ["tools"]


def test_the_facts_of_the_routing_table_are_named() -> None:
    from station.domain.disposition import FACTS
    from station.domain.grading import Axis

    text = page("routing.md")
    assert [fact for fact in FACTS if f"`{fact}`" not in text and fact not in set(Axis)] == []


# The command -------------------------------------------------------------------------------------


def commands() -> dict[str, set[str]]:
    """Return the parser's commands with their options."""
    (sub,) = (a for a in cli._parser()._actions if isinstance(a, argparse._SubParsersAction))
    return {name: options_of(parser) for name, parser in sub.choices.items()}


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    """Return the options of a command, with those of the commands below it."""
    strings = {option for action in parser._actions for option in action.option_strings}
    below = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    inner = {option for sub in below for each in sub.choices.values() for option in options_of(each)}
    return inner | {option for option in strings if option.startswith("--")} - {"--help"}


def test_the_readme_shows_every_command_and_option_and_no_other() -> None:
    text = (ROOT / "README.md").read_text()
    shown: dict[str, set[str]] = {}
    for command, rest in re.findall(r"`station ([a-z][\w-]*)([^`]*)`", text):
        shown.setdefault(command, set()).update(re.findall(r"--[\w-]+", rest))
    assert shown == commands()


def test_pages_name_only_commands_that_exist() -> None:
    named = {name for path in PAGES for name in re.findall(r"`station ([a-z][\w-]*)[^`]*`", path.read_text())}
    assert named <= set(commands())


def test_the_readme_shows_make_targets_that_exist() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {name for path in PAGES for name in re.findall(r"`make ([\w-]+)[^`]*`", path.read_text())}
    assert {"demo", "test"} <= named <= targets


# The whole ---------------------------------------------------------------------------------------


def our_files() -> Iterator[Path]:
    yield from (p for p in ROOT.iterdir() if p.is_file() and p.suffix in TEXTS and p.name != ".git")
    for room in ROOMS:
        for path in (ROOT / room).rglob("*"):
            if path.is_file() and path.suffix in TEXTS and not NOT_OURS.intersection(path.parts):
                yield path


def test_the_project_speaks_of_itself_alone() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in our_files()
        for word in NO_PLACE
        if word in path.read_text(errors="replace").lower()
    ]
    assert found == []


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text and "END OF TERMS AND CONDITIONS" in text
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["license"] == "Apache-2.0"
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text()


def test_the_sample_files_have_the_columns_that_the_manager_reads() -> None:
    for cells in rows((DOCS / "guides/manager.md").read_text()):
        sample = CONFIG / "sample" / cells[0].strip("`")
        if sample.suffix == ".csv":
            header = next(line for line in sample.read_text().splitlines() if not line.startswith("#"))
            assert [name for name in header.split(",") if not re.search(rf"\b{name}\b", cells[1])] == []
