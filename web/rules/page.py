"""The pages of rules as the browser gets them: an overview, and what can be edited of one kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from flask import render_template
from markupsafe import Markup

from station.domain.disposition import Disposition
from station.domain.people import Person, Role
from station.domain.texts import Texts
from station.ports import World
from station.rule_ports import Plain, RuleKey
from station.services import rules
from station.services.joining import central_decides
from station.services.rules import DraftView
from web.context import world
from web.formats import text
from web.rules.boxes import Node, nodes, paths
from web.rules.checklist_cards import ChecklistPage, checklist_page
from web.rules.fields import Rows, Sheet
from web.rules.names import known_names
from web.rules.paths import table
from web.rules.problems import by_place, placed
from web.rules.rows import Row, addresses, rows
from web.rules.sheets import SHEETS
from web.rules.values import unit as unit_of
from web.say import name
from web.words import words_of


@dataclass(frozen=True, slots=True)
class Made:
    """All that a page shows of rules: rows that read as sentences, and everything else in boxes."""

    rows: tuple[Row, ...]
    rows_part: Rows | None
    nodes: tuple[Node, ...]

    def addresses(self) -> Sequence[str]:
        return list(chain(addresses(self.rows), paths(self.nodes)))


def may_edit(person: Person) -> bool:
    """Tell whether a person may change rules here; supervisors look, and where central decides all do."""
    return person.role.at_least(Role.MANAGER) and not central_decides(world())


def sheet_of(key: RuleKey) -> Sheet:
    return SHEETS[key.kind]


def title_of(key: RuleKey, title: Texts | None = None, plain: Plain | None = None) -> Markup:
    """Name some rules: a checklist by its own title, the others by their kind."""
    if key.kind != rules.CHECKLIST:
        return Markup("{}").format(sheet_of(key).title)
    words = table((plain or {}).get("title"))
    own = title or Texts(*(str(words.get(each, "")) for each in ("en", "he", "ru")))
    return name(text(own) or key.id)


def made(station: World, key: RuleKey, plain: Plain) -> Made | ChecklistPage:
    """Make what a page shows of rules as plain data."""
    if key.kind == rules.CHECKLIST:
        return checklist_page(plain, [lens.name for lens in station.camera.lenses()])
    sheet, known = sheet_of(key), known_names(station, plain)
    listed = next((part for part in sheet.parts if isinstance(part, Rows)), None)
    found = rows(listed, plain, known, station.house.currency) if listed else ()
    rest = [part for part in sheet.parts if part is not listed]
    return Made(found, listed, nodes(rest, plain, known, station.house.currency))


def editor(view: DraftView) -> str:
    """Render the part of the page that changes with every edit."""
    key, plain = view.draft.key, view.draft.plain
    page = made(world(), key, plain)
    addresses, parts = page.addresses(), sheet_of(key).parts
    wrong, hints = (placed(each, addresses, parts, plain) for each in (view.problems, view.hints))
    return render_template(
        "rules/editor.html",
        key=key,
        view=view,
        sheet=sheet_of(key),
        title=title_of(key, plain=plain),
        page=page,
        problems=wrong,
        wrong=by_place(wrong),
        hinted=hints,
        hints_at=by_place(hints),
        may=True,
    )


def unit(of: str) -> Markup:
    """Write a unit beside a field."""
    return unit_of(of, world().house.currency)


def disposition_name(value: str) -> str:
    """Name a disposition; one that there is not, by what was written."""
    return str(words_of(Disposition, value))
