"""Join what tells other systems: the guarded way out, and the loop where the site allows any."""

import uuid
from collections.abc import Sequence
from functools import partial
from importlib.metadata import version

from station.adapters.config.outbound_section import OutboundSettings
from station.adapters.outbound.poster import GuardedPoster
from station.app.loops import Loop
from station.outbound_ports import Outside
from station.ports import World
from station.services.outbound import sending


def outside_of(settings: OutboundSettings) -> Outside:
    poster = GuardedPoster(
        settings.rules.allowed, ca_file=settings.ca_file, software=version("returns-station")
    )
    return Outside(settings.rules, poster)


def out_loop(world: World) -> Sequence[Loop]:
    """Make the loop, none where nothing may go anywhere. Its name is for other processes of central alone."""
    allowed = world.outside.rules.allowed
    if not (allowed.hosts or allowed.networks):
        return ()
    return (Loop("outbound", world, partial(sending.step, worker=uuid.uuid4().hex)),)
