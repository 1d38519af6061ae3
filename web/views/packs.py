"""Evidence packs to download, for supervisors."""

from tempfile import TemporaryFile

from flask import Blueprint, Response, abort, request, send_file

from station.domain.errors import DomainError, Reason
from station.domain.proof.pack import About, PackKind
from station.domain.texts import LANGUAGES
from station.services import signing_in
from station.services.proof.packing import file_name, write_pack
from web.context import token, world
from web.i18n import language

pages = Blueprint("packs", __name__)

LONGEST_SUBJECT = 64
# Nothing of that name is here, or the journal tells nothing of it yet.
_NOT_THERE = frozenset({Reason.UNKNOWN_CODE, Reason.NOT_NOW})


@pages.before_request
def seen() -> None:
    """Reading here is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


@pages.get("/packs/<kind>/<path:subject>")
def download(kind: str, subject: str) -> Response:
    """Give out the pack of an item, a return or a claim in one language."""
    asked = request.args.get("language", language())
    there = kind in set(PackKind) and len(subject) <= LONGEST_SUBJECT and asked in LANGUAGES
    if world().house.is_central or not there:
        abort(404)
    about = About(PackKind(kind), subject)
    out = TemporaryFile()  # noqa: SIM115 - closed with the response
    try:
        write_pack(world(), about, asked, out)
    except DomainError as refused:
        out.close()
        if refused.reason in _NOT_THERE:
            abort(404)
        raise
    out.seek(0)
    return send_file(out, mimetype="application/zip", as_attachment=True, download_name=file_name(about))
