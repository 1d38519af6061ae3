"""Refusals as problem details (RFC 9457): what was wrong, where, and a code that programs can compare."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus

import msgspec
from flask import Response

from station.domain.errors import DomainError, Reason

TYPE = "application/problem+json"

# What stands behind a refusal of the station; everything else it refuses is 409, as things are now.
_STATUS: Mapping[Reason, int] = {
    Reason.KEY_REUSED: 422,
    Reason.NOT_ALLOWED: 403,
    Reason.MANAGER_NEEDED: 403,
    Reason.NO_PICTURE: 422,
    Reason.PICTURE_TOO_LARGE: 413,
    Reason.DISK_FULL: 503,
    Reason.STORE_FAILED: 503,
}


class Wrong(msgspec.Struct, frozen=True):
    """One thing that is wrong with what was sent: where, and in words."""

    where: str
    what: str
    row: int | None = None


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a request was refused. ``reason`` is a code to compare; ``detail`` is for people."""

    type: str
    title: str
    status: int
    reason: str
    detail: str = ""
    errors: tuple[Wrong, ...] = ()


class Refused(Exception):
    """A request that is not answered as asked; becomes a problem document."""

    def __init__(self, status: int, reason: str, detail: str = "", errors: Iterable[Wrong] = ()) -> None:
        super().__init__(reason)
        self.problem = Problem(
            f"/api#{reason}", HTTPStatus(status).phrase, status, reason, detail, tuple(errors)
        )


def refused_by(error: DomainError, said: str) -> Refused:
    """Make a refusal of the domain one of the API."""
    return Refused(_STATUS.get(error.reason, 409), error.reason.value, said)


def document(problem: Problem) -> Response:
    """Write a problem document."""
    answer = Response(msgspec.json.encode(problem), problem.status, content_type=TYPE)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="returns"'
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = "30"
    return answer
