"""Server-sent events: what changes at the station, told to one screen until its session ends."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from flask import Response, stream_with_context

from station.domain.bench import Notice
from station.ports import Rung, World
from station.services.people.sessions import known_by
from web.bench_page import Message, glance, message

# Device lights change without a revision: how often a quiet stream looks at them, seconds.
LOOK_EVERY = 1.5
# How often a quiet stream says that it is alive, seconds. A closed browser is noticed by this.
ALIVE_EVERY = 4.0

ALIVE = ": alive\n\n"


def event(name: str, data: object, id_: int | None = None) -> str:
    """Write one event. JSON has no line breaks of its own, so one data line is enough."""
    number = f"id: {id_}\n" if id_ is not None else ""
    return f"{number}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def bench_event(told: Message) -> str:
    return event("bench", asdict(told), told.revision)


def response(events: Iterator[str]) -> Response:
    """Wrap events as a stream that no proxy holds back."""
    headers = {"X-Accel-Buffering": "no"}
    return Response(stream_with_context(events), mimetype="text/event-stream", headers=headers)


@dataclass(slots=True)
class Watch:
    """What one screen has been told so far."""

    world: World
    revision: int = -1
    echo: int = 0
    alarm: Notice | None = None
    spoke: float = 0.0

    def start(self) -> None:
        self.heard(self.world.bell.wait(-1, -1, 0))

    def wait(self) -> Rung:
        """Wait for news, or until it is time to look at the devices."""
        return self.world.bell.wait(self.revision, self.echo, LOOK_EVERY)

    def only_echo(self, rung: Rung) -> bool:
        """Tell whether a scan came in and nobody knows yet what it names."""
        news = rung.revision > self.revision or rung.alarm != self.alarm
        return rung.echo > self.echo and not news

    def keep_alive(self) -> Iterator[str]:
        if time.monotonic() - self.spoke >= ALIVE_EVERY:
            yield self.speak(ALIVE)

    def speak(self, words: str) -> str:
        self.spoke = time.monotonic()
        return words

    def heard(self, rung: Rung) -> None:
        self.echo, self.alarm = rung.echo, rung.alarm


def bench_stream(world: World, token: str) -> Iterator[str]:
    """Follow the bench for one browser: fragments as they change, echoes at once, then ``locked``."""
    watch, shown = Watch(world), None
    watch.start()
    while known := known_by(world, token):
        sight = glance(world, known, watch.alarm)
        watch.revision = sight.bench.revision
        if sight != shown:
            yield watch.speak(bench_event(message(world, sight)))
            shown = sight
        yield from _next(watch)
    yield event("locked", {})


def fragment_stream(world: World, read: Callable[[], object], render: Callable[[], Message]) -> Iterator[str]:
    """Follow anything else of the bench: ``render`` is sent whenever ``read`` changes."""
    watch, shown = Watch(world), None
    watch.start()
    while True:
        watch.revision = max(watch.revision, watch.world.bell.wait(-1, -1, 0).revision)
        seen = read()
        if seen != shown:
            yield watch.speak(bench_event(render()))
            shown = seen
        yield from _next(watch)


def echo_stream(world: World, token: str) -> Iterator[str]:
    """Tell what is scanned at the bench and nothing else of it, then ``locked``."""
    seen = world.bell.wait(-1, -1, 0)
    yield ALIVE
    while known_by(world, token):
        rung = world.bell.wait(seen.revision, seen.echo, LOOK_EVERY)
        scanned = rung.echo > seen.echo and rung.alarm == seen.alarm
        yield event("echo", {"text": rung.text}) if scanned else ALIVE
        seen = rung
    yield event("locked", {})


def _next(watch: Watch) -> Iterator[str]:
    """Wait for the next thing worth a look; scans are told at once, before what they name."""
    rung = watch.wait()
    while watch.only_echo(rung):
        watch.heard(rung)
        yield watch.speak(event("echo", {"text": rung.text}))
        rung = watch.wait()
    watch.heard(rung)
    yield from watch.keep_alive()


def as_json(told: Message) -> dict[str, object]:
    """Answer a post with what the stream would say."""
    return asdict(told)
