"""The API's own description: OpenAPI 3.1, made from the operations and the types that they take and give."""

import re
from functools import lru_cache
from http import HTTPStatus
from typing import Any

import msgspec

from station.domain.api.tokens import Scope
from station.ports import House
from web.api.operations import JSON, OPERATIONS, Operation
from web.api.problems import TYPE, Problem

_PREFIX = "/api/v1"
_SCHEMAS = "#/components/schemas/{name}"
_REFUSALS = {
    401: "No token was sent, or it does not count (any more).",
    403: "The token lacks the scope.",
    503: "The store cannot be reached; ask again after `Retry-After`.",
}
_ABOUT = (
    "What a returns bench, or central over many of them, tells other programs and takes from them. "
    "Lists go on by a key: give `after` the `next` of the answer before. "
    "Refusals are problem details (RFC 9457) with a `reason` to compare. "
    "A list that is sent takes an `Idempotency-Key`: the same key with the same request is done once, and "
    "answered the same for a day."
)


def described(house: House) -> dict[str, Any]:
    """Return the OpenAPI document of this house."""
    return _described(house.name, house.version, house.is_central)


@lru_cache(maxsize=4)
def _described(name: str, version: str, is_central: bool) -> dict[str, Any]:
    offered = [each for each in OPERATIONS if is_central or not each.only_central]
    refs, schemas = _schemas(offered)
    paths: dict[str, dict[str, Any]] = {}
    for each in offered:
        paths.setdefault(_PREFIX + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", each.path), {})[
            each.method.lower()
        ] = _operation(each, refs)
    return {
        "openapi": "3.1.0",
        "info": {"title": name, "version": version or "0", "description": _ABOUT},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Made on the page Tokens, or by `station token add`. Scopes: "
                    + ", ".join(scope.value for scope in Scope),
                }
            },
        },
    }


def _schemas(offered: list[Operation]) -> tuple[dict[Any, Any], dict[str, Any]]:
    kinds = [Problem]
    for each in offered:
        kinds += [
            kind for kind in (each.gives, each.query, each.sends or each.body) if kind not in (None, bytes)
        ]
    kinds = list(dict.fromkeys(kinds))
    refs, schemas = msgspec.json.schema_components(kinds, ref_template=_SCHEMAS)
    queries = {each.query.__name__ for each in offered if each.query}
    return (
        dict(zip(kinds, refs, strict=True)) | {"query": schemas},
        {name: schema for name, schema in schemas.items() if name not in queries},
    )


def _operation(each: Operation, refs: dict[Any, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": each.name,
        "summary": each.summary,
        "description": (each.answer.__doc__ or "").strip(),
        "tags": [each.path.split("/")[1]],
        "security": [{"token": [each.scope.value]}],
        "parameters": _parameters(each, refs),
        "responses": _responses(each, refs),
    }
    if each.body is not None:
        said["requestBody"] = {
            "required": True,
            "content": {media: {"schema": _sent(each, media, refs)} for media in each.takes},
        }
    return said


def _sent(each: Operation, media: str, refs: dict[Any, Any]) -> Any:
    kind = each.sends or each.body
    return refs[kind] if media == JSON else {"type": "string"}


def _parameters(each: Operation, refs: dict[Any, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": (each.parts or {}).get(name, ""),
            "schema": {"type": "string", "minLength": 1, "maxLength": 64},
        }
        for name in re.findall(r"<(?:\w+:)?(\w+)>", each.path)
    ]
    if each.query is not None:
        asked = refs["query"][each.query.__name__]
        for name, schema in asked["properties"].items():
            plain = {key: value for key, value in schema.items() if key != "description"}
            found.append(
                {
                    "name": name,
                    "in": "query",
                    "required": name in asked.get("required", ()),
                    "description": schema.get("description", ""),
                    "schema": plain,
                }
            )
    if each.once:
        found.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "description": "Any text that is new for a new request; the same one where it is sent again.",
                "schema": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 120,
                    "pattern": "^[A-Za-z0-9._:-]+$",
                },
            }
        )
    return found


def _responses(each: Operation, refs: dict[Any, Any]) -> dict[str, Any]:
    schema = refs[each.gives] if each.gives is not None else {"type": "string", "format": "binary"}
    media = each.media if each.gives is None else JSON
    found = {str(each.status): {"description": each.summary, "content": {media: {"schema": schema}}}}
    refusals = dict(_REFUSALS)
    if each.query is not None:
        refusals[422] = "What stands behind the question mark is wrong."
    if each.query is not None:
        refusals[414] = "The address is too long."
    if each.body is not None:
        refusals |= {
            400: "The body cannot be read.",
            413: "The body is too large.",
            415: "The body is of another kind.",
            422: "Something in what was sent is wrong: `errors` names each place.",
        }
    if each.once:
        refusals |= {400: "The idempotency key is not one, or the body cannot be read."}
        refusals |= {409: "The first request with this key is still being worked on."}
        refusals[422] = f"The key was used for another request. {refusals.get(422, '')}".strip()
    for status, why in (each.refuses or {}).items():
        refusals[status] = f"{why} {refusals.get(status, '')}".strip()
    for status, why in sorted(refusals.items()):
        found[str(status)] = {
            "description": f"{HTTPStatus(status).phrase}: {why}",
            "content": {TYPE: {"schema": refs[Problem]}},
        }
    return found
