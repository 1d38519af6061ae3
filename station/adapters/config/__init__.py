"""A site's own decisions, read from TOML: settings, checklists, policy and routing. Every mistake at once."""

from station.adapters.config.problems import ConfigError, Problems
from station.adapters.config.rulebook import load_rulebook, load_station
from station.adapters.config.settings import Settings
from station.adapters.config.settings_file import load_settings

__all__ = [
    "ConfigError",
    "Problems",
    "Settings",
    "load_rulebook",
    "load_settings",
    "load_station",
]
