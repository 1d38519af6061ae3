"""A checklist under way as its page shows it: each question on one line, and all of the one that is open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from markupsafe import Markup

from station.domain.grading import Axis
from station.rule_ports import Plain
from web import words
from web.rules.boxes import Text, node
from web.rules.checklist_sheet import ANSWER, CAPTION, HELP, PHOTO_TEXT, TEXT, TITLE, TODO
from web.rules.checklist_words import condition, only_when
from web.rules.fields import Option, Words
from web.rules.paths import below, many, table, tables
from web.rules.spots import Spot, called, written

MOST_CHOICES = 9
MOST_EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class Cap:
    """How far an answer takes the grade down on one axis, empty for not at all."""

    path: str
    axis: str
    label: str
    grade: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One choice of a question. ``todo`` is what a work center does about it."""

    path: str
    number: int
    id: str
    name: str
    text: Text
    caps: tuple[Cap, ...]
    finish: bool
    todo: Text

    @property
    def capped(self) -> tuple[Cap, ...]:
        return tuple(cap for cap in self.caps if cap.grade)


@dataclass(frozen=True, slots=True)
class Test:
    """One condition: what has to be answered to an earlier question.

    ``misplaced`` says that there is no such question before this one.
    """

    path: str
    label: str
    options: tuple[Option, ...]
    chosen: tuple[str, ...]
    misplaced: bool
    said: Markup


@dataclass(frozen=True, slots=True)
class Picture:
    """A reference photo by its hash, and what it shows."""

    path: str
    photo: str
    text: Text


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. ``others`` are the earlier ones that it does not depend on yet."""

    path: str
    number: int
    count: int
    id: str
    name: str
    text: Text
    help: Text
    answers: tuple[Answer, ...]
    tests: tuple[Test, ...]
    others: tuple[Option, ...]
    parts: bool
    pictures: tuple[Picture, ...]

    @property
    def only(self) -> Markup:
        """Say when it is asked, nothing where it always is."""
        return only_when([test.said for test in self.tests])

    @property
    def room(self) -> bool:
        return len(self.answers) < MOST_CHOICES

    @property
    def more_pictures(self) -> bool:
        return len(self.pictures) < MOST_EXAMPLES


@dataclass(frozen=True, slots=True)
class Wanted:
    """One photo that is asked for. ``camera`` is empty for the station's first."""

    path: str
    number: int
    count: int
    id: str
    name: str
    text: Text
    optional: bool
    shows_code: bool
    proves: tuple[str, ...]
    tests: tuple[Test, ...]
    others: tuple[Option, ...]
    camera: str

    @property
    def only(self) -> Markup:
        """Say when it is asked, nothing where it always is."""
        return only_when([test.said for test in self.tests])


@dataclass(frozen=True, slots=True)
class ChecklistPage:
    """All of a checklist. ``cameras`` are those that a photo may name."""

    title: Text
    questions: tuple[Asked, ...]
    photos: tuple[Wanted, ...]
    options: tuple[Option, ...]
    cameras: tuple[str, ...]

    def addresses(self) -> Sequence[str]:
        """List every place of the page where something can be said to be wrong."""
        return list(
            chain(_of_text(self.title), ("question", "slot"), _all(self.questions), _all(self.photos))
        )


# Its fields that are no texts, by what stands on a line of its own.
_FIELDS = {
    Asked: ("id", "when", "choice", "example", "parts"),
    Wanted: ("id", "when", "proves", "required", "shows_code", "camera"),
    Answer: ("id", "caps", "finish"),
    Picture: ("photo",),
}


def _all(cards: Sequence[Any]) -> Iterator[str]:
    for card in cards:
        yield card.path
        yield from (below(card.path, key) for key in _FIELDS[type(card)])
        for text in (getattr(card, name, None) for name in ("text", "help", "todo")):
            yield from _of_text(text) if text else ()
        yield from (part.path for name in ("tests", "caps") for part in getattr(card, name, ()))
        for name in ("answers", "pictures"):
            yield from _all(getattr(card, name, ()))


def _of_text(text: Text) -> Iterator[str]:
    yield text.path
    yield from (tongue.path for tongue in text.tongues)


# Making it ----------------------------------------------------------------------------------------


def checklist_page(plain: Plain, cameras: Sequence[str]) -> ChecklistPage:
    """Make what the page of a checklist shows, of whatever stands in the draft."""
    asked, photos = tables(plain.get("question")), tables(plain.get("slot"))
    return ChecklistPage(
        title=_text(TITLE, plain, "", plain),
        questions=tuple(_asked(plain, asked, number, len(asked)) for number in range(1, len(asked) + 1)),
        photos=tuple(_wanted(plain, asked, each, n, len(photos)) for n, each in enumerate(photos, 1)),
        options=tuple(_name(question) for question in asked),
        cameras=tuple(cameras),
    )


