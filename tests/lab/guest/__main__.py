"""Run the cases that the host asks for, one after the other, and tell it each result."""

from __future__ import annotations

import faulthandler
import importlib
import logging
import traceback

from tests.lab.guest.case import Case
from tests.lab.guest.host import Host

FAMILIES = ("serial_cases", "replug_cases", "twin_cases", "hid_cases", "wedge_cases", "camera_cases")
CASE_SECONDS = 390.0


def main() -> None:
    """Serve one run."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    host = Host()
    host.send(ready=True)
    wanted = host.receive()["cases"]
    for case in every_case():
        if case.is_wanted(wanted):
            host.send(**result_of(case, host))
    host.send(bye="")


def every_case() -> list[Case]:
    """Collect the cases of every family."""
    modules = [importlib.import_module(f"tests.lab.guest.{name}") for name in FAMILIES]
    return [case for module in modules for case in module.CASES]


def result_of(case: Case, host: Host) -> dict[str, object]:
    """Run one case."""
    faulthandler.dump_traceback_later(CASE_SECONDS, exit=True)
    try:
        good, figure = True, case.run(host)
    except Exception as error:
        traceback.print_exc()
        good, figure = False, f"{type(error).__name__}: {error}"
    faulthandler.cancel_dump_traceback_later()
    return {"case": case.name, "driver": case.driver, "good": good, "figure": figure}


if __name__ == "__main__":
    main()
