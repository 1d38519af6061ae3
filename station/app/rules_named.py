"""Which rules a command means, and who stands behind it."""

import re
from collections.abc import Mapping

from station.domain.people import Person, Role
from station.domain.problems import nearest
from station.ports import World
from station.rule_ports import RuleKey
from station.services import rules

# Kinds by the names that people give them.
KINDS: Mapping[str, RuleKey] = {key.kind: key for key in rules.SINGLE} | {"routing": rules.TABLE}
_ID = re.compile(r"[a-z0-9_]+")


class NoSuchRules(RuntimeError):
    """Refuse what a command names, with the nearest that there is, or with what stands in its way."""


def station_itself(world: World) -> Person:
    """Whoever may use this command may do what a manager may; the journal names the station."""
    house = world.house
    return Person(house.station, house.name, Role.MANAGER, house.language, "", "")


def keys_of(world: World) -> dict[RuleKey, None]:
    """List the rules that count."""
    return dict.fromkeys(card.key for card in rules.overview(world) if card.version)


def named(key: RuleKey) -> str:
    """Write which rules these are as a command takes it."""
    return f"{key.kind}/{key.id}" if key.kind == rules.CHECKLIST else key.kind


def key_of(world: World, written: str, new: bool = False) -> RuleKey:
    """Read KIND or checklist/ID. Raises NoSuchRules with the nearest that there is."""
    kind, _, id_ = written.partition("/")
    if kind in KINDS and id_ in ("", KINDS[kind].id):
        return KINDS[kind]
    key, known = RuleKey(kind, id_), keys_of(world)
    if key in known or (new and kind == rules.CHECKLIST and _ID.fullmatch(id_)):
        return key
    names = [named(each) for each in known]
    near = nearest(written, names)
    hint = f' Did you mean "{near}"?' if near else ""
    raise NoSuchRules(f"There are no rules {written} here: {', '.join(names)}.{hint}")


def check_version(world: World, key: RuleKey, version: int | None) -> None:
    """Raise NoSuchRules for a version that there is not."""
    with world.read() as uow:
        versions = uow.rules.versions(key)
    if version is not None and version not in versions:
        listed = ", ".join(map(str, versions))
        raise NoSuchRules(f"{named(key)} has no version {version}, only {listed}.")