def _text(part: Words, plain: Plain, path: str, here: Mapping[str, Any]) -> Text:
    made = node(part, Spot(plain, {}, path, here, {}))
    assert isinstance(made, Text)
    return made


def _asked(plain: Plain, asked: Sequence[Mapping[str, Any]], number: int, count: int) -> Asked:
    here, path = asked[number - 1], below("question", number)
    earlier = asked[: number - 1]
    tests = _tests(path, here, asked, number - 1)
    pictures = tables(here.get("example"))
    return Asked(
        path=path,
        number=number,
        count=count,
        id=written(here.get("id", "")),
        name=called(here),
        text=_text(TEXT, plain, path, here),
        help=_text(HELP, plain, path, here),
        answers=tuple(_answer(plain, path, n, each) for n, each in enumerate(tables(here.get("choice")), 1)),
        tests=tests,
        others=_others(here, earlier),
        parts=here.get("parts") is True,
        pictures=tuple(_picture(plain, path, n, each) for n, each in enumerate(pictures, 1)),
    )


def _answer(plain: Plain, of: str, number: int, here: Mapping[str, Any]) -> Answer:
    path, caps = below(of, "choice", number), table(here.get("caps"))
    return Answer(
        path=path,
        number=number,
        id=written(here.get("id", "")),
        name=called(here),
        text=_text(ANSWER, plain, path, here),
        caps=tuple(_cap(path, axis, str(label), caps) for axis, label in _axes(caps)),
        finish=here.get("finish") is True,
        todo=_text(TODO, plain, path, here),
    )


def _axes(caps: Mapping[str, Any]) -> list[tuple[str, object]]:
    """List the axes, and whatever stands there beside them, so that it can be mended."""
    known = [(axis.value, words.word(axis)) for axis in Axis]
    return [*known, *((key, key) for key in caps if key not in dict(known))]


def _cap(of: str, axis: str, label: str, caps: Mapping[str, Any]) -> Cap:
    return Cap(below(of, "caps", axis), axis, label, written(caps.get(axis, "")))


def _picture(plain: Plain, of: str, number: int, here: Mapping[str, Any]) -> Picture:
    path = below(of, "example", number)
    return Picture(path, written(here.get("photo", "")), _text(CAPTION, plain, path, here))


def _wanted(
    plain: Plain, asked: Sequence[Mapping[str, Any]], here: Mapping[str, Any], number: int, count: int
) -> Wanted:
    path = below("slot", number)
    return Wanted(
        path=path,
        number=number,
        count=count,
        id=written(here.get("id", "")),
        name=called(here),
        text=_text(PHOTO_TEXT, plain, path, here),
        optional=here.get("required") is False,
        shows_code=here.get("shows_code") is True,
        proves=tuple(map(written, many(here.get("proves")))),
        tests=_tests(path, here, asked, len(asked)),
        others=_others(here, asked),
        camera=written(here.get("camera", "")),
    )


def _tests(
    of: str, here: Mapping[str, Any], asked: Sequence[Mapping[str, Any]], before: int
) -> tuple[Test, ...]:
    """Make the conditions of what stands behind the first ``before`` questions."""
    known = {str(question.get("id", "")): question for question in reversed(asked)}
    earlier = {str(question.get("id", "")) for question in asked[:before]}
    when = table(here.get("when")).items()
    return tuple(
        _test(below(of, "when", key), key, each, known.get(key), key in earlier) for key, each in when
    )


def _test(path: str, key: str, value: object, question: Mapping[str, Any] | None, earlier: bool) -> Test:
    chosen = tuple(map(written, many(value)))
    options = [_name(choice) for choice in tables((question or {}).get("choice"))]
    strangers = [(each, each) for each in chosen if each not in dict(options)]
    label = (called(question) if question else "") or key
    offered = dict([*options, *strangers])
    said = condition(label, [offered[each] for each in chosen])
    return Test(path, label, tuple(offered.items()), chosen, not earlier, said)


def _others(here: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]]) -> tuple[Option, ...]:
    named = table(here.get("when"))
    return tuple(option for option in map(_name, earlier) if option[0] and option[0] not in named)


def _name(element: Mapping[str, Any]) -> Option:
    id_ = written(element.get("id", ""))
    return id_, called(element) or id_
