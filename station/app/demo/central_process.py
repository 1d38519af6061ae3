"""Central of the demo in a process of its own; its arguments are its data folder, port, database and S3.

The keys to its photos are in the environment, as at every central.
"""

import contextlib
import sys
from dataclasses import replace
from pathlib import Path

from station.adapters.config.central_settings import PhotoStore, Store
from station.adapters.config.rulebook import load_central
from station.app import logs
from station.app.central_wiring import build_central
from station.app.demo.engines import NAME
from station.app.paths import CENTRAL_TOML
from station.app.run import started
from station.app.serving import serve
from station.app.wiring import Station, with_data, with_port


def central_on(data: Path, port: int, url: str, endpoint: str) -> Station:
    """Join the demo's central on a PostgreSQL and an S3."""
    settings, rulebook = load_central(CENTRAL_TOML)
    house = with_port(with_data(settings.house, data), port)
    chosen = replace(settings, house=house, store=Store(url), photos=PhotoStore(endpoint, NAME))
    return build_central(chosen, rulebook, simulated=True)


def main() -> None:
    data, port, url, endpoint = sys.argv[1:]
    logs.set_up()
    central = central_on(Path(data), int(port), url, endpoint)
    with contextlib.suppress(KeyboardInterrupt), started(central.parts):
        serve(central)


if __name__ == "__main__":
    main()
