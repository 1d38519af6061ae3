"""``station demo-central``: central on a real PostgreSQL and a real S3, and two stations at work."""

import json
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from station.app.demo.central_site import Bench, CentralSite, central_site
from station.app.demo.engines import until
from station.app.demo.measured import measure
from station.app.demo.report import as_line, as_row
from station.app.demo.unattended import Driver
from station.app.serving import leave_on_signal
from station.services.people import listing

# Until everything is shipped and worked in, after the last item.
PATIENCE = 300.0
# Offline in turns: each station is, for so long, while the other is not; then both are there.
TURN_SECONDS = 20.0
REST_SECONDS = 2.0


@dataclass
class Shift:
    """One station's shift in a thread of its own: so many items, without end where there is no number."""

    bench: Bench
    count: int | None
    turn: int
    turns: int
    done: int = 0
    stuck: str = ""
    leaving: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        threading.Thread(target=self._work, name=f"shift-{self.bench.id}", daemon=True).start()

    def _work(self) -> None:
        try:
            self._take_items()
        except Exception as wrong:
            # What is taken away under it while everything stops is no news.
            self.stuck = "" if self.leaving.is_set() else str(wrong)
        finally:
            self.over.set()
        if self.stuck:
            print(f"station {self.bench.id} stopped: {self.stuck}", file=sys.stderr, flush=True)

    def _take_items(self) -> None:
        driver = Driver(self.bench.demo)
        driver.sign_in()
        for _ in self._numbers():
            item = next(driver.items(1))
            self.done += 1
            of = self.count or self.done
            print(f"{self.bench.id}  {as_line(self.done, of, as_row(item))}", file=sys.stderr, flush=True)

    def _numbers(self) -> Iterator[int]:
        """Count the items; with a number of them the wire is cut for this station's share of the shift."""
        number = 0
        while self.count is None or number < self.count:
            if self.count is not None:
                cut = number * self.turns // self.count == self.turn
                hold(self.bench, cut)
            yield number
            number += 1
            if self.count is None:
                time.sleep(REST_SECONDS)


def hold(bench: Bench, cut: bool) -> None:
    """Cut a wire or mend it, and say so."""
    if bench.wire.whole is not cut:
        return
    (bench.wire.cut if cut else bench.wire.mend)()
    print(f"{bench.id}  {'offline' if cut else 'back at central'}", file=sys.stderr, flush=True)


def drive_central(data: Path, count: int, port: int, as_json: bool) -> int:
    """Take ``count`` items in all through both stations with no browser. Returns the exit code."""
    leave_on_signal()
    with central_site(data, port) as site:
        shifts = [
            Shift(bench, share, turn, len(site.benches) + 1)
            for turn, (bench, share) in enumerate(
                zip(site.benches, shares(count, len(site.benches)), strict=True)
            )
        ]
        for shift in shifts:
            shift.start()
        while not all(shift.over.wait(0.5) for shift in shifts):
            continue
        for bench in site.benches:
            hold(bench, False)
            bench.demo.station.world.courier.wake(at_once=True)
        until(lambda: _at_rest(site), PATIENCE)
        found = measure(site, {shift.bench.id: shift.done for shift in shifts})
    return _told(found, shifts, as_json)


def shares(count: int, among: int) -> list[int]:
    """Share items out as evenly as they go."""
    return [count // among + (number < count % among) for number in range(among)]


def _at_rest(site: CentralSite) -> bool:
    """Tell whether all is shipped, worked in, and taken: what a station takes from central it ships, too."""
    taken = []
    for bench in site.benches:
        with bench.demo.station.world.read() as uow:
            if uow.shipping.standing().size < uow.journal.head():
                return False
            taken.append(uow.taken.upto() or 0)
    with site.central.world.read() as uow:
        return uow.journal.head() <= min(taken) and not uow.projections.any_waiting()


def _told(found: dict[str, object], shifts: list[Shift], as_json: bool) -> int:
    totals = found["totals"]
    assert isinstance(totals, dict)
    stuck = {shift.bench.id: shift.stuck for shift in shifts if shift.stuck}
    totals["ok"] = bool(totals["ok"]) and not stuck
    if as_json:
        print(json.dumps({**found, "stuck": stuck}, ensure_ascii=False))
    else:
        print("\n" + ", ".join(f"{name} {value}" for name, value in totals.items()))
    return 0 if totals["ok"] else 1


def show_central(data: Path, port: int) -> NoReturn:
    """Let two stations work without end, offline in turns, until somebody stops it."""
    leave_on_signal()
    with central_site(data, port) as site:
        _greet(site)
        shifts = [Shift(bench, None, turn, len(site.benches) + 1) for turn, bench in enumerate(site.benches)]
        for shift in shifts:
            shift.start()
        try:
            _cut_in_turns(site.benches)
        finally:
            for shift in shifts:
                shift.leaving.set()


def _cut_in_turns(benches: Sequence[Bench]) -> NoReturn:
    while True:
        for bench in benches:
            hold(bench, True)
            time.sleep(TURN_SECONDS)
            hold(bench, False)
            time.sleep(TURN_SECONDS)


def _greet(site: CentralSite) -> None:
    numbers = {each.person.id: each.person.sign_in for each in listing.everybody(site.central.world)}
    people = [person for person in site.site.people if person.role.value != "operator"]
    lines = [
        "",
        f"  Central is at {site.address}/stations",
        f"  Stations {', '.join(bench.id for bench in site.benches)} work a shift and go offline in turns.",
        "",
        "  Sign in with a number and a PIN; these are for the demo only:",
        *(f"    {p.name:<18} {p.role.value:<11} number {numbers[p.id]}   PIN {p.pin}" for p in people),
        "",
        "  Ctrl-C stops it.",
        "",
    ]
    print("\n".join(lines), flush=True)
