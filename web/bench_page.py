"""The bench as the browser gets it: one fragment, its header line, and what to sound."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast

from flask import current_app, render_template
from flask_babel import get_locale, gettext

from station.domain.bench import Bench, Notice
from station.domain.people import Person
from station.ports import World
from station.services import queries
from station.services.people.sessions import Known
from station.services.queries import BenchView, Mode
from station.services.syncing.waiting import room_left
from web import faces
from web.formats import text

Made = TypeVar("Made")


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


def look(world: World, person: Person, session: str, alarm: Notice | None = None) -> Sight:
    """Read the bench for a person; only the session that works there sees it."""
    view = queries.bench_view(world, person)
    if view.bench.session == session and view.bench.person == person.id:
        return Sight(view.bench, person, view, person, alarm)
    bench, holder = queries.at_bench(world)
    return Sight(bench, person, None, holder, alarm)


@dataclass(slots=True)
class Lately(Generic[Made]):
    """The last things made, by what they were made of: many screens of one person cost one."""

    kept: deque[tuple[object, Made]] = field(default_factory=lambda: deque(maxlen=4))
    one_maker: threading.Lock = field(default_factory=threading.Lock)

    def get(self, of: object, make: Callable[[], Made]) -> Made:
        with self.one_maker:
            for known, made in self.kept:
                if known == of:
                    return made
            made = make()
            self.kept.append((of, made))
            return made


@dataclass(frozen=True, slots=True)
class Shared:
    """What the screens of a station share: what they see, and how it was drawn."""

    seen: Lately[Sight] = field(default_factory=Lately[Sight])
    drawn: Lately[Message] = field(default_factory=Lately[Message])


def shared() -> Shared:
    return cast(Shared, current_app.extensions["shared"])


def glance(world: World, known: Known, alarm: Notice | None) -> Sight:
    """Look as ``look`` does, once for all streams that were woken by the same change."""
    revision = world.bell.wait(-1, -1, 0).revision
    devices = (world.scanners.state(), world.camera.lenses(), world.printer.state(), world.scale.state())
    person, session = known.person, known.session.id
    of = (revision, person, session, alarm, devices, world.courier.changes(), room_left(world))
    return shared().seen.get(of, lambda: look(world, person, session, alarm))


def message(world: World, sight: Sight) -> Message:
    """Render what a person sees, in the language of the request."""
    return shared().drawn.get((sight, str(get_locale()), world.today), lambda: _draw(world, sight))


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
