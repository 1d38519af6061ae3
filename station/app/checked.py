"""The station's configuration, checked against what the bridge can speak."""

from pathlib import Path

from firmware_bridge.drivers.table import DRIVERS
from station.adapters.config.kinds import one_of
from station.adapters.config.problems import ConfigError
from station.adapters.config.rulebook import load_station
from station.adapters.config.settings import Settings
from station.domain.phrases import phrase
from station.domain.problems import Problem, nearest
from station.domain.routing import Rulebook


def load_checked(path: Path) -> tuple[Settings, Rulebook]:
    """Read station.toml and the rules it names. Raises ConfigError, also for a driver that there is not."""
    settings, rulebook = load_station(path)
    unknown = [
        Problem(
            str(path),
            f"scanner {number}, driver",
            phrase('there is no driver "%(name)s"', name=scanner.driver),
            one_of(tuple(DRIVERS)),
            nearest(scanner.driver, DRIVERS),
            path=("scanner", number, "driver"),
        )
        for number, scanner in enumerate(settings.scanners, 1)
        if scanner.driver not in DRIVERS
    ]
    if unknown:
        raise ConfigError(unknown)
    return settings, rulebook
