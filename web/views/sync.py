"""The doors of central for stations (``docs/sync.md``).

Programs come in here, and no browser: a token in the request proves who asks, and no cookie does. A page of
another site cannot put one there, so that no token of a page is asked for.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import msgspec
from flask import Blueprint, Response, abort, g, request
from werkzeug.exceptions import HTTPException

from station.domain.errors import DomainError
from station.domain.sync.limits import LARGEST_BATCH, LARGEST_REQUEST
from station.domain.sync.messages import Batch, Enrolment, Opening, Refusal
from station.services import documents
from station.services.central import enrolling, feeding, opening, own, photos, receiving
from station.services.central.refusing import Refused
from station.trust_ports import KeysUnusable
from web.context import world
from web.security import csrf, source
from web.sync import bodies, refusals

pages = Blueprint("sync", __name__, url_prefix="/sync/v1")
csrf.exempt(pages)
pages.register_error_handler(Refused, refusals.answer)
pages.register_error_handler(DomainError, refusals.of_store)
pages.register_error_handler(KeysUnusable, refusals.of_keys)
pages.register_error_handler(HTTPException, refusals.of_http)
pages.register_error_handler(ConnectionError, refusals.of_cut)

# Whoever comes by these has no token yet: a code, or a signature, proves who it is.
DOORS = frozenset({"sync.enrol", "sync.challenge", "sync.open_"})
# What a station may have that came back from a backup and is stopped.
OWN = frozenset({"sync.own_entries", "sync.own_photo"})
_BEARER = "Bearer "
_LONGEST_TOKEN = 200
# Each of them is read from the store for one answer.
MOST_LOOKED_AT = 50

P = ParamSpec("P")
R = TypeVar("R")


@pages.before_request
def admit() -> None:
    """Know the station by its token before anything else is looked at. Raises Refused."""
    if not world().house.is_central:
        abort(404)
    bodies.need_room()
    if request.endpoint in DOORS:
        return
    sent = request.headers.get("Authorization", "")
    token = sent.removeprefix(_BEARER) if sent.startswith(_BEARER) and len(sent) <= _LONGEST_TOKEN else ""
    g.station = opening.station_of(world(), token, own=request.endpoint in OWN)


def in_turn(view: Callable[P, R]) -> Callable[P, R]:
    """Let a view run only while there is a place for it."""

    @wraps(view)
    def placed(*args: P.args, **kwargs: P.kwargs) -> R:
        with refusals.place():
            return view(*args, **kwargs)

    return placed


def said(value: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, content_type="application/json")


@pages.post("/enrol")
@in_turn
def enrol() -> Response:
    """Know a station by its one-time code and the key that it made."""
    return said(enrolling.enrol(world(), bodies.read(Enrolment, LARGEST_REQUEST), f"enrol {source()}"))


@pages.post("/challenge")
def challenge() -> Response:
    """Give whoever asks something to sign; it is kept nowhere."""
    asked = bodies.read(dict[str, str], LARGEST_REQUEST).get("station", "")
    return said({"challenge": opening.challenge(world(), asked)})


@pages.post("/open")
@in_turn
def open_() -> Response:
    """Let a station in that signed a challenge."""
    return said(opening.open_(world(), bodies.read(Opening, LARGEST_REQUEST)))


@pages.post("/photos")
def held() -> Response:
    """Tell which photos are here, or only those that are as they were when they are looked at now."""
    asked = bodies.read(tuple[str, ...], LARGEST_REQUEST * 2)
    if not request.args.get("look"):
        return said(photos.held(world(), g.station, asked))
    if len(asked) > MOST_LOOKED_AT:
        raise Refused(Refusal.TOO_LARGE, f"at most {MOST_LOOKED_AT} photos are looked at in one go")
    with refusals.place():
        return said(photos.held(world(), g.station, asked, look=True))


@pages.put("/photos/<sha256>")
@in_turn
def take_photo(sha256: str) -> Response:
    """Take a photo, or a part of one."""
    whole = photos.take(world(), g.station, sha256, bodies.part(), bodies.pieces())
    return said({}, 201 if whole else 202)


@pages.get("/photos/<sha256>")
@in_turn
def own_photo(sha256: str) -> Response:
    """Give a station a photo of its own back."""
    try:
        return Response(own.photo(world(), g.station, sha256), content_type="application/octet-stream")
    except KeyError:
        raise Refused(Refusal.WRONG_BYTES, "central has no such photo of this station") from None


@pages.post("/entries")
@in_turn
def entries() -> Response:
    """Take a batch of entries, and wake what works them in."""
    receipt = receiving.receive(world(), g.station, bodies.read(Batch, LARGEST_BATCH))
    world().bell.echo("")
    return said(receipt)


@pages.get("/feed")
def decisions() -> Response:
    """Give a station what central decided after a number."""
    after = request.args.get("after", 0, type=number)
    with world().read() as uow:
        return said(feeding.feed(uow, g.station, after))


@pages.get("/documents/<sha256>")
@in_turn
def document(sha256: str) -> Response:
    """Give a station what a decision names by its hash, and nothing else."""
    found = documents.given_out(world(), sha256)
    if found is None:
        raise Refused(Refusal.WRONG_BYTES, "no decision names this document any more")
    return Response(found, content_type="application/octet-stream")


@pages.get("/own")
@in_turn
def own_entries() -> Response:
    """Give a station its own entries back."""
    after, limit = (request.args.get(name, 0, type=number) for name in ("after", "limit"))
    return said(own.entries(world(), g.station, after, limit))


def number(text: str) -> int:
    """Read a number behind a question mark. Raises ValueError for more than every store can hold."""
    if not (text.isascii() and text.isdigit()) or len(text) > 15:
        raise ValueError(text)
    return int(text)
