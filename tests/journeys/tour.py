"""A walk through every state of every screen, for whoever wants to look at each of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from playwright.sync_api import expect

from station.demo_ports import Trouble
from station.domain.disposition import Disposition
from station.domain.people import Role
from station.ports import World
from tests.journeys.hand import Hand, badge, person, prefer, wait_until
from tests.support.served import Served

LANGUAGES = ("en", "he", "ru")
PICTURES_ARE_HERE = """() => [...document.images].every(
  (image) => image.complete || !image.checkVisibility() || image.getBoundingClientRect().top > innerHeight)"""


@dataclass(frozen=True, slots=True)
class Tour:
    """One person's walk in one language; each stop is the name of what the screen shows then."""

    hand: Hand
    language: str

    def stops(self) -> Iterator[str]:
        """Walk. The order is that of a working day."""
        days = (
            self._door,
            self._ready,
            self._intake,
            self._parcels,
            self._questions,
            self._photos,
            self._verdicts,
        )
        more = (
            self._override,
            self._hold,
            self._in_use,
            self._sheets,
            self._desk,
            self._devices,
            self._nowhere,
        )
        return chain.from_iterable(day() for day in (*days, *more))

    @property
    def served(self) -> Served:
        return self.hand.served

    def _world(self) -> World:
        return self.served.demo.station.world

    def _face(self, mode: str) -> None:
        self.hand.face(mode)
        self.hand.look()

    # Signing in ----------------------------------------------------------------------------------

    def _door(self) -> Iterator[str]:
        hand, who = self.hand, person(self.served)
        expect(hand.page.locator("#door h1")).to_be_visible()
        yield "sign-in"
        self.served.scan("$ID-NOBODY")
        expect(hand.page.locator(".notice[data-tone=attention]")).to_be_visible()
        yield "sign-in-unknown-badge"
        self.served.scan_badge(who)
        expect(hand.page.locator("#pin")).to_be_focused()
        yield "pin"
        hand.pin("00000000")
        expect(hand.page.locator(".notice[data-tone=attention]")).to_be_visible()
        yield "pin-wrong"
        hand.give_pin(who)
        self._face("ready")

    def _ready(self) -> Iterator[str]:
        hand = self.hand
        yield "ready-empty" if not hand.page.locator(".last").count() else "ready-with-history"
        for code, name in (("77123-XYZ", "unknown"), ("7290002780558", "misread"), ("D-01", "ready-bin")):
            hand.scan(code)
            yield name
        hand.page.keyboard.press("Shift+Slash")
        expect(hand.page.locator("#help")).to_be_visible()
        yield "help"
        hand.page.keyboard.press("Escape")
        hand.page.locator(".menu summary").last.focus()
        hand.page.keyboard.press("Enter")
        yield "languages"
        hand.page.keyboard.press("Enter")
        hand.page.evaluate("() => document.activeElement.blur()")

    # Taking in -----------------------------------------------------------------------------------

    def _intake(self) -> Iterator[str]:
        hand = self.hand
        many, _ = hand.awaited(lambda _, products: len({p.sku for p in products}) > 2)
        hand.scan(many.rma)
        self._face("ask")
        yield "which-line"
        hand.scan("77123-XYZ")
        yield "choose-first"
        hand.key("Escape")
        gtin = next(p.gtin for p in self.served.demo.site.products if p.sku == "TB-E1")[1:]
        hand.scan(gtin)
        while hand.bench().ask and hand.bench().ask.kind.value == "which_line":  # type: ignore[union-attr]
            yield "which-return"
            hand.chosen(hand.page.locator(".choice").count())
        self._face("ask")
        yield "why-unannounced"
        hand.chosen(1)
        self._face("question")
        yield "question-unannounced"
        hand.clear()

    def _parcels(self) -> Iterator[str]:
        hand = self.hand
        many, _ = hand.awaited(lambda _, products: len({p.sku for p in products}) > 2)
        hand.scan(many.rma)
        hand.key("Escape")
        self._face("ready")
        yield "parcel"
        hand.key("KeyE")
        self._face("ask")
        yield "line-differs"
        hand.key("Escape")
        hand.take()
        hand.key("KeyB")
        yield "empty-box"
        hand.key("Escape")
        hand.chosen(2, 1, 1, 1)
        yield "examples"
        hand.clear()
        listed, lines = hand.awaited(
            lambda _, products: (
                len(products) == 1 and bool(products[0].components) and not products[0].hygiene
            )
        )
        hand.scan(listed.rma)
        if lines[0].serial is None:
            hand.chosen(2, 1, 1, 1, 1, 1)
        else:
            hand.chosen(2, 1, 1, 1, 1, 1, 1)
        hand.chosen(1)
        expect(hand.page.locator(".tick[aria-pressed=true]")).to_have_count(1)
        yield "parts"
        hand.clear()

    def _questions(self) -> Iterator[str]:
        hand = self.hand
        hand.take("electronics", lambda known, _: not known.lines[0].serial)
        expect(hand.page.locator("[data-live] canvas")).to_be_visible()
        yield "question"
        hand.chosen(2, 1, 1, 1, 1)
        self._face("question")
        yield "question-after-answers"
        hand.scan("D-01")
        yield "notice-attention"
        hand.scan("77124-ABC")
        yield "notice-unknown"
        hand.key("KeyU")
        yield "notice-quiet"
        hand.scan("KT-17")
        self._face("ask")
        yield "wrong-item"
        hand.chosen(1)
        yield "question-wrong-item"
        hand.key("Digit0")
        self._face("ask")
        yield "give-up"
        hand.clear()

    # Photos --------------------------------------------------------------------------------------

    def _photos(self) -> Iterator[str]:
        hand, hardware = self.hand, self.served.demo.hardware
        hand.take("general")
        hand.chosen(2, 2, 3, 1, 3, 2, 1)
        self._face("photo")
        expect(hand.page.locator("[data-live] canvas")).to_be_visible()
        yield "photo"
        hand.photographed()
        yield "photo-second"
        hardware.make(Trouble.CAMERA_BLURRED, True)
        hand.photographed()
        expect(hand.page.locator(".refused img")).to_be_visible()
        yield "photo-refused"
        hardware.make(Trouble.CAMERA_BLURRED, False)
        hardware.make(Trouble.CAMERA_UNPLUGGED, True)
        wait_until(lambda: self._world().camera.state().value == "absent")
        hand.key("Space")
        expect(hand.page.locator(".light[data-state=absent]")).to_be_visible()
        expect(hand.page.locator("[data-live] canvas")).to_have_count(0)
        yield "no-camera"
        hardware.make(Trouble.CAMERA_UNPLUGGED, False)
        wait_until(lambda: self._world().camera.state().value == "ready")
        hardware.make(Trouble.PRINTER_OUT_OF_PAPER, True)
        hand.key("KeyP")
        expect(hand.page.locator(".cell.held")).to_be_visible()
        yield "printer-trouble"
        self._open("/labels")
        yield "labels-waiting"
        hardware.make(Trouble.PRINTER_OUT_OF_PAPER, False)
        expect(hand.page.locator("#queue tr[data-state=waiting]")).to_have_count(0)
        yield "labels"
        hand.page.goto("/bench")
        hand.clear()

    # Verdicts ------------------------------------------------------------------------------------

    def _verdicts(self) -> Iterator[str]:
        ways = {
            Disposition.RESTOCK: ("general", (1,)),
            Disposition.RESALE: ("general", (2, 1, 1, 1, 1, 1, 1)),
            Disposition.DISPOSAL: ("general", (2, 1, 4, 1, 1, 1)),
            Disposition.REFURBISH: ("electronics", (2, 1, 2, 1, 4, 1, 1)),
        }
        for way, (checklist, answers) in ways.items():
            self._judged(checklist, answers)
            assert self.hand.page.locator(".goes").get_attribute("data-route") == way.value
            yield f"verdict-{way.value}"
            needed = self.hand.page.locator(".to-bin b").inner_text()
            if way is Disposition.DISPOSAL:
                yield from self._stopped()
            self.hand.scan(needed)
            self._face("ready")
        yield "binned"
        self._judged("general", (2, 2, 3, 2, 3, 1, 1))
        yield "verdict-by-money"
        self.hand.clear()

    def _stopped(self) -> Iterator[str]:
        self.hand.scan("NO-SUCH-BIN")
        yield "not-a-bin"
        self.hand.scan("S-04")
        self._face("stop")
        yield "stop"

    def _judged(self, checklist: str, answers: tuple[int, ...]) -> None:
        """Take in an announced item that is no hygiene product and judge it up to the verdict."""
        hand = self.hand
        hand.take(checklist, lambda known, products: known.invoice and not products[0].hygiene)
        hand.chosen(*answers)
        while not hand.page.locator("[data-face=verdict]").count():
            hand.photographed()
            if hand.bench().ask:
                hand.chosen(1)

    # Supervisors and holds -----------------------------------------------------------------------

    def _override(self) -> Iterator[str]:
        hand, supervisor = self.hand, person(self.served, Role.SUPERVISOR)
        self._judged("general", (1,))
        hand.key("KeyO")
        yield "override-to"
        hand.chosen(1)
        yield "override-why"
        hand.chosen(1)
        yield "override-badge"
        hand.scan(badge(person(self.served, number=1)))
        yield "override-refused"
        hand.scan(badge(supervisor))
        expect(hand.page.locator("#pin")).to_be_focused()
        yield "supervisor-pin"
        before = hand.bench().revision
        hand.pin(supervisor.pin)
        hand.heard(before + 1)
        self._face("verdict")
        yield "verdict-overridden"
        hand.clear()

    def _hold(self) -> Iterator[str]:
        hand = self.hand
        lpn = hand.take().item.lpn
        hand.key("KeyH")
        yield "hold-reasons"
        hand.chosen(4)
        self._face("ready")
        yield "held"
        hand.scan(lpn)
        self._face("ask")
        yield "is-on-hold"
        hand.key("Escape")

    # Other people and other pages ----------------------------------------------------------------

    def _in_use(self) -> Iterator[str]:
        """Show what a screen shows while someone else has the bench."""
        hand, other = self.hand, person(self.served, number=1)
        self._hand_over(other.id)
        hand.page.goto("/bench")
        expect(hand.page.locator(".taken")).to_be_visible()
        yield "in-use"
        self._hand_over(person(self.served).id)

    def _hand_over(self, to: str) -> None:
        """Give the bench to someone whose badge never ended this browser's session."""
        with self._world().begin() as uow:
            bench = uow.bench.load()
            bench = replace(bench, person=to, revision=bench.revision + 1)
            uow.bench.save(bench)
        self._world().bell.ring(bench.revision)

    def _sheets(self) -> Iterator[str]:
        for address, name in (("/bench/commands", "commands"), ("/simulator", "simulator")):
            self._open(address)
            yield name

    def _open(self, address: str) -> None:
        self.hand.page.goto(address)
        expect(self.hand.page.locator("main")).to_be_visible()

    def _desk(self) -> Iterator[str]:
        self._open("/audit")
        yield "403"
        supervisor = person(self.served, Role.SUPERVISOR)
        prefer(self.served, supervisor, self.language)
        self.hand.page.goto("/bench")
        self.served.scan_badge(supervisor)
        self.hand.give_pin(supervisor)
        yield "ready-supervisor"
        self._open("/audit/closed")
        yield "audit-list"
        with self._world().read() as uow:
            closed = uow.inspections.closed(20, "")
        most = max(closed, key=lambda known: len(known.answers) * bool(known.route))
        self._open(f"/audit?item={most.id}")
        expect(self.hand.page.locator("#desk")).to_have_attribute("data-ready", "yes")
        self.hand.page.wait_for_function(PICTURES_ARE_HERE)
        yield "audit-desk"
        self._open(f"/audit/{most.item.lpn}")
        self.hand.page.wait_for_function(PICTURES_ARE_HERE)
        yield "audit-record"
        self.hand.page.locator(".label-of summary").click()
        yield "audit-label"

    def _devices(self) -> Iterator[str]:
        hardware, page = self.served.demo.hardware, self.hand.page
        self._open("/devices")
        yield "devices"
        hardware.make(Trouble.SECOND_SCANNER, True)
        second = page.locator("[data-standing=heard]")
        expect(second.locator("summary")).to_be_visible()
        hardware.scan("4006381333931", second=True)
        expect(second.locator(".trace b").first).to_have_text("4006381333931")
        yield "devices-another"
        second.locator("summary").click()
        yield "devices-setup"
        hardware.make(Trouble.SECOND_SCANNER, False)
        expect(second).to_have_count(0)

    def _nowhere(self) -> Iterator[str]:
        self._open("/nowhere")
        yield "404"
        with self._world().read() as uow:
            assert uow.bench.load().inspection is None
