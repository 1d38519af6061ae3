"""A folder of rules to a rulebook: what is missing in it is as it counts at the station."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from station.adapters.config.checklist_file import Cameras, read_checklist
from station.adapters.config.conditions_file import read_conditions
from station.adapters.config.disposal_file import read_disposal
from station.adapters.config.policy_file import read_policy
from station.adapters.config.prices_file import read_prices
from station.adapters.config.problems import Problems
from station.adapters.config.routing_file import read_table
from station.adapters.config.rulebook import read_checklists
from station.adapters.config.signals_file import read_signals
from station.domain.phrases import phrase
from station.domain.problems import Problem
from station.domain.routing import Rulebook

CHECKLISTS = "checklists"
# The name of each file, beside the kind of rules in it.
FILES = {
    "policy": "policy.toml",
    "table": "routing.toml",
    "prices": "prices.toml",
    "conditions": "conditions.toml",
    "signals": "signals.toml",
    "disposal": "disposal.toml",
}
# Files may stand in the folder itself, or in the folder of this name in it, as those of a station do.
BELOW = "rules"


_READERS: Mapping[str, Callable[[Path, Problems, str], Any]] = {
    "policy": read_policy,
    "table": read_table,
    "prices": read_prices,
    "conditions": lambda path, problems, _: read_conditions(path, problems),
    "signals": lambda path, problems, _: read_signals(path, problems),
    "disposal": lambda path, problems, _: read_disposal(path, problems),
}


def read_rules_dir(folder: Path, base: Rulebook, cameras: Cameras = None, currency: str = "") -> Rulebook:
    """Read the rules of a folder over those of ``base``. Checklists are added to those that there are.

    Raises ConfigError with every problem of every file, and for a folder without any rules.
    """
    problems = Problems()
    paths = {kind: path for kind, name in FILES.items() if (path := _found(folder, name))}
    read = {kind: _READERS[kind](path, problems, currency) for kind, path in paths.items()}
    checklists = read_checklists(folder / CHECKLISTS, problems, cameras)
    if not read and not checklists:
        expected = phrase("at least one file such as policy.toml or checklists/general.toml")
        problems.add(Problem(str(folder), "", phrase("there are no rules here"), expected))
    problems.raise_any()
    kept = {kind: getattr(base, kind) for kind in FILES}
    return Rulebook({**base.checklists, **checklists}, **{**kept, **read})


def read_rule_file(
    kind: str, path: Path, problems: Problems, cameras: Cameras = None, currency: str = ""
) -> Any:
    """Read one file of a kind, noting problems with their lines."""
    if kind == "checklist":
        return read_checklist(path, problems, cameras)
    return _READERS[kind](path, problems, currency)


def _found(folder: Path, name: str) -> Path | None:
    places = (folder / name, folder / BELOW / name)
    return next((path for path in places if path.exists()), None)
