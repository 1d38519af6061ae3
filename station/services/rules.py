"""The life of rules: a draft is edited, checked and published; what was published can be put back.

Drafts are shared: each edit names the revision that it was made on, and one that came too late is refused
with who was faster. Where central decides, nothing is edited: CENTRAL_DECIDES. What is published counts from
the next item on; items in hand keep their checklist.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from station.domain import drafting
from station.domain.allowed import need
from station.domain.drafting import Change, Edit
from station.domain.errors import DomainError, Reason
from station.domain.events import RulesPublished
from station.domain.people import Person, Role
from station.domain.problems import Problem
from station.domain.texts import Texts
from station.ports import UnitOfWork, World
from station.rule_ports import Draft, InForce, Plain, RuleKey
from station.services.joining import need_own_word
from station.services.rule_hints import hints_for
from station.services.starting import put_in_force

CHECKLIST = "checklist"
POLICY, TABLE, PRICES = RuleKey("policy", "policy"), RuleKey("table", "routing"), RuleKey("prices", "prices")
CONDITIONS, SIGNALS = RuleKey("conditions", "conditions"), RuleKey("signals", "signals")
DISPOSAL = RuleKey("disposal", "disposal")
# What there is one of at a station, in the order in which people read it.
SINGLE = (POLICY, TABLE, PRICES, CONDITIONS, SIGNALS, DISPOSAL)


@dataclass(frozen=True, slots=True)
class DraftCard:
    """Who is at a draft since when, and how many problems it has."""

    by: str
    at: datetime
    problems: int


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One of the station's rules at a glance. ``title`` is a checklist's own, None for what there is one of.

    ``version`` counts since ``since``, put there by ``by``, a name; it is 0 for what was never published.
    """

    key: RuleKey
    title: Texts | None
    version: int
    since: datetime | None
    by: str
    draft: DraftCard | None


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with all that is known of it.

    ``value`` is what it means, None while there are ``problems``; ``hints`` do not keep it from being
    published. ``changes`` are against what is in force, ``moved_on`` says that this is no longer what the
    draft began from.
    """

    draft: Draft
    by: str
    value: Any | None
    problems: tuple[Problem, ...]
    hints: tuple[Problem, ...]
    changes: tuple[Change, ...]
    moved_on: bool


@dataclass(frozen=True, slots=True)
class Past:
    """A version that counted from ``since`` on; ``by`` is a name. ``counts`` is True for the present one."""

    version: int
    since: datetime
    by: str
    counts: bool


# Looking ------------------------------------------------------------------------------------------


def overview(world: World) -> tuple[RuleCard, ...]:
    """List every rule with what is in force and what is under way: checklists first."""
    with world.read() as uow:
        now = {each.key: each for each in uow.rules.current()}
        drafts = {draft.key: draft for draft in uow.drafts.all()}
        checklists = sorted({key.id for key in (*now, *drafts) if key.kind == CHECKLIST})
        keys = [*(RuleKey(CHECKLIST, id_) for id_ in checklists), *SINGLE]
        return tuple(_card(world, uow, key, now.get(key), drafts.get(key)) for key in keys)


def _card(
    world: World, uow: UnitOfWork, key: RuleKey, now: InForce | None, under_way: Draft | None
) -> RuleCard:
    return RuleCard(
        key=key,
        title=_title(uow, key, now, under_way),
        version=now.version if now else 0,
        since=now.at if now else None,
        by=name_of(world, uow, now.by) if now else "",
        draft=_draft_card(world, uow, under_way) if under_way else None,
    )


def _title(uow: UnitOfWork, key: RuleKey, now: InForce | None, under_way: Draft | None) -> Texts | None:
    if key.kind != CHECKLIST:
        return None
    if now:
        return uow.rules.checklist(key.id, now.version).title
    title = under_way.plain.get("title") if under_way else None
    words = title if isinstance(title, Mapping) else {}
    return Texts(*(str(words.get(language, "")) for language in ("en", "he", "ru")))


def _draft_card(world: World, uow: UnitOfWork, draft: Draft) -> DraftCard:
    _, problems = _read(world, draft.key, draft.plain)
    return DraftCard(name_of(world, uow, draft.by), draft.at, len(problems))


def draft(world: World, key: RuleKey) -> DraftView | None:
    """Return the draft of some rules, None without one."""
    with world.read() as uow:
        found = uow.drafts.get(key)
        return _view(world, uow, found) if found else None


def _view(world: World, uow: UnitOfWork, under_way: Draft) -> DraftView:
    key = under_way.key
    value, problems = _read(world, key, under_way.plain)
    now = _in_force(uow, key)
    before = world.rule_forms.plain(key, uow.rules.content(key, now)) if now else {}
    after = under_way.plain if problems else world.rule_forms.plain(key, value)
    return DraftView(
        draft=under_way,
        by=name_of(world, uow, under_way.by),
        value=None if problems else value,
        problems=problems,
        hints=() if problems else hints_for(uow, key, value, after),
        changes=_changes(before, after),
        moved_on=now != under_way.base,
    )


def _changes(before: Plain, after: Plain) -> tuple[Change, ...]:
    """Compare without the version, which every publication raises, and the name, which never changes."""
    own = ("version",), ("id",)
    return tuple(each for each in drafting.changes(before, after) if each.path not in own)


def history(world: World, key: RuleKey) -> tuple[Past, ...]:
    """List what counted, the latest first. A version that was put back stands there again."""
    with world.read() as uow:
        past = uow.rules.history(key)
        return tuple(
            Past(each.version, each.at, name_of(world, uow, each.by), number == 0)
            for number, each in enumerate(past)
        )


def content(world: World, key: RuleKey, version: int) -> Any:
    """Return what a version says. Raises NOT_NOW for one that there is not."""
    with world.read() as uow:
        return _content(uow, key, version)


def difference(world: World, key: RuleKey, before: int, after: int) -> tuple[Change, ...]:
    """List what is different between two versions. Raises NOT_NOW for one that there is not."""
    plain = world.rule_forms.plain
    return _changes(plain(key, content(world, key, before)), plain(key, content(world, key, after)))


def export(world: World, key: RuleKey, version: int | None = None) -> str:
    """Return a version as TOML; without one, what is in force. Raises NOT_NOW for one that there is not."""
    with world.read() as uow:
        chosen = _in_force(uow, key) if version is None else version
        value = _content(uow, key, chosen)
    return world.rule_forms.toml(key, world.rule_forms.plain(key, value))


def name_of(world: World, uow: UnitOfWork, by: str) -> str:
    """Return the name of whoever did something: a person's, or the station's where nobody acted."""
    if not by or by == world.house.station:
        return world.house.name if by else ""
    try:
        return uow.people.get(by).name
    except KeyError:
        return by


# Editing ------------------------------------------------------------------------------------------


def begin(world: World, key: RuleKey, person: Person) -> DraftView:
    """Open the draft, made from what is in force if there is none. Raises MANAGER_NEEDED, NOT_NOW."""
    _may(world, person)
    with world.begin() as uow:
        found = uow.drafts.get(key)
        if found is None:
            version = _in_force(uow, key)
            plain = world.rule_forms.plain(key, _content(uow, key, version))
            found = _saved(uow, Draft(key, 1, version, plain, person.id, world.clock.now()))
    return _looked_at(world, found)


def begin_checklist(world: World, id_: str, title: Texts, person: Person) -> DraftView:
    """Begin a checklist that there is not yet, with one question. Raises MANAGER_NEEDED.

    Raises ALREADY_DONE where a checklist or a draft has that id.
    """
    _may(world, person)
    key = RuleKey(CHECKLIST, id_)
    with world.begin() as uow:
        if uow.drafts.get(key) or uow.rules.versions(key):
            raise DomainError(Reason.ALREADY_DONE)
        new = Draft(key, 1, 0, drafting.first_checklist(id_, title), person.id, world.clock.now())
        saved = _saved(uow, new)
    return _looked_at(world, saved)


def edit(world: World, key: RuleKey, revision: int, change: Edit, person: Person) -> DraftView:
    """Do one edit. Raises MANAGER_NEEDED, RULES_MOVED_ON, and NOT_NOW where its path leads nowhere."""
    return _change(world, key, revision, person, lambda was: drafting.edited(was.plain, change))


def replace(world: World, key: RuleKey, revision: int, plain: Plain, person: Person) -> DraftView:
    """Take other data for the whole draft, as from a file. Raises MANAGER_NEEDED, RULES_MOVED_ON."""
    return _change(world, key, revision, person, lambda _: drafting.copied(plain))


def rework(
    world: World, key: RuleKey, revision: int, change: Callable[[Plain], Plain], person: Person
) -> DraftView:
    """Change the draft in several places at once. Raises MANAGER_NEEDED, RULES_MOVED_ON, as ``change``."""
    return _change(world, key, revision, person, lambda was: change(was.plain))


def catch_up(world: World, key: RuleKey, revision: int, person: Person) -> DraftView:
    """Let the draft stand against what is in force now, after somebody published meanwhile.

    Raises MANAGER_NEEDED, RULES_MOVED_ON.
    """
    return _change(world, key, revision, person, lambda was: was.plain, anew=True)


def _change(
    world: World,
    key: RuleKey,
    revision: int,
    person: Person,
    changed: Callable[[Draft], Plain],
    anew: bool = False,
) -> DraftView:
    _may(world, person)
    with world.begin() as uow:
        was = _the_draft(world, uow, key, revision)
        now = dataclasses.replace(
            was,
            revision=was.revision + 1,
            base=_in_force(uow, key) if anew else was.base,
            plain=changed(was),
            by=person.id,
            at=world.clock.now(),
        )
        saved = _saved(uow, now)
    return _looked_at(world, saved)


def _looked_at(world: World, saved: Draft) -> DraftView:
    """Look at a draft once it is kept: checking a long table takes a while, and the bench has to write."""
    with world.read() as uow:
        return _view(world, uow, saved)


def _saved(uow: UnitOfWork, under_way: Draft) -> Draft:
    """Keep a draft and return it as everyone reads it from now on: decimals and dates are texts in it."""
    uow.drafts.save(under_way)
    return uow.drafts.get(under_way.key) or under_way


def _may(world: World, person: Person) -> None:
    """Raise MANAGER_NEEDED, and CENTRAL_DECIDES at a station whose central decides."""
    need(person, Role.MANAGER)
    need_own_word(world)


def discard(world: World, key: RuleKey, revision: int, person: Person) -> None:
    """Give the draft up. Raises MANAGER_NEEDED, RULES_MOVED_ON."""
    _may(world, person)
    with world.begin() as uow:
        _the_draft(world, uow, key, revision)
        uow.drafts.drop(key)


def _the_draft(world: World, uow: UnitOfWork, key: RuleKey, revision: int) -> Draft:
    """Return the draft as it was seen. Raises RULES_MOVED_ON, with who changed it when."""
    found = uow.drafts.get(key)
    if found is None:
        raise _moved_on(world, uow, _current(uow, key))
    if found.revision != revision:
        raise _moved_on(world, uow, found)
    return found


# Publishing ---------------------------------------------------------------------------------------


def publish(world: World, key: RuleKey, revision: int, person: Person) -> int:
    """Make a version of the draft that never changes again, and let it count. Returns its number.

    Raises MANAGER_NEEDED, RULES_WRONG with the ``count`` of problems, RULES_MOVED_ON.
    """
    _may(world, person)
    with world.begin() as uow:
        found = _the_draft(world, uow, key, revision)
        if _in_force(uow, key) != found.base:
            raise _moved_on(world, uow, _current(uow, key))
        version = max(uow.rules.versions(key), default=0) + 1
        value, problems = _read(world, key, {**found.plain, "version": version})
        if problems:
            raise DomainError(Reason.RULES_WRONG, count=str(len(problems)))
        uow.rules.publish(key.kind, key.id, version, value)
        event = RulesPublished(key.kind, key.id, version, value)
        uow.journal.append(event, person.id)
        put_in_force(world, uow, key, version, person.id)
        uow.drafts.drop(key)
        return version


def roll_back(world: World, key: RuleKey, version: int, person: Person) -> None:
    """Let an earlier version count again, as it is. Raises MANAGER_NEEDED, NOT_NOW, RULES_WRONG.

    NOT_NOW is raised for a version that there is not, and for the one that counts already; RULES_WRONG
    for one that asks for what is no longer so, such as a camera that the station had.
    """
    _may(world, person)
    with world.begin() as uow:
        if version not in uow.rules.versions(key) or version == _in_force(uow, key):
            raise DomainError(Reason.NOT_NOW)
        if problems := problems_of(world, uow, key, version):
            raise DomainError(Reason.RULES_WRONG, count=str(len(problems)))
        put_in_force(world, uow, key, version, person.id)


def problems_of(world: World, uow: UnitOfWork, key: RuleKey, version: int) -> tuple[Problem, ...]:
    """List what a version asks for that is not so here, such as a camera that the station does not have."""
    return _read(world, key, world.rule_forms.plain(key, uow.rules.content(key, version)))[1]


def _read(world: World, key: RuleKey, plain: Plain) -> tuple[Any, tuple[Problem, ...]]:
    """Read a draft. The next version stands in for the one that it gets when it is published."""
    own_id = {"id": key.id} if key.kind == CHECKLIST else {}
    value, problems = world.rule_forms.read(key, {"version": 1, **plain, **own_id})
    return value, tuple(problems)


def _current(uow: UnitOfWork, key: RuleKey) -> InForce | None:
    return next((each for each in uow.rules.current() if each.key == key), None)


def _in_force(uow: UnitOfWork, key: RuleKey) -> int:
    """Return the version that counts, 0 for none."""
    now = _current(uow, key)
    return now.version if now else 0


def _content(uow: UnitOfWork, key: RuleKey, version: int) -> Any:
    try:
        return uow.rules.content(key, version)
    except KeyError:
        raise DomainError(Reason.NOT_NOW) from None


def _moved_on(world: World, uow: UnitOfWork, last: Draft | InForce | None) -> DomainError:
    at = f"{last.at:%Y-%m-%d %H:%M}" if last else ""
    return DomainError(Reason.RULES_MOVED_ON, by=name_of(world, uow, last.by) if last else "", at=at)
