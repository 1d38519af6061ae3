"""The demo of central, as it is typed: real engines, wires that are cut, and nothing lost or twice."""

import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from station.app.demo.central_commands import shares
from station.app.demo.wire import Wire
from tests.app.test_central_runs import free_ports

STATION = Path(sys.executable).with_name("station")


@pytest.mark.slow
def test_what_two_stations_did_is_at_central_once(tmp_path: Path) -> None:
    command = [STATION, "demo-central", "--unattended", "4", "--json", "--data", tmp_path / "demo"]
    port = str(free_ports()[0])
    ended = subprocess.run(
        [*map(str, command), "--port", port], capture_output=True, text=True, timeout=110, check=False
    )
    if (place := tmp_path / "demo" / "postgres.place").exists():  # as root its records are elsewhere
        shutil.rmtree(place.read_text())
    assert ended.returncode == 0, ended.stderr[-2000:]
    told = json.loads(ended.stdout)
    totals = told["totals"]
    assert (totals["items"], totals["lost"], totals["duplicates_stored"], totals["waiting"]) == (4, 0, 0, 0)
    assert totals["shipped"] == totals["received"] > 0
    assert totals["photos"] >= 4
    assert [each["station"] for each in told["stations"]] == ["02", "03"]
    assert ended.stderr.count("offline") == ended.stderr.count("back at central") == 2


def test_items_are_shared_out() -> None:
    assert (shares(20, 2), shares(3, 2), shares(1, 2)) == ([10, 10], [2, 1], [1, 0])


def test_a_cut_wire_ends_what_is_under_way_and_a_mended_one_carries() -> None:
    with socket.create_server(("127.0.0.1", 0)) as far:
        wire = Wire(far.getsockname()[1])
        wire.start()
        port = int(wire.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=20) as near:
            there, _ = far.accept()
            with there:
                near.sendall(b"well")
                assert there.recv(4) == b"well"
                wire.cut()
                assert near.recv(1) == b""
        with socket.create_connection(("127.0.0.1", port), timeout=20) as refused:
            assert refused.recv(1) == b""
        wire.mend()
        with socket.create_connection(("127.0.0.1", port), timeout=20) as again:
            there, _ = far.accept()
            with there:
                again.sendall(b"on")
                assert there.recv(2) == b"on"
        wire.stop()
