"""A station's shipping as a process of its own, to be killed: ``python -m tests.support.ship_process DATA``.

The folder was enrolled (``station enrol``, or ``enrolled.keep``). It ships until it is told to stop, and
prints one JSON object a round: what was shipped, what waits, and how it stands. ``--once`` ends it when
nothing waits.
"""

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path

from station.app.courier import central_of, line_of
from station.app.run import started
from station.services.syncing.rounds import Round, run
from tests.support.stations import make_rig

PAUSE = 0.02


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--once", action="store_true")
    options = parser.parse_args()
    rig = make_rig(options.data)
    world = rig.world
    with started(rig.station.parts[:2]):
        line = line_of(rig.station.settings, options.data)
        assert line is not None
        quick = replace(line, connect_seconds=2.0, read_seconds=5.0)
        with_ = Round(central_of(quick, rig.station.settings, world.signer, "0"), draw=lambda: 0.0)
        while True:
            outcome = run(world, with_, at_once=True)
            with world.read() as uow:
                waits = uow.journal.head() - uow.shipping.standing().size
            known = outcome.standing
            told = {"entries": outcome.shipped.entries, "photos": outcome.shipped.photos, "waits": waits}
            told |= {"attempts": known.attempts, "stopped": known.stopped or "", "error": known.error}
            print(json.dumps(told), flush=True)
            if options.once and not waits:
                return 0
            time.sleep(PAUSE)


if __name__ == "__main__":
    sys.exit(main())
