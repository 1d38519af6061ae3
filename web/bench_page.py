"""The bench as the browser gets it: one fragment, its header line, and what to sound."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from flask import current_app, render_template
from flask_babel import get_locale, gettext

from station.domain.bench import Bench, Notice
from station.domain.people import Person
from station.ports import World
from station.services import queries
from station.services.queries import BenchView, Mode
from web import faces
from web.formats import text


@dataclass(frozen=True, slots=True)
class Message:
    """What a screen swaps in: ``html`` for the face, ``bar`` for the lights above it."""

    revision: int
    html: str
    bar: str
    tone: str
    say: str
    title: str


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person sees of the bench: the view if it is theirs, else who has it."""

    bench: Bench
    person: Person
    view: BenchView | None
    holder: Person | None
    alarm: Notice | None = None

    @property
    def notice(self) -> Notice | None:
        return self.alarm or self.bench.notice


def look(world: World, person: Person, alarm: Notice | None = None) -> Sight:
    """Read the bench for a person; only the one who works there sees it."""
    view = queries.bench_view(world, person)
    if view.bench.person == person.id:
        return Sight(view.bench, person, view, person, alarm)
    bench, holder = queries.at_bench(world)
    return Sight(bench, person, None, holder, alarm)


@dataclass(slots=True)
class Drawn:
    """The last messages by what they show: many screens of one person are drawn once."""

    kept: deque[tuple[object, Message]] = field(default_factory=lambda: deque(maxlen=4))
    one_painter: threading.Lock = field(default_factory=threading.Lock)

    def get(self, shows: object, draw: Callable[[], Message]) -> Message:
        with self.one_painter:
            told = next((told for known, told in self.kept if known == shows), None)
            if told is None:
                told = draw()
                self.kept.append((shows, told))
            return told


def message(world: World, sight: Sight) -> Message:
    """Render what a person sees, in the language of the request."""
    drawn = cast(Drawn, current_app.extensions["drawn"])
    return drawn.get((sight, str(get_locale()), world.today), lambda: _draw(world, sight))


def _draw(world: World, sight: Sight) -> Message:
    notice = sight.notice if sight.view else None
    return Message(
        revision=sight.bench.revision,
        html=_face(world, sight),
        bar=render_template("bench/bar.html", view=sight.view),
        tone=notice.tone.value if notice else "",
        say=notice.say if notice else "",
        title=_title(sight.view),
    )


def _face(world: World, sight: Sight) -> str:
    if sight.view is None:
        return render_template("bench/taken.html", holder=sight.holder)
    return render_template(
        "bench/face.html",
        view=sight.view,
        bench=sight.bench,
        item=sight.view.inspection.item if sight.view.inspection else None,
        notice=sight.notice,
        options=faces.options(sight.view),
        slots=faces.slots(sight.view),
        given=faces.given(sight.view),
        today=world.today,
    )


def _title(view: BenchView | None) -> str:
    if view is None:
        return str(gettext("In use"))
    return text(view.inspection.item.name) if view.inspection else _FREE[view.mode is Mode.ASK]()


_FREE = {False: lambda: str(gettext("Scan an item")), True: lambda: str(gettext("Choose"))}
