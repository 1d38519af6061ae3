"""``station central``: run central, and look after its stations from a terminal."""

import argparse
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from station.adapters.config.central_file import is_central
from station.adapters.config.central_settings import CentralSettings
from station.adapters.config.rulebook import load_central
from station.app import stations_command
from station.app.central_engines import look_for_photos, told_plainly
from station.app.central_wiring import build_central
from station.app.certificate import context_of
from station.app.checked import load_checked
from station.app.paths import CENTRAL_TOML
from station.app.run import started
from station.app.serving import Door, serve
from station.app.wiring import Station, build, with_data, with_port
from station.domain.routing import Rulebook


def add_arguments(parser: argparse.ArgumentParser) -> None:
    _add_common(parser)
    parser.add_argument("--port", type=int, help="where the pages are (default: as configured)")
    parser.set_defaults(command=run, data=None, config=CENTRAL_TOML)
    stations_command.add_commands(parser, _add_common, _joined)


def _add_common(parser: argparse.ArgumentParser) -> None:
    """Let an option stand before or behind the name of what is to be done."""
    left = argparse.SUPPRESS
    parser.add_argument(
        "--data", type=Path, metavar="DIR", default=left, help="folder for records and photos"
    )
    parser.add_argument("--config", type=Path, metavar="FILE", default=left, help="central.toml")


def run(options: argparse.Namespace) -> int:
    """Run central until a signal ends it."""
    settings, rulebook = _settings(options)
    if settings.tls:
        context_of(settings.tls)  # before anything is opened
    central = build_central(settings, rulebook)
    with ExitStack() as running:
        with told_plainly(settings):
            running.enter_context(started(central.parts))
            look_for_photos(central.world.vault)
        serve(central, door=Door(settings.tls, settings.proxy))
    return 0


def _settings(options: argparse.Namespace) -> tuple[CentralSettings, Rulebook]:
    """Read central's settings, with what the command line says beside them. Raises ConfigError."""
    settings, rulebook = load_central(options.config)
    port = getattr(options, "port", None)
    house = with_port(with_data(settings.house, options.data), port if isinstance(port, int) else None)
    return replace(settings, house=house), rulebook


def _joined(options: argparse.Namespace) -> Station:
    return build_central(*_settings(options))


def either(options: argparse.Namespace) -> Station:
    """Join the station or the central that a settings file tells of. Raises ConfigError."""
    if is_central(options.config):
        return _joined(options)
    settings, rulebook = load_checked(options.config)
    return build(with_data(settings, options.data), rulebook)


def checked(path: Path) -> str:
    """Say what a settings file tells of, once it is known to be right.

    Raises ConfigError, CertificateUnusable.
    """
    if is_central(path):
        settings, rulebook = load_central(path)
        if settings.tls:
            context_of(settings.tls)
        tells = f"records in {settings.store.kind}, photos in {settings.photos.kind}"
    else:
        station, rulebook = load_checked(path)
        tells = f"{len(station.scanners)} scanners"
    return f"{len(rulebook.checklists)} checklists, {len(rulebook.table.rows)} routing rows, {tells}."
