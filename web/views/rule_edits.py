"""Rules to change: a draft is begun, edited, given up or published; an earlier version counts again."""

import re
from collections.abc import Callable
from itertools import count

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.bench import refusal
from station.domain.checklist_drafts import free, short_name
from station.domain.errors import DomainError, Reason
from station.domain.texts import Texts
from station.rule_ports import Plain, RuleKey
from station.services import rules
from station.services.rules import DraftView
from web.context import me, world
from web.i18n import language
from web.problems import said
from web.rules.changes import told_changes
from web.rules.checklist_edits import checklist_edit, published_in
from web.rules.edits import NotSent, Sent, edit_of, sent_edit
from web.rules.page import editor, title_of
from web.say import sentence
from web.sent import field, revision, sent
from web.views.rules import key_of

pages = Blueprint("rule_edits", __name__)

LONGEST_FILE = 500_000
LONGEST_TITLE = 200
_ID = re.compile(r"[a-z0-9_]{1,40}")


def address(key: RuleKey, *more: str) -> str:
    return "/".join(["/rules", key.kind, key.id, *more])


@pages.post("/rules/<kind>/<id_>/begin")
def begin(kind: str, id_: str) -> ResponseReturnValue:
    """Open the draft and lead to it."""
    key = key_of(kind, id_)
    return _done(lambda: rules.begin(world(), key, me()), address(key))


@pages.post("/rules/<kind>/<id_>/draft")
def edit(kind: str, id_: str) -> ResponseReturnValue:
    """Do one edit; the answer is the page's part that changed, and where to look."""
    key = key_of(kind, id_)
    view = rules.draft(world(), key)
    if view is None:
        return _moved_on(DomainError(Reason.RULES_MOVED_ON, by="", at=""))
    try:
        if kind == rules.CHECKLIST:
            return _reworked(key, view, sent_edit(sent()))
        change, at = edit_of(kind, view.draft.plain, sent_edit(sent()))
    except NotSent:
        abort(400)
    return _edited(lambda: rules.edit(world(), key, revision() or 0, change, me()), at)


def _reworked(key: RuleKey, view: DraftView, asked: Sent) -> ResponseReturnValue:
    """Edit a checklist, whose ids follow its words. Raises NotSent."""
    published = published_in(key, view.draft.base)
    try:
        _, at = checklist_edit(view.draft.plain, asked, published)
    except DomainError as refused:
        return {"say": sentence(refusal(refused)).striptags()}

    def change(plain: Plain) -> Plain:
        return checklist_edit(plain, asked, published)[0]

    return _edited(lambda: rules.rework(world(), key, revision() or 0, change, me()), at)


def _edited(act: Callable[[], DraftView], at: str) -> ResponseReturnValue:
    try:
        view = act()
    except DomainError as refused:
        moved_on = refused.reason is Reason.RULES_MOVED_ON
        return _moved_on(refused) if moved_on else {"say": sentence(refusal(refused)).striptags()}
    return {"revision": view.draft.revision, "html": editor(view), "at": at}


def _moved_on(refused: DomainError) -> ResponseReturnValue:
    """Say who was faster; nothing was changed."""
    return {"stale": True, "say": sentence(refusal(refused)).striptags()}, 409


@pages.post("/rules/<kind>/<id_>/import")
def take_file(kind: str, id_: str) -> ResponseReturnValue:
    """Take a file for the draft; what is wrong in it is shown there."""
    key = key_of(kind, id_)
    plain, problems = world().rule_forms.parse(field("text", LONGEST_FILE))
    if problems or not plain:
        lines = [f"{each.line or ''} {said(each).found.striptags()}".strip() for each in problems]
        return {"ok": False, "say": gettext("This file cannot be read. %(why)s", why=" ".join(lines))}
    return _done(lambda: _replaced(key, plain), address(key))


def _replaced(key: RuleKey, plain: Plain) -> DraftView:
    view = rules.draft(world(), key) or rules.begin(world(), key, me())
    return rules.replace(world(), key, view.draft.revision, plain, me())


@pages.get("/rules/<kind>/<id_>/publish")
def before_publishing(kind: str, id_: str) -> ResponseReturnValue:
    """Show everything that will change, in words."""
    key = key_of(kind, id_)
    view = rules.draft(world(), key) or abort(404)
    return render_template(
        "rules/publish.html",
        key=key,
        view=view,
        title=title_of(key, plain=view.draft.plain),
        changes=told_changes(world(), key, view.changes, view.draft.plain),
    )


@pages.post("/rules/<kind>/<id_>/publish")
def publish(kind: str, id_: str) -> ResponseReturnValue:
    key = key_of(kind, id_)
    return _done(lambda: rules.publish(world(), key, revision() or 0, me()), address(key, "history"))


@pages.post("/rules/<kind>/<id_>/catch-up")
def catch_up(kind: str, id_: str) -> ResponseReturnValue:
    """Let the draft stand against what counts now."""
    key = key_of(kind, id_)
    return _done(lambda: rules.catch_up(world(), key, revision() or 0, me()), address(key, "publish"))


@pages.post("/rules/<kind>/<id_>/discard")
def discard(kind: str, id_: str) -> ResponseReturnValue:
    key = key_of(kind, id_)
    return _done(lambda: rules.discard(world(), key, revision() or 0, me()), "/rules")


@pages.post("/rules/<kind>/<id_>/roll-back")
def roll_back(kind: str, id_: str) -> ResponseReturnValue:
    """Let an earlier version count again."""
    key, version = key_of(kind, id_), sent().get("version")
    if isinstance(version, bool) or not isinstance(version, int):
        abort(400)
    return _done(lambda: rules.roll_back(world(), key, version, me()), address(key, "history"))


@pages.post("/rules/checklist")
def new_checklist() -> ResponseReturnValue:
    """Begin a checklist that there is not yet."""
    title = field("title", LONGEST_TITLE).strip()
    id_ = field("id", LONGEST_TITLE).strip() or _named(title)
    if not title or not _ID.fullmatch(id_):
        return {
            "ok": False,
            "say": gettext("Give it a title, and a name of small letters a-z, digits and _."),
        }
    words = Texts(**{"en": "", language(): title})
    key = RuleKey(rules.CHECKLIST, id_)
    return _done(lambda: rules.begin_checklist(world(), id_, words, me()), address(key))


def _named(title: str) -> str:
    """Make a name of a title that has none; one without Latin letters gets a number."""
    known = {card.key.id for card in rules.overview(world())}
    made = short_name(title)
    return (
        free(made, known)
        if made
        else next(f"checklist_{n}" for n in count(1) if f"checklist_{n}" not in known)
    )


def _done(act: Callable[[], object], to: str) -> ResponseReturnValue:
    """Do something and lead on; a refusal is said where the person is."""
    try:
        act()
    except DomainError as refused:
        return {"ok": False, "say": sentence(refusal(refused)).striptags()}
    return {"to": to}
