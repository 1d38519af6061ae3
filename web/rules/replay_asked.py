"""What a manager asks to be tried, as the page offers it and as its script sends it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from station.domain.errors import DomainError, Reason
from station.ports import World
from station.rule_ports import RuleKey
from station.services import replaying, rules
from web.rules.page import title_of
from web.rules.replays import Attempt

# Days back from today that the page offers; 0 stands for all.
SPANS: Mapping[str, int] = {"week": 7, "month": 30, "quarter": 90, "all": 0}


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A draft that could be tried: how much it changes, and how much is wrong with it."""

    key: RuleKey
    title: Markup
    by: str
    changes: int
    problems: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """The versions of some rules that counted once and do not now, the latest first."""

    key: RuleKey
    title: Markup
    versions: tuple[rules.Past, ...]


def under_way(station: World) -> list[UnderWay]:
    """List every draft."""
    return [
        UnderWay(
            card.key,
            title_of(card.key, card.title, view.draft.plain),
            view.by,
            len(view.changes),
            len(view.problems),
        )
        for card in rules.overview(station)
        if card.draft and (view := rules.draft(station, card.key))
    ]


def earlier(station: World) -> list[Earlier]:
    """List what can be tried of the past."""
    found = (
        Earlier(card.key, title_of(card.key, card.title), _distinct(rules.history(station, card.key)))
        for card in rules.overview(station)
        if card.version
    )
    return [each for each in found if each.versions]


def _distinct(past: Sequence[rules.Past]) -> tuple[rules.Past, ...]:
    now = {each.version for each in past if each.counts}
    found = {each.version: each for each in reversed(past) if each.version not in now}
    return tuple(sorted(found.values(), key=lambda each: -each.version))


class NotOffered(ValueError):
    """The page does not offer this."""


def attempt(station: World, asked: Mapping[str, object]) -> Attempt:
    """Read what is asked for. Raises NotOffered, and NOT_NOW for what is not there any more."""
    since = _since(station.today, asked)
    if asked.get("what") == "drafts":
        return _drafts(station, since)
    kind, id_, version = (asked.get(name) for name in ("kind", "id", "version"))
    if not (isinstance(kind, str) and isinstance(id_, str) and isinstance(version, int)):
        raise NotOffered
    key = RuleKey(kind, id_)
    return Attempt(replaying.earlier(station, key, version), since, version=(key, version))


def _drafts(station: World, since: date | None) -> Attempt:
    """Try every draft that can be. Raises NOT_NOW where none can."""
    found = replaying.proposed(station)
    if not found.drafts:
        raise DomainError(Reason.NOT_NOW)
    revisions = {draft.key: draft.revision for draft in found.drafts}
    return Attempt(found.rules, since, revisions, tuple(draft.key for draft in found.wrong))


def _since(today: date, asked: Mapping[str, object]) -> date | None:
    """Return the first day, None for all. Raises NotOffered."""
    span = str(asked.get("since"))
    if span in SPANS:
        return today - timedelta(days=SPANS[span] - 1) if SPANS[span] else None
    try:
        return date.fromisoformat(str(asked.get("day") if span == "day" else ""))
    except ValueError:
        raise NotOffered from None
