"""Every state in every language, size and theme: readable, reachable, whole. Leaves pictures on request."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from station.domain.people import Role
from tests.journeys import axe
from tests.journeys.hand import Hand, person, prefer
from tests.journeys.tour import LANGUAGES, Tour

CHECKS = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")
SIZES = ((1280, 800), (1024, 768), (1920, 1080))
LARGEST_PROMPT = 80
# Names, roles and labels are the same in every language; the pages beside the bench are looked at in two.
LOOKED_AT_BY_AXE = "en"
BESIDE = (
    "/audit",
    "/people",
    "/me",
    "/second",
    "/calibrations",
    "/sampling",
    "/graders",
    "/claims",
    "/recalls",
    "/destinations",
    "/waiting",
    "/imports",
    "/tokens",
    "/api",
)
# The same in every language: for whoever writes programs.
IN_ENGLISH = "/api"
# The states that are also measured at the other sizes, and pictured there and at night.
MAIN = {"sign-in", "pin", "ready-with-history", "which-line", "question", "question-after-answers", "photo"}
MAIN |= {
    "photo-refused",
    "verdict-by-money",
    "verdict-restock",
    "stop",
    "hold-reasons",
    "audit-list",
    "audit-desk",
    "audit-record",
    "devices-another",
    "devices-setup",
    "printer-trouble",
    "labels-waiting",
}
# What moves is brought to its end at once: colours are read as they stand.
THEME = """async (theme) => {
  document.documentElement.dataset.theme = theme;
  for (const moving of document.getAnimations()) {
    if (Number.isFinite(moving.effect.getComputedTiming().endTime)) moving.finish();
  }
}"""
MEASURED = f"""async ([themes, largest]) => {{
  const found = [];
  for (const theme of themes) {{
    await ({THEME})(theme);
    for (const problem of ({CHECKS.strip()})(largest)) found.push(`${{theme}}: ${{problem}}`);
  }}
  return found;
}}"""
README_PICTURE = Path(__file__).parents[2] / "docs" / "images" / "bench.png"


def looked_at(page: Page, stop: str, language: str, screens: Path | None) -> list[str]:
    """Measure one state in every size and theme; leave its pictures."""
    wrong: list[str] = []
    for width, height in (*SIZES[1:], SIZES[0]) if stop in MAIN else SIZES[:1]:
        page.set_viewport_size({"width": width, "height": height})
        themes = ["dark", "light"] if screens or (width, height) == SIZES[0] else ["light"]
        found = page.evaluate(MEASURED, [themes, LARGEST_PROMPT])
        wrong += [f"{stop} {language} {width}x{height} {problem}" for problem in found]
        for theme in themes if screens else ():
            page.evaluate(THEME, theme)
            picture(page, screens, stop, language, (width, height), theme)
    if language == LOOKED_AT_BY_AXE:
        wrong += [f"{stop}: {fault}" for fault in axe.faults(page)]
    return wrong


def picture(page: Page, folder: Path, stop: str, language: str, size: tuple[int, int], theme: str) -> None:
    first = size == SIZES[0] and theme == "light"
    if not (first or stop in MAIN):
        return
    night = ".dark" if theme == "dark" else ""
    page.screenshot(path=folder / f"{stop}.{language}.{size[0]}x{size[1]}{night}.png")
    if first and stop == "question-after-answers" and language == "en":
        README_PICTURE.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=README_PICTURE)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_can_be_read_and_reached(
    door: Hand, language: str, screens: Path | None, open_page: Callable[..., Page]
) -> None:
    prefer(door.served, person(door.served), language)
    door.page.context.add_cookies([{"name": "language", "value": language, "url": door.served.address}])
    door.page.reload()
    wrong: list[str] = []
    for stop in Tour(door, language).stops():
        wrong += looked_at(door.page, stop, language, screens)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["en", "he"])
def test_nothing_on_the_pages_beside_the_bench_keeps_somebody_out(door: Hand, language: str) -> None:
    manager = person(door.served, Role.MANAGER)
    door.sign_in(manager)
    prefer(door.served, manager, language)
    wrong: list[str] = []
    for address in BESIDE:
        if address == IN_ENGLISH and language != "en":
            continue
        answer = door.page.goto(address)
        assert answer and answer.ok, address
        wrong += [f"{address}: {fault}" for fault in axe.faults(door.page)]
    assert not wrong, "\n".join(wrong)


FOCUSED = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const style = getComputedStyle(node);
  return [node.outerHTML.slice(0, 80), style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
}"""


@pytest.mark.parametrize("language", ["en", "he"])
def test_tab_reaches_every_control_and_shows_where_it_is(hand: Hand, language: str) -> None:
    prefer(hand.served, person(hand.served), language)
    hand.page.reload()
    hand.take("electronics")
    reached = set()
    for _ in range(40):
        hand.page.keyboard.press("Tab")
        focused = hand.page.evaluate(FOCUSED)
        if focused:
            assert focused[1], f"no visible focus: {focused[0]}"
            reached.add(focused[0])
    assert sum("choice" in html for html in reached) == 2
    assert sum('class="key' in html for html in reached) >= 4
