"""Refusals as problem documents (RFC 9457): the status, and the reason by which a station goes on."""

import contextlib
import threading
from collections.abc import Iterator, Mapping

import structlog
from flask import Response, g, json, request
from werkzeug.exceptions import HTTPException

from station.domain.errors import DomainError
from station.domain.sync.messages import Refusal
from station.services.central.refusing import Refused
from station.trust_ports import KeysUnusable
from web.sync.bodies import drop

PROBLEM = "application/problem+json"
# After so many seconds a station may ask again when it is not said otherwise.
LATER = 5
# So many requests of stations are worked on at once; a photo of each may be in memory.
AT_ONCE = 24

STATUS: Mapping[Refusal, int] = {
    Refusal.UNKNOWN_STATION: 403,
    Refusal.WRONG_CODE: 403,
    Refusal.REVOKED: 403,
    Refusal.WRONG_SIGNATURE: 403,
    Refusal.SIGN_IN_AGAIN: 401,
    Refusal.CLONED: 409,
    Refusal.RESTORED: 409,
    Refusal.FORKED: 409,
    Refusal.GAP: 409,
    Refusal.PHOTOS_FIRST: 409,
    Refusal.OTHER_STATION: 422,
    Refusal.OTHER_CONTENT: 422,
    Refusal.NOT_AN_ENTRY: 400,
    Refusal.WRONG_BYTES: 422,
    Refusal.NOT_A_PHOTO: 422,
    Refusal.TOO_LARGE: 413,
    Refusal.WRONG_HEAD: 409,
    Refusal.PROTOCOL_TOO_OLD: 400,
    Refusal.PROTOCOL_TOO_NEW: 400,
    Refusal.BUSY: 503,
    Refusal.STORE_FAILED: 503,
}
_AGAIN = frozenset({Refusal.BUSY, Refusal.STORE_FAILED})

log = structlog.get_logger()
_places = threading.BoundedSemaphore(AT_ONCE)


@contextlib.contextmanager
def place() -> Iterator[None]:
    """Take one of the places there are for work on what stations send. Raises Refused where all are taken."""
    if not _places.acquire(blocking=False):
        raise Refused(Refusal.BUSY, "too many stations ask at once", after=LATER)
    try:
        yield
    finally:
        _places.release()


def answer(refused: Refused) -> Response:
    """Say no, in the answer and in the log. What was sent is in neither, and no token."""
    if refused.why is not Refusal.TOO_LARGE:
        drop()
    status = 429 if refused.why is Refusal.BUSY and refused.after > LATER else STATUS[refused.why]
    log.warning(
        "station_refused",
        station=g.get("station", ""),
        reason=refused.why.value,
        said=refused.said,
        endpoint=request.endpoint,
        source=request.remote_addr,
    )
    problem = {
        "title": refused.why.value.replace("_", " "),
        "status": status,
        "detail": refused.said,
        "reason": refused.why.value,
        **refused.more,
    }
    headers = {"Retry-After": str(refused.after or LATER)} if refused.why in _AGAIN else {}
    return Response(json.dumps(problem), status, headers, content_type=PROBLEM)


def of_store(failed: DomainError) -> Response:
    """Ask for another try when the store, or the disk, could not do it."""
    return answer(Refused(Refusal.STORE_FAILED, failed.reason.value, after=LATER))


def of_keys(failed: KeysUnusable) -> Response:
    """Say nothing of keys to a station; the log has it all."""
    log.error("keys_unusable", error=str(failed))
    return answer(Refused(Refusal.STORE_FAILED, "central cannot sign", after=LATER))


def of_cut(_: ConnectionError) -> Response:
    """Answer nobody: the other end is gone, and what came is kept."""
    return answer(Refused(Refusal.BUSY, "the body was cut", after=1))


def of_http(error: HTTPException) -> Response:
    """Answer in the same form what went wrong before anybody looked at the request."""
    large = error.code == 413
    if large:
        return answer(Refused(Refusal.TOO_LARGE, "the body is too large"))
    problem = {"title": error.name, "status": error.code}
    return Response(json.dumps(problem), error.code or 500, content_type=PROBLEM)
