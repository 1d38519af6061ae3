"""Run every case on real kernel drivers, or those named: python -m tests.lab replug camera."""

from __future__ import annotations

import os
import sys
import time
from typing import Any

from tests.lab.desk import Desk
from tests.lab.image import CannotRun, guest_site, ready_image, require_programs
from tests.lab.machine import Machine, NotReady, booted
from tests.lab.table import head, row

SILENT_SECONDS = 400.0  # no case is quiet for so long


def main(wanted: list[str]) -> int:
    """Boot the guest, run the cases, print the table. Return 0, or 1 when a case failed, 2 without a lab."""
    try:
        require_programs()
        image = ready_image()
        with booted(image, guest_site()) as machine:
            return run(machine, wanted)
    except (CannotRun, NotReady) as error:
        print(f"the lab cannot run here: {error}", file=sys.stderr)
        return 2


def run(machine: Machine, wanted: list[str]) -> int:
    """Hand the guest its cases and print each result as it comes."""
    began = time.monotonic()
    print(f"guest ready in {machine.ready_seconds:.0f} s ({machine.accelerator})\n{head()}", flush=True)
    machine.desk.send({"cases": wanted})
    results = list(_results(machine))
    failed = [result for result in results if not result["good"]]
    # Limits by the clock mean little on a busy machine.
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(f"\n{len(results)} cases, {len(failed)} failed, {time.monotonic() - began:.0f} s, {load}")
    return 1 if failed or not results else 0


def _results(machine: Machine) -> Any:
    desk = Desk(machine)
    while "bye" not in (message := machine.desk.receive(SILENT_SECONDS) or {"bye": "silent"}):
        if "ask" in message:
            desk.serve(message)
        elif "note" in message:
            print(message["note"], flush=True)
        else:
            print(row(message), flush=True)
            yield message
    if message["bye"]:
        yield {"case": "the guest", "driver": "", "good": False, "figure": message["bye"]}
        print(f"the guest ended: {message['bye']}; see .lab/console.log", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
