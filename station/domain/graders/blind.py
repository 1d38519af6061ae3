"""A second grade: an item that waits to be graded again, blind, and how far that came."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from station.domain.checklist import Checklist, Question
from station.domain.errors import DomainError, Reason
from station.domain.graders.blind_grading import CANNOT_TELL, rated
from station.domain.graders.pairs import Pair, PairKind, Rated
from station.domain.identifiers import Lpn


class Sight(StrEnum):
    """What the second grader judges by: the photos alone, or the item in hand, without them."""

    PHOTOS = "photos"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Told:
    """One answer of a second grader, and the seconds it took; an empty ``choice``: it cannot be told."""

    question: str
    choice: str
    at: datetime
    seconds: float


@dataclass(frozen=True, slots=True)
class Blind:
    """An item to be graded again. ``id`` is random and tells nothing of the item, nor of ``kind``.

    ``known`` is what it is compared with: the first grade, or the known answers of a calibration item.
    ``graders`` may not grade it, because they had a hand in what is known. It waits from ``since`` on, for
    the person ``to``, or for anybody where that is empty. ``rated`` is there once it is done.
    """

    id: str
    kind: PairKind
    inspection: str
    lpn: Lpn
    checklist: str
    version: int
    category: str
    known: Rated
    graders: tuple[str, ...]
    since: datetime
    to: str = ""
    by: str = ""
    sight: Sight = Sight.PHOTOS
    taken_at: datetime | None = None
    turned_at: datetime | None = None
    answers: tuple[Told, ...] = ()
    done_at: datetime | None = None
    rated: Rated | None = None

    @property
    def given(self) -> dict[str, str]:
        return {told.question: told.choice for told in self.answers}


def chance(token: str) -> float:
    """Return a number from 0 up to 1 that nobody can foresee without knowing the random token."""
    return int.from_bytes(hashlib.sha256(token.encode()).digest()[:6], "big") / 2**48


def drawn(token: str, share: float) -> bool:
    """Tell whether a random token of 256 bits draws an item, with the chance of ``share``."""
    return chance(token) < share


def taken(blind: Blind, by: str, at: datetime, sight: Sight) -> Blind:
    """Take an item up; what somebody else began and left is begun anew. Raises OWN_WORK, ALREADY_DONE."""
    if by in blind.graders:
        raise DomainError(Reason.OWN_WORK)
    if blind.done_at is not None:
        raise DomainError(Reason.ALREADY_DONE)
    if (blind.by, blind.sight) == (by, sight):
        return replace(blind, turned_at=at)
    return replace(blind, by=by, sight=sight, taken_at=at, turned_at=at, answers=())


def question_of(blind: Blind, checklist: Checklist) -> Question | None:
    """Return what is asked next, by the second grader's own answers."""
    return checklist.next_question(blind.given)


def told(blind: Blind, checklist: Checklist, question: str, number: int, at: datetime) -> Blind:
    """Answer the question on screen by its choice ``number`` from 1, or 0 for "cannot tell".

    The last answer ends it, and rates it. Raises STALE_SCREEN for another question, NO_SUCH_CHOICE.
    """
    asked = question_of(blind, checklist)
    if asked is None or asked.id != question:
        raise DomainError(Reason.STALE_SCREEN)
    if not 0 <= number <= len(asked.choices):
        raise DomainError(Reason.NO_SUCH_CHOICE, most=str(len(asked.choices)))
    choice = asked.choices[number - 1].id if number else CANNOT_TELL
    seconds = max(0.0, (at - (blind.turned_at or at)).total_seconds())
    answer = Told(asked.id, choice, at, round(seconds, 3))
    return _ended(replace(blind, answers=(*blind.answers, answer), turned_at=at), checklist, at)


def _ended(blind: Blind, checklist: Checklist, at: datetime) -> Blind:
    if question_of(blind, checklist) is not None:
        return blind
    return replace(blind, done_at=at, rated=rated(checklist, blind.given, blind.by))


def taken_back(blind: Blind, at: datetime) -> Blind:
    """Take the last answer back. Raises NOTHING_TO_UNDO."""
    if not blind.answers:
        raise DomainError(Reason.NOTHING_TO_UNDO)
    return replace(blind, answers=blind.answers[:-1], turned_at=at)


def shuffled(blind: Blind, photos: tuple[str, ...]) -> tuple[str, ...]:
    """Order hashes of photos so that the order tells nothing, neither their slots nor their times."""
    return tuple(
        sorted(dict.fromkeys(photos), key=lambda sha: hashlib.sha256(f"{blind.id}{sha}".encode()).digest())
    )


def pair_of(blind: Blind) -> Pair:
    """Return an item that is done as a pair of gradings."""
    assert blind.rated is not None and blind.done_at is not None
    is_second = blind.kind is PairKind.SECOND
    first, second = (blind.known, blind.rated) if is_second else (blind.rated, blind.known)
    return Pair(
        inspection=blind.inspection,
        kind=blind.kind,
        checklist=blind.checklist,
        category=blind.category,
        at=blind.done_at,
        first=first,
        second=second,
    )


def seconds_by_question(blind: Blind) -> Mapping[str, float]:
    return {told.question: told.seconds for told in blind.answers}
