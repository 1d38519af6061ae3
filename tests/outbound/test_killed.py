"""``kill -9`` between the answer and the note of it: exactly that message comes twice, and none is lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from station.app.run import started
from station.services.outbound import managing, sending
from tests.support.receiver import Got, Receiver, Say, receiving, told
from tests.support.stations import fill, make_rig
from tests.support.work import to_bin, to_verdict

TOLD = 7
SENDER = """
import sys
from pathlib import Path
import pytest

from station.app.run import started
from station.services.outbound import sending
from tests.support.receiver import told
from tests.support.stations import make_rig

rig = told(make_rig(Path(sys.argv[1])))
with started(rig.station.parts[:2]):
    while sending.step(rig.world) == 0:
        pass
"""


def lived(folder: Path, receiver: Receiver) -> None:
    """Leave a station with a destination that has an item to be told of."""
    rig = told(make_rig(folder))
    with started(rig.station.parts):
        fill(rig)
        given = {"kind": "webhook", "name": "Shop", "url": receiver.url}
        assert managing.add(rig.world, "07", given)[1]
        to_verdict(rig)
        to_bin(rig)


@pytest.mark.slow
def test_a_message_comes_twice_at_most_and_none_is_lost(tmp_path: Path) -> None:
    with receiving() as receiver:
        lived(tmp_path / "data", receiver)
        sender: list[subprocess.Popen[bytes]] = []

        def kill_at_the_third(got: Got) -> Say | None:
            """Kill the sender while it waits for the answer to its third message: it arrived all the same."""
            if sender and len(receiver.got) == 3:
                os.kill(sender.pop().pid, signal.SIGKILL)
            return None

        receiver.judge = kill_at_the_third
        arguments = [sys.executable, "-c", SENDER, str(tmp_path / "data")]
        root = Path(__file__).resolve().parents[2]
        running = subprocess.Popen(arguments, cwd=root)
        sender.append(running)
        assert running.wait(60) == -signal.SIGKILL
        rig = told(make_rig(tmp_path / "data"))
        with started(rig.station.parts[:2]):
            while sending.step(rig.world) == 0:
                pass
        ids = receiver.ids()
        assert ids[2] == ids[3]
        assert len(ids) == TOLD + 1
        assert len(set(ids)) == TOLD
        assert receiver.got[2].body == receiver.got[3].body
