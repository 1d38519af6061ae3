"""The demo's two ways to run: for a browser, and for nobody."""

import json
import sys
from pathlib import Path
from typing import TextIO

from station.app.coming_up import come_up
from station.app.demo.report import as_line, as_row, totals
from station.app.demo.setup import Demo, make_demo, running
from station.app.demo.unattended import DrivenItem, Driver, DriveStuck
from station.app.serving import serve
from station.services.verifying import check_journal


def serve_demo(data: Path, port: int | None) -> int:
    """Serve the demo until it is stopped."""
    demo = make_demo(data, port)
    with running(demo):
        serve(demo.station, demo.hardware, lambda: _greet(demo))
    return 0


def _greet(demo: Demo) -> None:
    web = demo.station.settings.web
    address = f"http://{web.host}:{web.port}"
    lines = [
        "",
        f"  Returns station {demo.station.world.house.station} is at {address}",
        f"  Simulated hardware (items, badges, cables): {address}/simulator",
        "",
        "  Sign in with a badge and a PIN; these are for the demo only:",
        *(f"    {p.name:<18} {p.role.value:<11} PIN {p.pin}   badge $ID-{p.badge}" for p in demo.site.people),
        "",
        "  Ctrl-C stops it.",
        "",
    ]
    print("\n".join(lines), flush=True)


def drive(data: Path, count: int, as_json: bool) -> int:
    """Take ``count`` items through the bench with no browser. Returns the exit code."""
    progress = sys.stderr if as_json else sys.stdout
    demo = make_demo(data, 0)
    with running(demo):
        come_up(demo.station)
        driven = _drive(demo, count, progress)
        problems = check_journal(demo.station.world)
    summary = totals(driven, problems, count)
    if as_json:
        print(json.dumps({"items": [as_row(item) for item in driven], "totals": summary}, ensure_ascii=False))
    else:
        _print_summary(summary)
    return 0 if summary["ok"] else 1


def _drive(demo: Demo, count: int, progress: TextIO) -> list[DrivenItem]:
    driver, driven = Driver(demo), []
    try:
        driver.sign_in()
        for item in driver.items(count):
            driven.append(item)
            print(as_line(len(driven), count, as_row(item)), file=progress, flush=True)
    except DriveStuck as stuck:
        print(f"stopped: {stuck}", file=sys.stderr)
    return driven


def _print_summary(summary: dict[str, object]) -> None:
    kinds = summary["dispositions"]
    assert isinstance(kinds, dict)
    split = ", ".join(f"{name} {number}" for name, number in sorted(kinds.items()))
    print(f"\n{summary['items']} items: {summary['binned']} binned, {summary['held']} held ({split})")
    problems = summary["journal_problems"]
    print("journal: checks out" if not problems else f"journal: {problems}")
