"""The scale of the settings, joined with its driver."""

from pathlib import Path

from firmware_bridge.drivers.scale import Scale as ScaleDriver
from station.adapters.bridge.as_bound import bridge_line
from station.adapters.bridge.scale import BridgeScale, NoScale
from station.adapters.config.settings import Scale


def driver(scale: Scale | None, runtime: Path, simulated: bool) -> ScaleDriver | None:
    """Make the driver, which is to be started; None without a scale."""
    if scale is None:
        return None
    return ScaleDriver(scale.path, runtime, bridge_line(scale.line), simulated=simulated)


def port(driver: ScaleDriver | None) -> BridgeScale | NoScale:
    """Return the port that services weigh with."""
    return BridgeScale(driver) if driver else NoScale()
