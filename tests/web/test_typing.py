"""Hands or a scanner: what the page makes of keys, by their times, on any keyboard layout."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

import web
from tests.support.browsers import chromium

STATIC = Path(web.__file__).parent / "static"
ORIGIN = "http://station.test"

# Feeds strokes [key, code, milliseconds, modifiers] to the page's own recogniser and waits out its timers.
FEED = """async ([strokes, inField]) => {
  const { Typing } = await import("/js/wedge.js");
  const heard = { scans: [], commands: [], stopped: 0 };
  const field = document.getElementById("pin");
  field.value = "12";
  const typing = new Typing({
    onScan: (text) => heard.scans.push(text), onCommand: (command) => heard.commands.push(command),
  });
  const began = performance.now();
  for (const [key, code, at, more] of strokes) {
    const wait = began + at - performance.now();
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    typing.down({
      key, code, timeStamp: at, target: inField ? field : document.body, repeat: false, ...more,
      preventDefault: () => { if (key === "Enter") heard.stopped += 1; }, stopImmediatePropagation: () => {},
    });
    if (inField && key.length === 1) field.value += key;
  }
  await new Promise((done) => setTimeout(done, 250));
  return { ...heard, field: field.value };
}"""

CODES = {"-": "Minus", "$": "Digit4", " ": "Space"}
RUSSIAN = dict(zip("qwertyuiopasdfghjklzxcvbnm", "йцукенгшщзфывапролдячсмить", strict=True))
HEBREW = dict(zip("qwertyuiopasdfghjklzxcvbnm", "/'קראטוןםפשדגכעיחלךזסבהנמצ", strict=True))


def code_of(character: str) -> str:
    if character.isdigit():
        return f"Digit{character}"
    return CODES.get(character, f"Key{character.upper()}")


def strokes(text: str, gap: float, layout: dict[str, str] | None = None) -> list[list[Any]]:
    """Spell a text as keys ``gap`` milliseconds apart, on the layout of another language."""
    typed = []
    for number, character in enumerate(text):
        key = (layout or {}).get(character.lower(), character)
        shifted = {"shiftKey": character.isupper() or character == "$"}
        typed.append([key, code_of(character), number * gap, shifted])
    return typed


def enter(typed: list[list[Any]], gap: float) -> list[list[Any]]:
    return [*typed, ["Enter", "Enter", typed[-1][2] + gap, {}]]


@dataclass(frozen=True, slots=True)
class Keyboard:
    """A page in a thread of its own: Playwright runs once a thread, and the journeys have this one."""

    thread: ThreadPoolExecutor
    page: Page

    def feed(self, typed: list[list[Any]], in_field: bool = False) -> dict[str, Any]:
        return dict(self.thread.submit(self.page.evaluate, FEED, [typed, in_field]).result())


@pytest.fixture(scope="module")
def keyboard() -> Iterator[Keyboard]:
    with ExitStack() as stack:
        thread = stack.enter_context(ThreadPoolExecutor(max_workers=1))
        browsers = chromium()
        browser = thread.submit(browsers.__enter__).result()
        stack.callback(lambda: thread.submit(browsers.__exit__, None, None, None).result())
        yield Keyboard(thread, thread.submit(_open, browser).result())


def _open(browser: Browser) -> Page:
    page = browser.new_page()
    page.route("**/*", _serve)
    page.goto(ORIGIN)
    return page


def _serve(route: Route) -> None:
    path = route.request.url.removeprefix(ORIGIN)
    if path.startswith("/js/"):
        route.fulfill(body=(STATIC / path[1:]).read_text(), content_type="text/javascript")
    else:
        route.fulfill(body='<input id="pin" type="password">', content_type="text/html")


pytestmark = pytest.mark.browser


@pytest.mark.parametrize("text", ["R-02", "RMA-10001", "7290002780557", "$ID-5GSMKXX47L"])
@pytest.mark.parametrize("layout", [None, RUSSIAN, HEBREW], ids=["latin", "russian", "hebrew"])
def test_a_fast_run_is_one_scan_in_every_layout(
    keyboard: Keyboard, text: str, layout: dict[str, str] | None
) -> None:
    heard = keyboard.feed(enter(strokes(text, 35, layout), 35))
    assert heard["scans"] == [text]
    assert heard["commands"] == []
    assert heard["stopped"] == 1


def test_a_scan_without_an_end_is_taken_after_silence(keyboard: Keyboard) -> None:
    assert keyboard.feed(strokes("7290002780557", 35))["scans"] == ["7290002780557"]


@pytest.mark.parametrize(("key", "code", "command"), [
    ("3", "Digit3", "3"), ("0", "Numpad0", "BACK"), (" ", "Space", "PHOTO"), ("ר", "KeyU", "UNDO"),
    ("р", "KeyH", "HOLD"), ("o", "KeyO", "OVERRIDE"), ("?", "Slash", "HELP"), ("Escape", "Escape", "CANCEL"),
])  # fmt: skip
def test_one_key_is_one_command_by_its_place(keyboard: Keyboard, key: str, code: str, command: str) -> None:
    assert keyboard.feed([[key, code, 0, {}]])["commands"] == [command]


def test_keys_by_hand_are_commands_one_by_one(keyboard: Keyboard) -> None:
    heard = keyboard.feed(enter(strokes("12", 200), 200))
    assert heard["commands"] == ["1", "2"]
    assert heard["scans"] == []
    assert heard["stopped"] == 0


def test_a_number_and_enter_by_hand_is_no_scan(keyboard: Keyboard) -> None:
    assert keyboard.feed(enter(strokes("1", 90), 90))["scans"] == []


def test_a_piece_of_a_scan_is_no_command(keyboard: Keyboard) -> None:
    heard = keyboard.feed(strokes("02", 35))
    assert (heard["scans"], heard["commands"]) == ([], [])


def test_a_group_separator_is_kept(keyboard: Keyboard) -> None:
    typed = strokes("01072900", 35)
    typed.append(["]", "BracketRight", 8 * 35, {"ctrlKey": True}])
    typed.append(["7", "Digit7", 9 * 35, {}])
    assert keyboard.feed(enter(typed, 35))["scans"] == ["01072900\x1d7"]


def test_a_scan_is_taken_out_of_the_pin_field(keyboard: Keyboard) -> None:
    heard = keyboard.feed(enter(strokes("RMA-10001", 35), 35), in_field=True)
    assert heard["scans"] == ["RMA-10001"]
    assert heard["field"] == "12"


def test_a_pin_typed_by_hand_stays_in_its_field(keyboard: Keyboard) -> None:
    heard = keyboard.feed(enter(strokes("40718263", 120), 120), in_field=True)
    assert (heard["scans"], heard["commands"], heard["stopped"]) == ([], [], 0)
    assert heard["field"] == "1240718263"


def test_a_scan_is_heard_while_the_list_of_keys_is_open(keyboard: Keyboard) -> None:
    opened = "() => { document.body.insertAdjacentHTML('beforeend', '<dialog open></dialog>') }"
    keyboard.thread.submit(keyboard.page.evaluate, opened).result()
    assert keyboard.feed(enter(strokes("R-02", 35), 35))["scans"] == ["R-02"]
    assert keyboard.feed([["3", "Digit3", 0, {}]])["commands"] == []
    closed = "() => document.querySelector('dialog').remove()"
    keyboard.thread.submit(keyboard.page.evaluate, closed).result()


BESIDE_THE_BENCH = """async () => {
  const { Typing } = await import("/js/wedge.js");
  const typing = new Typing({ onScan: () => {}, claims: false });
  const kept = [];
  const stroke = (key, at) => typing.down({
    key, code: `Key${key}`, timeStamp: at, target: document.body, repeat: false,
    preventDefault: () => kept.push(key), stopImmediatePropagation: () => {},
  });
  stroke("A", 0); stroke("B", 20); stroke("C", 900);
  return kept;
}"""
INTO_A_FIELD = """async () => {
  const { Typing } = await import("/js/wedge.js");
  const field = document.getElementById("pin");
  const typing = new Typing({ onScan: () => {} });
  field.type = "text";
  field.value = "abcd";
  field.setSelectionRange(2, 2);
  let told = 0;
  field.addEventListener("input", () => { told += 1; }, { once: true });
  const nothing = { repeat: false, preventDefault() {}, stopImmediatePropagation() {} };
  [..."LPN4711"].forEach((key, n) => {
    typing.down({ key, code: `Key${key}`, timeStamp: n * 20, target: field, ...nothing });
    field.setRangeText(key, field.selectionStart, field.selectionStart, "end");
  });
  typing.down({ key: "Enter", code: "Enter", timeStamp: 140, target: field, ...nothing });
  return [field.value, field.selectionStart, told];
}"""


def test_beside_the_bench_only_the_keys_of_a_scan_are_taken(keyboard: Keyboard) -> None:
    assert keyboard.thread.submit(keyboard.page.evaluate, BESIDE_THE_BENCH).result() == ["B"]


def test_a_field_gets_back_its_text_and_its_caret_and_is_told(keyboard: Keyboard) -> None:
    assert keyboard.thread.submit(keyboard.page.evaluate, INTO_A_FIELD).result() == ["abcd", 2, 1]
