"""Rules as files: a folder checked, written, and a file taken for a draft."""

import argparse
from pathlib import Path
from typing import Any

from station.adapters.config.problems import Problems
from station.adapters.config.rules_dir import BELOW, CHECKLISTS, FILES, read_rule_file, read_rules_dir
from station.app.opened import for_reading, for_writing
from station.app.rules_named import NoSuchRules, key_of, keys_of, named, station_itself
from station.app.wiring import Station
from station.domain.drafting import in_words
from station.domain.people import Person
from station.ports import World
from station.rule_ports import RuleKey
from station.services import rules
from station.services.rule_hints import hints_for
from station.services.starting import published


def check(options: argparse.Namespace, station: Station) -> int:
    """Read a folder over what counts; what is missing in it is no mistake."""
    world = station.world
    with for_reading(station), world.read() as uow:
        book = read_rules_dir(options.dir, uow.rules.in_force(), *_house(station))
        for each in published(book):
            key = RuleKey(each.kind, each.id)
            for hint in hints_for(uow, key, each.content, world.rule_forms.plain(key, each.content)):
                print(f"Look again at {hint}")
    print(f"{options.dir}: no mistakes. {len(book.checklists)} checklists, {len(book.table.rows)} rows.")
    return 0


def export(options: argparse.Namespace, station: Station) -> int:
    """Write what counts as a folder that a station, and every command here, can read."""
    with for_reading(station):
        keys = [card.key for card in rules.overview(station.world) if card.version]
        texts = {_file(options.dir, key): rules.export(station.world, key) for key in keys}
    there = [path for path in texts if path.exists()]
    if there and not options.overwrite:
        names = "\n".join(map(str, there))
        raise NoSuchRules(f"{names}\nStands there already. Take another folder, or --overwrite.")
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{options.dir}: {len(texts)} files.")
    return 0


def _file(folder: Path, key: RuleKey) -> Path:
    if key.kind == rules.CHECKLIST:
        return folder / CHECKLISTS / f"{key.id}.toml"
    return folder / BELOW / FILES[key.kind]


def import_(options: argparse.Namespace, station: Station) -> int:
    """Take a file for the draft of some rules; with --publish let it count from the next item on."""
    world, someone = station.world, station_itself(station.world)
    with for_writing(station):
        key = key_of(world, options.rules, new=True)
        problems = Problems()
        value = read_rule_file(key.kind, options.file, problems, *_house(station))
        problems.raise_any()
        view = _opened(world, key, value, someone, options.overwrite)
        plain = world.rule_forms.plain(key, value)
        view = rules.replace(world, key, view.draft.revision, plain, someone)
        for change in view.changes:
            print(in_words(change))
        if options.publish:
            version = rules.publish(world, key, view.draft.revision, someone)
            print(f"{named(key)}: version {version} counts from the next item on.")
        else:
            print(f"{named(key)}: a draft, on the page of rules. It counts once it is published.")
    return 0


def _opened(world: World, key: RuleKey, value: Any, someone: Person, overwrite: bool) -> rules.DraftView:
    """Open the draft. Somebody's draft is left alone unless it may be overwritten."""
    found = rules.draft(world, key)
    if found and not overwrite:
        since = f"{found.draft.at:%Y-%m-%d %H:%M}"
        raise NoSuchRules(f"{named(key)} has a draft by {found.by}, {since}. Publish it, or --overwrite.")
    if not found and key not in keys_of(world):
        return rules.begin_checklist(world, key.id, value.title, someone)
    return found or rules.begin(world, key, someone)


def _house(station: Station) -> tuple[tuple[str, ...], str]:
    """Return what rules may name: the station's cameras and its currency."""
    return tuple(camera.name for camera in station.settings.cameras), station.settings.station.currency
