"""All rules of a site together: every file is read, and every problem of all of them is told at once."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from station.adapters.config.central_file import read_central
from station.adapters.config.central_settings import CentralSettings
from station.adapters.config.checklist_file import Cameras, read_checklist
from station.adapters.config.conditions_file import read_conditions
from station.adapters.config.disposal_file import read_disposal
from station.adapters.config.policy_file import read_policy
from station.adapters.config.prices_file import read_prices
from station.adapters.config.problems import Problems
from station.adapters.config.routing_file import read_table
from station.adapters.config.sampling_file import read_sampling
from station.adapters.config.settings import RuleFiles, Settings
from station.adapters.config.settings_file import read_settings
from station.adapters.config.signals_file import read_signals
from station.domain.checklist import Checklist
from station.domain.phrases import phrase
from station.domain.problems import Problem
from station.domain.routing import Rulebook


def load_rulebook(files: RuleFiles) -> Rulebook:
    """Read checklists, policy and routing. Raises ConfigError with every problem of every file."""
    problems = Problems()
    rulebook = read_rulebook(files, problems)
    problems.raise_any()
    return rulebook


def load_station(path: Path) -> tuple[Settings, Rulebook]:
    """Read station.toml and the rules it names. Raises ConfigError with every problem of them all."""
    problems = Problems()
    settings = read_settings(path, problems)
    cameras = tuple(camera.name for camera in settings.cameras)
    rulebook = read_rulebook(settings.rules, problems, cameras, settings.station.currency)
    settings = replace(settings, sampling=read_sampling(settings.rules.sampling, problems))
    problems.raise_any()
    return settings, rulebook


def load_central(path: Path) -> tuple[CentralSettings, Rulebook]:
    """Read central.toml and the rules it names. Raises ConfigError with every problem of them all.

    Slots may name any camera: which there are is known at each station.
    """
    problems = Problems()
    settings = read_central(path, problems)
    house = settings.house
    rulebook = read_rulebook(house.rules, problems, None, house.station.currency)
    house = replace(house, sampling=read_sampling(house.rules.sampling, problems))
    problems.raise_any()
    return replace(settings, house=house), rulebook


def read_rulebook(
    files: RuleFiles, problems: Problems, cameras: Cameras = None, currency: str = ""
) -> Rulebook:
    """Read the rules, noting problems; slots may name one of the cameras, ``currency`` is the station's."""
    return Rulebook(
        checklists=_checklists(files.checklists, problems, cameras),
        policy=read_policy(files.policy, problems, currency),
        table=read_table(files.routing, problems, currency),
        prices=read_prices(files.prices, problems, currency),
        conditions=read_conditions(files.conditions, problems),
        signals=read_signals(files.signals, problems),
        disposal=read_disposal(files.disposal, problems),
    )


def _checklists(folder: Path, problems: Problems, cameras: Cameras) -> dict[str, Checklist]:
    read = read_checklists(folder, problems, cameras)
    if not read:
        expected = phrase("at least one file *.toml")
        problems.add(Problem(str(folder), "", phrase("there is no checklist here"), expected))
    return read


def read_checklists(folder: Path, problems: Problems, cameras: Cameras = None) -> dict[str, Checklist]:
    """Read the checklists of a folder by their ids, noting problems."""
    paths = sorted(folder.glob("*.toml"))
    read = [(path, read_checklist(path, problems, cameras)) for path in paths]
    _unique(read, problems)
    return {checklist.id: checklist for _, checklist in read}


def _unique(read: Iterable[tuple[Path, Checklist]], problems: Problems) -> None:
    first: dict[str, Path] = {}
    for path, checklist in read:
        other = first.setdefault(checklist.id, path)
        if other != path and checklist.id:
            found = phrase('"%(id)s" is the id in %(file)s too', id=checklist.id, file=str(other))
            expected = phrase("an id of its own for each checklist")
            problems.add(Problem(str(path), "id", found, expected, path=("id",)))
