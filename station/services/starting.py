"""Come up: keep new versions of the rules for good, and record what the station runs with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from station.domain.checklist import Checklist
from station.domain.drafting import Change, changes, in_words
from station.domain.events import RulesPublished, RulesPutInForce, StationStarted
from station.domain.routing import Rulebook
from station.ports import UnitOfWork, World
from station.rule_ports import InForce, RuleKey
from station.services.auditing import queueing
from station.services.joining import decides
from station.services.proof.keys import introduce_keys

# So many differences of one version are told; more are counted.
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Edited:
    """A published version that the files tell otherwise, and the version that would be the next."""

    key: RuleKey
    version: int
    next: int
    changes: tuple[Change, ...]

    def __str__(self) -> str:
        what = f"{self.key.kind} {self.key.id}, version {self.version}"
        lines = "\n".join(f"    {change}" for change in map(in_words, self.changes[:MOST_TOLD]))
        more = len(self.changes) - MOST_TOLD
        rest = f"\n    and {more} more" if more > 0 else ""
        return f"{what}, was published here and says something else now:\n{lines}{rest}\n    {self._advice}"

    @property
    def _advice(self) -> str:
        return f"Write version = {self.next} to publish the change, or take it back."


class RulesChanged(RuntimeError):
    """Rules were edited without a new version. What was judged by them would no longer be true."""

    def __init__(self, edited: Iterable[Edited]) -> None:
        self.edited = tuple(edited)
        told = "\n".join(map(str, self.edited))
        super().__init__(
            f"{told}\n"
            "A published version never changes, or what was judged by it would no longer be true.\n"
            "station rules export config --overwrite writes every rule as it counts here."
        )


def publish_rules(world: World) -> None:
    """Keep every new version of the rules for good. Raises RulesChanged for edited old ones, all at once.

    A version that is newer than any known here counts from now on; an older one never displaces what
    was published on screen. Where central decides, the files say nothing: what they tell is not looked at.
    """
    with world.begin() as uow:
        introduce_keys(world, uow)
        if decides(world, uow) and uow.rules.current():
            return
        found = [_edited(world, uow, rules) for rules in published(world.rulebook)]
        if edited := [each for each in found if each]:
            raise RulesChanged(edited)
        for rules in published(world.rulebook):
            _publish(world, uow, rules)


def coming_checklists(world: World) -> dict[str, Checklist]:
    """Return the checklists that will count once the station is up: those of the files that are newer."""
    with world.read() as uow:
        now = [each for each in uow.rules.current() if each.key.kind == "checklist"]
        known = {each.key.id: uow.rules.checklist(each.key.id, each.version) for each in now}
        for id_, checklist in world.rulebook.checklists.items():
            if checklist.version > max(uow.rules.versions(RuleKey("checklist", id_)), default=0):
                known[id_] = checklist
    return known


def _edited(world: World, uow: UnitOfWork, rules: RulesPublished) -> Edited | None:
    key = RuleKey(rules.kind, rules.id)
    known = uow.rules.versions(key)
    if rules.version not in known:
        return None
    kept = uow.rules.content(key, rules.version)
    if kept == rules.content:
        return None
    plain = world.rule_forms.plain
    different = changes(plain(key, kept), plain(key, rules.content))
    return Edited(key, rules.version, max(known) + 1, different)


def published(book: Rulebook) -> Iterator[RulesPublished]:
    """List the rules of a book, each by its kind, id and version."""
    for checklist in book.checklists.values():
        yield RulesPublished("checklist", checklist.id, checklist.version, checklist)
    yield RulesPublished("policy", "policy", book.policy.version, book.policy)
    yield RulesPublished("table", "routing", book.table.version, book.table)
    yield RulesPublished("prices", "prices", book.prices.version, book.prices)
    yield RulesPublished("conditions", "conditions", book.conditions.version, book.conditions)
    yield RulesPublished("signals", "signals", book.signals.version, book.signals)
    yield RulesPublished("disposal", "disposal", book.disposal.version, book.disposal)


def _publish(world: World, uow: UnitOfWork, rules: RulesPublished) -> None:
    key = RuleKey(rules.kind, rules.id)
    newest = max(uow.rules.versions(key), default=0)
    if uow.rules.publish(rules.kind, rules.id, rules.version, rules.content):
        uow.journal.append(rules, world.house.station)
    if rules.version > newest or not any(now.key == key for now in uow.rules.current()):
        put_in_force(world, uow, key, rules.version, world.house.station)


def put_in_force(world: World, uow: UnitOfWork, key: RuleKey, version: int, by: str) -> None:
    """Let a published version count from now on, and record it."""
    was = next((now.version for now in uow.rules.current() if now.key == key), None)
    uow.rules.put_in_force(InForce(key, version, world.clock.now(), by))
    event = RulesPutInForce(key.kind, key.id, version, was)
    uow.journal.append(event, by)


def note_start(world: World) -> None:
    """Publish what is new in the rules, and record that the station came up with them."""
    publish_rules(world)
    queueing.catch_up(world)
    with world.begin() as uow:
        rules = uow.rules.in_force()
        checklists = {checklist.id: checklist.version for checklist in rules.checklists.values()}
        event = StationStarted(world.house.version, checklists, rules.policy.version, rules.table.version)
        uow.journal.append(event, world.house.station)
