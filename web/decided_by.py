"""By which versions of which rules an item was decided."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from station.rule_ports import RuleKey
from station.services import rules
from station.services.queries import Record
from web.rules.page import title_of


@dataclass(frozen=True, slots=True)
class DecidedBy:
    """One version of some rules, by name and by the address at which it can be read."""

    title: Markup
    version: int
    address: str


def decided_by(record: Record) -> list[DecidedBy]:
    """List the versions that the record names; older records do not name all of them."""
    return [_read(record, key, version) for key, version in _versions(record) if version]


def _versions(record: Record) -> Iterator[tuple[RuleKey, int]]:
    route = record.inspection.route
    if route is None:
        return
    yield RuleKey(rules.CHECKLIST, record.inspection.checklist), route.checklist_version
    yield rules.POLICY, route.policy_version
    yield rules.TABLE, route.table_version
    yield rules.PRICES, route.prices_version
    yield rules.CONDITIONS, route.conditions_version
    yield rules.SIGNALS, route.signals_version
    yield rules.DISPOSAL, route.disposal_version


def _read(record: Record, key: RuleKey, version: int) -> DecidedBy:
    title = title_of(key, record.checklist.title if key.kind == rules.CHECKLIST else None)
    return DecidedBy(title, version, f"/rules/{key.kind}/{key.id}/version/{version}")
