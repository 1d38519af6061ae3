"""Drive the demo with no browser: the same scans, answers and photos that a person would make."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from station.app.demo.setup import Demo
from station.domain.bench import AskKind, Bench
from station.domain.catalog import ExpectedReturn, Product, RmaLine
from station.domain.identifiers import Lpn, Rma
from station.domain.inspection import Inspection
from station.domain.people import Role
from station.domain.scanning import BADGE_PREFIX, Command, command_in
from station.ports import World
from station.services import queries, signing_in
from station.services.queries import BenchView, Mode

PATIENCE = 20.0  # seconds for one step before the drive gives up
MOST_STEPS = 80  # an item that takes more than this goes in circles


class DriveStuck(RuntimeError):
    """The station did not answer a scan, or an item went in circles."""


@dataclass(frozen=True, slots=True)
class DrivenItem:
    """One item as it ended, and the seconds from its first scan to its last."""

    inspection: Inspection
    seconds: float


class Driver:
    """A tireless operator: scans into the pty and waits until the bench has taken it."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        self._world: World = demo.station.world
        self._last: tuple[str, float] = ("", 0.0)
        self._person = next(p for p in demo.site.people if p.role is Role.OPERATOR)
        self._products = {product.sku: product for product in demo.site.products}

    def sign_in(self) -> None:
        """Scan the badge and give the PIN."""
        self._scan(BADGE_PREFIX + self._person.badge)
        result = signing_in.sign_in(self._world, self._person.pin)
        if result.refused:
            raise DriveStuck(f"sign-in refused: {result.refused.reason.value}")

    def items(self, count: int) -> Iterator[DrivenItem]:
        """Take items through the bench, an interrupted one first."""
        for number in range(count):
            yield self._one(number)

    def _one(self, number: int) -> DrivenItem:
        began = time.monotonic()
        lpn = self._in_hand() or self._take_in(number)
        chance = random.Random(lpn)  # noqa: S311 - the same item gets the same answers again
        for _ in range(MOST_STEPS):
            view = self._view()
            if view.inspection is None:
                return DrivenItem(self._ended(lpn), time.monotonic() - began)
            self._step(view, chance)
        raise DriveStuck(f"item {lpn} went in circles")

    def _in_hand(self) -> Lpn | None:
        view = self._view()
        if view.inspection is None:
            return None
        self._show(view.inspection)
        return view.inspection.item.lpn

    def _ended(self, lpn: Lpn) -> Inspection:
        with self._world.read() as uow:
            ended = uow.inspections.by_lpn(lpn)
        if ended is None:
            raise DriveStuck(f"item {lpn} was lost")
        return ended

    # Taking an item in --------------------------------------------------------------------------

    def _take_in(self, number: int) -> Lpn:
        expected = self._next_expected()
        if expected is None or number % 7 == 6:
            return self._take_unannounced(number)
        announced, line = expected
        product = self._products[line.sku]
        self._demo.hardware.show(product)
        self._scan(_label(announced, number))
        if self._view().inspection is None:
            self._choose_line(announced, line, product)
        return self._opened()

    def _choose_line(self, announced: ExpectedReturn, line: RmaLine, product: Product) -> None:
        self._scan(line.serial or product.gtin)
        view = self._view()
        if view.inspection is None and view.bench.ask:
            option = f"{announced.rma}/{line.number}"
            self._press(view.bench.ask.options.index(option) + 1)

    def _take_unannounced(self, number: int) -> Lpn:
        product = self._demo.site.products[number % len(self._demo.site.products)]
        self._demo.hardware.show(product)
        self._scan(product.gtin)
        for _ in range(3):
            view = self._view()
            if view.inspection is not None:
                break
            self._press(len(view.bench.ask.options) if _which(view) and view.bench.ask else 1)
        return self._opened()

    def _opened(self) -> Lpn:
        view = self._view()
        if view.inspection is None:
            said = view.bench.notice.say if view.bench.notice else "nothing"
            raise DriveStuck(f"no item was opened; the bench said {said}")
        self._show(view.inspection)
        return view.inspection.item.lpn

    def _show(self, inspection: Inspection) -> None:
        self._demo.hardware.show(self._products[inspection.item.sku])

    def _next_expected(self) -> tuple[ExpectedReturn, RmaLine] | None:
        with self._world.read() as uow:
            for announced in self._demo.site.returns:
                known = uow.catalog.expected(Rma(announced.rma))
                for line in known.open_lines():
                    return known, line
        return None

    # Judging it ---------------------------------------------------------------------------------

    def _step(self, view: BenchView, chance: random.Random) -> None:
        steps: dict[Mode, Callable[[], None]] = {
            Mode.ASK: lambda: self._press(1),
            Mode.QUESTION: lambda: self._answer(view, chance),
            Mode.PHOTO: lambda: self._scan(Command.PHOTO.printed),
            Mode.VERDICT: lambda: self._bin(view, chance),
            Mode.STOP: lambda: self._bin_right(view),
        }
        steps[view.mode]()

    def _answer(self, view: BenchView, chance: random.Random) -> None:
        if chance.random() < 0.02:
            self._scan(Command.HOLD.printed)
        elif view.ticks:
            self._scan(chance.choice((Command.ALL_THERE, Command.REST_MISSING)).printed)
        elif view.question is not None:
            numbers = range(1, len(view.question.choices) + 1)
            (number,) = chance.choices(numbers, weights=[4 if n == 1 else 2 for n in numbers])
            self._press(number)

    def _bin(self, view: BenchView, chance: random.Random) -> None:
        if chance.random() < 0.15:
            others = [
                b.code for b in self._demo.site.bins if view.goes_to is None or b.code != view.goes_to.code
            ]
            self._scan(chance.choice(others))
        else:
            self._bin_right(view)

    def _bin_right(self, view: BenchView) -> None:
        self._scan(view.goes_to.code if view.goes_to else Command.HOLD.printed)

    # Scanning -----------------------------------------------------------------------------------

    def _press(self, number: int) -> None:
        self._scan(Command(str(number)).printed)

    def _scan(self, text: str) -> None:
        """Scan into the pty and wait until the bench has answered."""
        self._let_pass(text)
        before = self._bench().revision
        self._demo.hardware.scan(text)
        self._last = (text, time.monotonic())
        self._await_answer(text, before)

    def _let_pass(self, text: str) -> None:
        """Wait out the window in which the same code again would be one scan."""
        last, at = self._last
        house = self._world.house
        window = (house.same_command_ms if command_in(text) else house.same_code_ms) / 1000 + 0.05
        if text == last:
            time.sleep(max(0.0, at + window - time.monotonic()))

    def _await_answer(self, text: str, before: int) -> None:
        """A photo is answered twice: the command is noted first, then the picture is judged."""
        wanted = before + (2 if text == Command.PHOTO.printed else 1)
        deadline = time.monotonic() + PATIENCE
        while self._bench().revision < wanted:
            if time.monotonic() > deadline:
                raise DriveStuck(f"no answer to {text!r}")
            self._world.bell.wait(self._bench().revision, 1 << 62, 0.5)

    def _bench(self) -> Bench:
        with self._world.read() as uow:
            return uow.bench.load()

    def _view(self) -> BenchView:
        with self._world.read() as uow:
            person = uow.people.get(self._person.id)
        return queries.bench_view(self._world, person)


def _label(announced: ExpectedReturn, number: int) -> str:
    """Choose which of a return's labels is scanned, in turns."""
    labels = [label for label in (announced.rma, announced.tracking, announced.order) if label]
    return labels[number % len(labels)]


def _which(view: BenchView) -> bool:
    return view.bench.ask is not None and view.bench.ask.kind is AskKind.WHICH_LINE
