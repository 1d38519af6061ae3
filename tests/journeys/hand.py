"""A person at the bench: scanner in one hand, keys under the other, no mouse. Every action is counted."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from playwright.sync_api import Locator, Page, expect

from station.domain.bench import Bench
from station.domain.catalog import ExpectedReturn, Product, RmaLine
from station.domain.identifiers import Lpn, Rma
from station.domain.inspection import Inspection, State
from station.domain.people import NewPerson, Role
from station.domain.scanning import BADGE_PREFIX, Command
from station.ports import DeviceState
from station.services import bench, holding
from station.services.signing_in import set_taste
from station.services.turn import Turn, take_turn
from tests.support.served import Served

PATIENCE = 20.0
REVISION = "async () => (await import('/static/js/face.js')).revision()"
# Between two keys, so that they are taken for hands and not for a scanner: the page's own measure.
BETWEEN_KEYS = 110
SHOWN = """async (wanted) => {
  const face = await import('/static/js/face.js');
  const until = performance.now() + 15000;
  while (face.revision() < wanted) {
    if (performance.now() > until) throw new Error(`the page shows ${face.revision()}, not ${wanted}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}"""
Wants = Callable[[ExpectedReturn, list[Product]], bool]


@dataclass
class Hand:
    """One browser at the bench, and the scanner that everyone at the station shares."""

    served: Served
    page: Page
    actions: int = field(default=0)

    # What a person does --------------------------------------------------------------------------

    def scan(self, text: str) -> None:
        """Pull the trigger on a code, and look until the screen has answered."""
        self.actions += 1
        steps = 2 if text == Command.PHOTO.printed else 1
        self._acting(lambda: self.served.scan(text), steps)

    def command(self, command: Command) -> None:
        """Scan a code of the command sheet."""
        self.scan(command.printed)

    def key(self, *keys: str) -> None:
        """Press keys one after the other, each after a look at the screen."""
        for key in keys:
            self.actions += 1
            self._acting(lambda key=key: self.page.keyboard.press(key))  # type: ignore[misc]

    def photo(self) -> None:
        """Take a photo, once the camera has a picture to take."""
        camera = self.served.demo.station.world.camera
        wait_until(lambda: camera.state() is DeviceState.READY)
        self.key("Space")

    def wedge(self, text: str, pace: float = 0) -> None:
        """Scan with a scanner that types like a keyboard, ``pace`` ms from character to character."""
        self.actions += 1
        self._acting(lambda: self._type(text, pace))

    def _type(self, text: str, pace: float) -> None:
        self.page.keyboard.type(text, delay=pace)
        self.page.keyboard.press("Enter")

    def pin(self, pin: str, delay: float = 0) -> None:
        """Enter a PIN where one is asked for; with a delay (ms) by keys, one after the other."""
        field = self.page.locator("#pin")
        expect(field).to_be_focused()
        if delay:
            self.page.keyboard.type(pin, delay=delay)
        else:
            field.fill(pin)
        self.page.keyboard.press("Enter")

    def sign_in(self, person: NewPerson) -> None:
        """Scan a badge, and give the PIN once the station has heard it: the page may ask for it already."""
        before = self.bench().revision
        self.served.scan_badge(person)
        self.heard(before + 1)
        self.look()
        self.give_pin(person)

    def give_pin(self, person: NewPerson) -> None:
        expect(self.page.locator("label[for=pin]")).to_contain_text(person.name)
        self.pin(person.pin)
        expect(self.page.locator("#bench")).to_be_visible()

    def show(self, sku: str) -> None:
        """Put a product before the camera."""
        product = next(p for p in self.served.demo.site.products if p.sku == sku)
        self.served.demo.hardware.show(product)

    def _acting(self, act: Callable[[], None], steps: int = 1) -> None:
        self.look()
        before = self.bench().revision
        act()
        self.heard(before + steps)
        self.look()

    # What a person sees --------------------------------------------------------------------------

    def look(self) -> None:
        """Wait until the screen shows what the station knows."""
        self.page.evaluate(SHOWN, self.bench().revision)

    def heard(self, revision: int) -> None:
        """Wait until the bench has got as far as a revision."""
        bell = self.served.demo.station.world.bell
        assert bell.wait(revision - 1, 1 << 62, PATIENCE).revision >= revision, "the station heard nothing"

    @property
    def revision(self) -> int:
        return int(self.page.evaluate(REVISION))

    def face(self, mode: str) -> Locator:
        """Return the face of the bench, once it is this one."""
        face = self.page.locator(f"[data-face={mode}]")
        expect(face).to_be_visible()
        return face

    def told(self, tone: str, *parts: str | re.Pattern[str]) -> None:
        """Expect the notice to have a tone and to name these things."""
        notice = self.page.locator(".notice")
        expect(notice).to_have_attribute("data-tone", tone)
        for part in parts:
            expect(notice).to_contain_text(part)

    def asks(self, text: str) -> None:
        expect(self.page.locator("#bench h1")).to_have_text(text)

    # What the station knows ----------------------------------------------------------------------

    def bench(self) -> Bench:
        with self.served.demo.station.world.read() as uow:
            return uow.bench.load()

    def item(self) -> Inspection:
        """Return the item in hand."""
        with self.served.demo.station.world.read() as uow:
            bench = uow.bench.load()
            assert bench.inspection, "nothing is in hand"
            return uow.inspections.get(bench.inspection)

    def ended(self, lpn: Lpn) -> Inspection:
        with self.served.demo.station.world.read() as uow:
            known = uow.inspections.by_lpn(lpn)
        assert known
        return known

    def awaited(self, wants: Wants) -> tuple[ExpectedReturn, list[RmaLine]]:
        """Return the next expected return that fits, with its open lines."""
        site = self.served.demo.site
        products = {p.sku: p for p in site.products}
        with self.served.demo.station.world.read() as uow:
            for announced in site.returns:
                known = uow.catalog.expected(Rma(announced.rma))
                lines = list(known.open_lines())
                if len(lines) == len(known.lines) and wants(known, [products[x.sku] for x in lines]):
                    return known, lines
        raise AssertionError("the sample site has no such return left")

    # Short cuts to where a test begins -----------------------------------------------------------

    def take(self, checklist: str = "general", wants: Wants = lambda *_: True) -> Inspection:
        """Take an expected item in hand that is the only one of its return, and put it to the camera.

        It has no components: every question has its choices.
        """

        def fits(expected: ExpectedReturn, products: list[Product]) -> bool:
            single = len(products) == 1 and expected.lines[0].quantity == 1
            plain = products[0].checklist == checklist and not products[0].components
            return single and plain and wants(expected, products)

        expected, lines = self.awaited(fits)
        self.show(lines[0].sku)
        self.scan(expected.rma)
        self.face("question")
        return self.item()

    def answers(self, *numbers: int) -> None:
        self.key(*(f"Digit{number}" for number in numbers))

    def chosen(self, *numbers: int) -> None:
        """Answer without the keyboard, where how keys are heard is not what is looked at."""
        self._done(*(Command(str(number)) for number in numbers))

    def photographed(self) -> None:
        """Take a photo without the keyboard, once the camera has a picture to take."""
        camera = self.served.demo.station.world.camera
        wait_until(lambda: camera.state() is DeviceState.READY)
        self._done(Command.PHOTO)

    def _done(self, *commands: Command) -> None:
        for command in commands:
            bench.act(self.served.demo.station.world, command)
        self.look()

    def to_verdict(self) -> Inspection:
        """Have a sealed item judged, with its photo."""
        item = self.take()
        self.answers(1)
        self.photo()
        self.face("verdict")
        return self.ended(item.item.lpn)

    def clear(self) -> None:
        """Put down whatever is in hand, as someone who opened it by mistake, and stay with no parcel."""
        world = self.served.demo.station.world
        if self.bench().inspection:
            take_turn(world, _give_up)
        take_turn(world, lambda turn: replace(turn.bench.settled(), parcel=None))
        assert self.bench().inspection is None
        self.look()


def _give_up(turn: Turn) -> Bench:
    """Give up the item in hand as if every answer had been taken back first."""
    fresh = replace(turn.in_hand, state=State.OPEN, route=None, override=None, candidate=None)
    return holding.give_up(replace(turn, inspection=fresh))


def wait_until(
    true: Callable[[], bool], patience: float = PATIENCE, said: Callable[[], str] = lambda: "waited in vain"
) -> None:
    """Ask again and again until something is so."""
    until = time.monotonic() + patience
    while not true():
        assert time.monotonic() < until, said()
        time.sleep(0.02)


def person(served: Served, role: Role = Role.OPERATOR, number: int = 0) -> NewPerson:
    return served.person(role, number)


def badge(who: NewPerson) -> str:
    return BADGE_PREFIX + who.badge


def prefer(served: Served, who: NewPerson, language: str = "en", dark: bool = False) -> None:
    """Have a person read in a language, by daylight or at night."""
    set_taste(served.demo.station.world, who.id, language, dark)


def renewed(served: Served) -> None:
    """Expect every return of the sample site again, whatever was received before."""
    with served.demo.station.world.begin() as uow:
        for expected in served.demo.site.returns:
            uow.catalog.save_expected(expected)


def emptied(served: Served) -> None:
    """Leave nothing on the bench of what a test before has left there."""
    with served.demo.station.world.begin() as uow:
        bench = uow.bench.load()
        uow.bench.save(replace(bench.settled().put_down(), revision=bench.revision + 1))
        for errand in uow.errands.waiting(100):
            uow.errands.drop(errand.inspection)


def mended(served: Served) -> None:
    """Plug in and uncover everything again."""
    for trouble in list(served.demo.hardware.troubles()):
        served.demo.hardware.make(trouble, False)
