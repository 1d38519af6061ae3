"""Where the site's own files are when nobody says otherwise."""

from pathlib import Path

CONFIG = Path(__file__).resolve().parents[2] / "config"
STATION_TOML = CONFIG / "station.toml"
CENTRAL_TOML = CONFIG / "central.toml"
SAMPLE_SITE = CONFIG / "sample"
DEVICE_RULES = CONFIG / "devices"
