"""From a scan in the pty to the screen, beside Chromium alone and a bare loopback hop."""

import http.client
import queue
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from station.domain.people import Role
from tests.bench.figures import Series, goal, show
from tests.support.browsers import chromium
from tests.support.served import Served, served_demo

ROUNDS = 120
Heard = tuple[int, str, float]  # which listener, the event, when
WATCH = """() => {
  window.painted = [];
  const tell = () => requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => window.painted.push(performance.timeOrigin + performance.now());
    after.port2.postMessage(0);
  });
  new MutationObserver(tell).observe(document.getElementById("bench"), { childList: true, subtree: true });
}"""
# Echo and result may fall into one frame; then one painting tells both.
SAID = """(code) => {
  const notice = document.querySelector('.notice[data-tone="unknown"]');
  return window.painted.length > 0 && notice !== null && notice.textContent.includes(code);
}"""
# The same change of the same face, made by the page itself at a random point between two frames.
ALONE = """() => new Promise((done) => {
  const main = document.getElementById("bench");
  setTimeout(() => {
    const html = main.innerHTML;
    const began = performance.now();
    main.innerHTML = html;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => done(performance.now() - began);
      after.port2.postMessage(0);
    });
  }, 20 + Math.random() * 30);
})"""


def run(folder: Path) -> None:
    with served_demo(folder / "demo") as served, chromium() as browser:
        page = browser.new_page()
        cookie = _sign_in(served, page)
        _painted(served, page)
        page.close()
        _many_screens(served, cookie, 1)
        _many_screens(served, cookie, 50)


def _sign_in(served: Served, page: Page) -> str:
    person = served.person(Role.OPERATOR)
    page.goto(served.address)
    served.scan_badge(person)
    page.wait_for_selector("#pin")
    page.keyboard.type(person.pin, delay=70)
    page.keyboard.press("Enter")
    page.wait_for_selector("#bench")
    cookies = page.context.cookies()
    return "; ".join(f"{c['name']}={c['value']}" for c in cookies)


def _painted(served: Served, page: Page) -> None:
    page.evaluate(WATCH)
    first, last, alone = [], [], []
    for number in range(ROUNDS):
        alone.append(page.evaluate(ALONE))
        page.evaluate("() => { window.painted = []; }")
        began = time.time() * 1000
        served.scan(f"NOT-KNOWN-{number}")
        page.wait_for_function(SAID, arg=f"NOT-KNOWN-{number}", polling=20)
        times = page.evaluate("() => window.painted")
        first.append(times[0] - began)
        last.append(times[-1] - began)
    floor, echo, told = Series("Chromium alone", alone), Series("scan echoed, painted", first), last
    result = Series("what it is (after the commit), painted", told)
    show("Scan in the pty to painted", floor, echo, result)
    goal("echo painted, p50 beside Chromium alone", echo.p50 / floor.p50, most=1.3)
    goal("echo painted, p99 beside Chromium alone", echo.p99 / floor.p99, most=2)
    goal("result painted, p50 beside Chromium alone", result.p50 / floor.p50, most=1.3)
    goal("result painted, p99 beside Chromium alone", result.p99 / floor.p99, most=2)


def _many_screens(served: Served, cookie: str, screens: int) -> None:
    heard: queue.Queue[Heard] = queue.Queue()
    listeners = [_Listener(served.address, cookie, heard) for _ in range(screens)]
    for listener in listeners:
        listener.start()
    for listener in listeners:
        listener.ready.wait(10)
    echoes, results = [], []
    for number in range(40):
        _drain(heard)
        began = time.perf_counter()
        served.scan(f"SCREENS-{screens}-{number}")
        first, result = _told(heard, screens)
        echoes.append((first - began) * 1000)
        results.append((result - began) * 1000)
    for listener in listeners:
        listener.close()
    echo = Series("last screen told of the scan", echoes)
    show(f"Scan in the pty to {screens} event streams", echo, Series("last screen told the result", results))
    if screens > 1:
        goal("last screen told of the scan, p50 ms", echo.p50, most=5)


def _drain(heard: "queue.Queue[Heard]") -> None:
    time.sleep(0.05)
    while not heard.empty():
        heard.get()


def _told(heard: "queue.Queue[Heard]", screens: int) -> tuple[float, float]:
    """Return when the last screen was told anything (the echo, or at once the result), and the result."""
    first: dict[int, float] = {}
    result: dict[int, float] = {}
    while len(result) < screens:
        listener, event, when = heard.get(timeout=10)
        first.setdefault(listener, when)
        if event == "bench":
            result[listener] = when
    return max(first.values()), max(result.values())


class _Listener(threading.Thread):
    """One event stream, read as it comes."""

    def __init__(self, address: str, cookie: str, heard: "queue.Queue[Heard]") -> None:
        super().__init__(daemon=True)
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
        self._cookie = cookie
        self._heard = heard
        self.ready = threading.Event()

    def run(self) -> None:
        try:
            self._listen()
        except (OSError, ValueError, AttributeError):
            return  # closed while it listened

    def _listen(self) -> None:
        self._connection.request("GET", "/live", headers={"Cookie": self._cookie})
        answer = self._connection.getresponse()
        while line := answer.readline():
            if line.startswith(b"event: "):
                self._heard.put((id(self), line[7:].decode().strip(), time.perf_counter()))
                self.ready.set()

    def close(self) -> None:
        if self._connection.sock:
            self._connection.sock.close()
