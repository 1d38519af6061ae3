"""Rules to look at: what counts, since when, what it says, and what was before."""

from collections.abc import Mapping

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from station.domain.errors import DomainError
from station.rule_ports import RuleKey
from station.services import rules, signing_in
from station.services.joining import central_decides
from station.services.rules import Past, RuleCard
from web.context import me, token, world
from web.rules.changes import Told, told_changes
from web.rules.page import editor, made, may_edit, sheet_of, title_of
from web.sent import whole

pages = Blueprint("rules", __name__)

TOML = "application/toml"
# Every kind of which there is one, by the address of its page.
SINGLE: Mapping[str, RuleKey] = {key.kind: key for key in rules.SINGLE}


@pages.before_request
def seen() -> None:
    """Work on rules is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


def key_of(kind: str, id_: str) -> RuleKey:
    """Return the key of some rules; 404 for what there is not."""
    key = RuleKey(kind, id_)
    return key if kind == rules.CHECKLIST or key in rules.SINGLE else abort(404)


def card_of(key: RuleKey) -> RuleCard:
    """Return what is in force and under way of some rules; 404 for none."""
    return next((card for card in rules.overview(world()) if card.key == key), None) or abort(404)


@pages.get("/rules")
def overview() -> ResponseReturnValue:
    """Show every rule: what counts, and what is under way."""
    cards = rules.overview(world())
    return render_template(
        "rules/overview.html",
        checklists=[card for card in cards if card.key.kind == rules.CHECKLIST],
        cards=[card for card in cards if card.key.kind != rules.CHECKLIST],
        sheet_of=sheet_of,
        title_of=title_of,
        may=may_edit(me()),
        central_decides=central_decides(world()),
    )


@pages.get("/rules/<kind>/<id_>")
def page(kind: str, id_: str) -> ResponseReturnValue:
    """Show the draft to whoever may edit it, else what counts."""
    key, may = key_of(kind, id_), may_edit(me())
    view = rules.draft(world(), key) if may else None
    if view is None:
        return _looked_at(key, card_of(key).version)
    return render_template(
        "rules/edit.html",
        key=key,
        title=title_of(key, plain=view.draft.plain),
        fragment=editor(view),
        revision=view.draft.revision,
    )


@pages.get("/rules/<kind>/<id_>/draft")
def fragment(kind: str, id_: str) -> ResponseReturnValue:
    """Return the draft as it stands now, after somebody else changed it."""
    view = rules.draft(world(), key_of(kind, id_)) if may_edit(me()) else abort(403)
    return {"revision": view.draft.revision, "html": editor(view)} if view else abort(404)


@pages.get("/rules/<kind>/<id_>/version/<int:version>")
def version(kind: str, id_: str, version: int) -> ResponseReturnValue:
    """Show what a version says."""
    return _looked_at(key_of(kind, id_), version)


def _looked_at(key: RuleKey, version: int) -> str:
    try:
        plain = world().rule_forms.plain(key, rules.content(world(), key, version))
    except DomainError:
        abort(404)
    return render_template(
        "rules/look.html",
        key=key,
        card=card_of(key),
        version=version,
        sheet=sheet_of(key),
        title=title_of(key, plain=plain),
        page=made(world(), key, plain),
        may_edit=may_edit(me()),
        may=False,
        wrong={},
        hints_at={},
    )


@pages.get("/rules/<kind>/<id_>/history")
def history(kind: str, id_: str) -> ResponseReturnValue:
    """Show what counted when, and what each version changed."""
    key = key_of(kind, id_)
    card, past = card_of(key), rules.history(world(), key)
    pairs = zip(past, [*past[1:], None], strict=True)
    return render_template(
        "rules/history.html",
        key=key,
        title=title_of(key, card.title),
        past=[(each, _difference(key, before, each)) for each, before in pairs],
        may=may_edit(me()),
    )


def _difference(key: RuleKey, before: Past | None, after: Past) -> tuple[Told, ...]:
    if before is None:
        return ()
    changes = rules.difference(world(), key, before.version, after.version)
    plain = world().rule_forms.plain(key, rules.content(world(), key, after.version))
    return told_changes(world(), key, changes, plain)


@pages.get("/rules/<kind>/<id_>/export")
def export(kind: str, id_: str) -> ResponseReturnValue:
    """Save a version as the file that a station reads; without one, what counts."""
    key, asked = key_of(kind, id_), request.args.get("version", type=whole)
    try:
        text = rules.export(world(), key, asked)
    except DomainError:
        abort(404)
    number = asked if asked is not None else card_of(key).version
    headers = {"Content-Disposition": f'attachment; filename="{id_}-{number}.toml"'}
    return Response(text, mimetype=TOML, headers=headers)
