"""What an override can choose among, each with what comes of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext
from markupsafe import Markup

from station.domain.auditing.overrides import OverrideReason
from station.domain.disposition import Disposition
from station.domain.grading import Grade
from station.domain.policy import Remedy
from station.services.auditing.desk import Opened
from web import words
from web.say import name


@dataclass(frozen=True, slots=True)
class Option:
    """One numbered choice. ``now`` says that it is so already; ``mark`` is a disposition's."""

    value: str
    text: str
    hint: str | Markup = ""
    now: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What an override can change: its name, what it is now, and what it may become."""

    name: str
    title: str
    now: str
    options: tuple[Option, ...]


def parts(opened: Opened) -> list[Part]:
    """List what can be changed of an item, nothing before its verdict."""
    route = opened.inspection.route
    if route is None:
        return []
    graded, remedy, to = route.graded.grade, route.ruling.remedy, route.disposition
    return [
        Part("grade", gettext("Grade"), f"{graded} · {words.word(graded)}", tuple(_grades(opened, graded))),
        Part(
            "remedy", gettext("What the customer gets"), str(words.word(remedy)), tuple(_each(Remedy, remedy))
        ),
        Part("disposition", gettext("Where it goes"), str(words.word(to)), tuple(_ways(to))),
    ]


def _grades(opened: Opened, now: Grade) -> Iterable[Option]:
    for grade in Grade:
        to = opened.by_grade.get(grade)
        hint = Markup(gettext("goes to %(disposition)s", disposition=name(words.word(to)))) if to else ""  # noqa: S704
        yield Option(grade, f"{grade} · {words.word(grade)}", hint, grade is now)


def _each(kind: type[StrEnum], now: StrEnum) -> Iterable[Option]:
    return (Option(each, str(words.word(each)), now=each is now) for each in kind)


def _ways(now: Disposition) -> Iterable[Option]:
    return (Option(each, str(words.word(each)), now=each is now, mark=each) for each in Disposition)


def reasons() -> tuple[Option, ...]:
    """List why something is overridden."""
    return tuple(Option(each, str(words.word(each))) for each in OverrideReason)
