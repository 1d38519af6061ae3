"""The routes of the API, made from its operations."""

import hashlib
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import msgspec
from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from station.domain.errors import DomainError
from station.services.api import answers
from web.api import happened, imports, items, links, returns, stations  # noqa: F401 - each adds its operations
from web.api.asked import body_of, query_of
from web.api.door import admit, asker
from web.api.openapi import described
from web.api.operations import JSON, OPERATIONS, Operation
from web.api.problems import TYPE, Refused, document, refused_by
from web.api.shapes import coded, named
from web.context import world
from web.security import csrf
from web.words.notices import REASONS

api = Blueprint("api", __name__)
# What describes the API says nothing of people or items, and is open to whoever can reach the page.
about = Blueprint("api_about", __name__)

PREFIX = "/api/v1"
KEY = "Idempotency-Key"
LONGEST_KEY = 120
_encode = msgspec.json.Encoder().encode


@about.get("/api/openapi.json")
def openapi() -> ResponseReturnValue:
    """Give out the description of the API, as OpenAPI 3.1."""
    return Response(_encode(described(world().house)), content_type=JSON)


@about.get("/api")
def page() -> ResponseReturnValue:
    """Show the description to people, with nothing fetched from elsewhere."""
    return render_template("api/page.html", described=described(world().house), named=named, coded=coded)


@api.errorhandler(Refused)
def _refuse(refused: Refused) -> Response:
    return document(refused.problem)


@api.errorhandler(DomainError)
def _refuse_domain(error: DomainError) -> Response:
    said = REASONS.get(error.reason)
    return document(refused_by(error, str(said) % _Facts(error.facts) if said else "").problem)


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "-"


@api.errorhandler(HTTPException)
def _refuse_http(error: HTTPException) -> Response:
    status = error.code or 500
    return document(Refused(status, _REASONS.get(status, "refused"), error.description or "").problem)


_REASONS = {
    400: "malformed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    414: "query_too_long",
    415: "wrong_media_type",
    500: "server_error",
}


def _route(operation: Operation) -> Callable[..., ResponseReturnValue]:
    def answer(**parts: Any) -> ResponseReturnValue:
        if operation.only_central and not world().house.is_central:
            raise Refused(404, "only_at_central", "Only central knows this.")
        admit(operation.scope)
        if not all(part.isprintable() for part in parts.values()):
            raise Refused(404, "not_found", "Nothing of that name is known here.")
        if operation.large:
            request.max_content_length = world().house.import_limit
        given = {**parts, **query_of(operation), **body_of(operation)}
        if operation.once and request.headers.get(KEY):
            return _once(operation, given)
        return _answered(operation, given)

    return answer


_PATTERNS = {each.name: re.compile(re.sub(r"<\w+>", "[^/]+", each.path)) for each in OPERATIONS}


def _answered(operation: Operation, given: dict[str, Any]) -> Response:
    try:
        found = operation.answer(**given)
    except KeyError:
        raise Refused(404, "not_found", "Nothing of that name is known here.") from None
    if isinstance(found, Response):
        return found
    return Response(_encode(found), operation.status, content_type=JSON)


def _once(operation: Operation, given: dict[str, Any]) -> Response:
    """Answer a request under its idempotency key; the second time as the first."""
    sent = request.headers[KEY]
    if len(sent) > LONGEST_KEY or not sent.isascii() or not sent.isprintable():
        raise Refused(400, "wrong_key", f"{KEY} is at most {LONGEST_KEY} printable characters.")
    key = f"{asker().id}/{sent}"
    body = request.get_data()
    asked = hashlib.sha256(b"\n".join((request.full_path.encode(), body))).hexdigest()
    known = answers.begin(world(), key, asked)
    if known:
        media = TYPE if known.status >= HTTPStatus.BAD_REQUEST else JSON
        answer = Response(known.body, known.status, content_type=media)
        answer.headers["Idempotency-Replayed"] = "true"
        return answer
    answer = _kept(operation, given)
    answers.finish(world(), key, asked, answer.status_code, answer.get_data(as_text=True))
    return answer


def _kept(operation: Operation, given: dict[str, Any]) -> Response:
    """Answer; a refusal of what was sent is an answer, too. What broke is not, and may be tried again."""
    try:
        return _answered(operation, given)
    except Refused as refused:
        return document(refused.problem)


for _operation in OPERATIONS:
    api.add_url_rule(
        PREFIX + _operation.path, _operation.name, _route(_operation), methods=[_operation.method]
    )


@api.route(PREFIX + "/<path:unknown>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def unknown(unknown: str) -> ResponseReturnValue:
    """Say that there is nothing, or not by this method, in the form that programs expect."""
    methods = sorted({each.method for each in OPERATIONS if _PATTERNS[each.name].fullmatch("/" + unknown)})
    if not methods:
        raise Refused(404, "not_found", "Nothing of that name is known here.")
    answer = document(Refused(405, "method_not_allowed", f"This takes {', '.join(methods)}.").problem)
    answer.headers["Allow"] = ", ".join(methods)
    return answer


csrf.exempt(api)
