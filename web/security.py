"""Deny by default: who may open what, and the headers that hold the browser to it."""

from collections.abc import Mapping
from hmac import compare_digest
from ipaddress import IPv6Address, ip_address, ip_network

import structlog
from flask import Flask, Response, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from station.domain.people import Person, Role
from station.domain.sync.limits import LARGEST_BATCH, LARGEST_PHOTO
from station.services.people import sessions
from station.services.people.proving import BENCH
from web import cookies
from web.context import person, token, world
from web.places import keep_apart

# What answers before sign-in. Everything else needs a person; metrics asks for its own proof.
OPEN = frozenset(
    {
        "static",
        "sign_in.page",
        "sign_in.live",
        "sign_in.badge",
        "sign_in.pin",
        "sign_in.choose",
        "sign_in.desk",
        "sign_in.at_desk",
        "taste.change",
        "health.healthz",
        # The customer's form: the address itself is the key, checked before anything else.
        "form.page",
        "form.photo",
        "form.add_photo",
        "form.drop_photo",
        "form.send",
        "health.metrics",
        "api_about.openapi",
        "api_about.page",
    }
)

# The least role for every page of a blueprint.
FLOORS: Mapping[str, Role] = {
    "recalls": Role.SUPERVISOR,
    "signals": Role.SUPERVISOR,
    "claims": Role.SUPERVISOR,
    "packs": Role.SUPERVISOR,
    "sampling": Role.SUPERVISOR,
    "graders": Role.SUPERVISOR,
    "calibrations": Role.SUPERVISOR,
    "disposals": Role.SUPERVISOR,
    "audit": Role.SUPERVISOR,
    "desk": Role.SUPERVISOR,
    "decisions": Role.SUPERVISOR,
    "parcels": Role.SUPERVISOR,
    "stations": Role.SUPERVISOR,
    "parked": Role.SUPERVISOR,
    "station_edits": Role.MANAGER,
    "badges": Role.MANAGER,
    "destinations": Role.MANAGER,
    "people": Role.MANAGER,
    "imports": Role.MANAGER,
    "said": Role.SUPERVISOR,
    "tokens": Role.MANAGER,
    "personal": Role.SUPERVISOR,
    "waiting_records": Role.SUPERVISOR,
    "central_decided": Role.SUPERVISOR,
    "rules": Role.SUPERVISOR,
    "replay": Role.SUPERVISOR,
    "rule_edits": Role.MANAGER,
    "checklists": Role.SUPERVISOR,
    "checklist_edits": Role.MANAGER,
}

# Blueprints that other programs speak to. Each has a door of its own that asks for a token in the request,
# before anything else; no cookie counts there, so that no page elsewhere can ask in somebody's name.
MACHINES = frozenset({"api", "sync"})

# Pages that take more than the others do, in bytes: a photo from a telephone.
LARGER: Mapping[str, int] = {
    "checklist_edits.keep_photo": 16 * 1024 * 1024,
    "form.add_photo": 12 * 1024 * 1024,
    "sync.entries": LARGEST_BATCH,
    "sync.take_photo": LARGEST_PHOTO,
}

# What somebody tried who may not, or who sent what no page of the station sends.
REFUSED = frozenset({400, 403, 413, 415})

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})

POLICY = "; ".join(
    (
        "default-src 'none'",
        "object-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}

# Over TLS a browser comes back over TLS only.
OVER_TLS: Mapping[str, str] = {"Strict-Transport-Security": "max-age=31536000"}

csrf = CSRFProtect()
log = structlog.get_logger()


def guard(app: Flask) -> None:
    """Set up the checks. The order is the order in which they are made."""
    app.before_request(_make_room)
    app.before_request(_refuse_parts)
    app.before_request(_know_person)
    app.before_request(_same_origin)
    app.before_request(_may_enter)
    app.before_request(keep_apart)
    csrf.init_app(app)
    app.after_request(_harden)


def largest_body(import_limit: int) -> int:
    """Return what any door takes at most, in bytes: a server has to read no more than that for anybody."""
    return max(import_limit, *LARGER.values()) + 1


def _make_room() -> None:
    """Allow a larger body where one is expected, before anything looks at it."""
    room = LARGER.get(request.endpoint or "")
    if room is not None:
        request.max_content_length = room


def _refuse_parts() -> None:
    """No page of the station sends a body in parts: nobody has to take one apart."""
    if request.mimetype.startswith("multipart/"):
        abort(415)


def _know_person() -> None:
    asks = request.endpoint != "static" and request.blueprint not in MACHINES
    g.known = sessions.known_by(world(), token()) if asks and token() else None


def _same_origin() -> None:
    """Refuse what another site sends, beside the token that it cannot know."""
    origin = request.headers.get("Origin")
    foreign = origin is not None and origin != request.host_url.rstrip("/")
    if request.method in UNSAFE and foreign:
        abort(403)


def _may_enter() -> ResponseReturnValue | None:
    if request.endpoint in OPEN or request.blueprint in MACHINES or _malformed() or _local_simulator():
        return None
    known = person()
    if known is None:
        return _to_sign_in()
    if not _allowed(known):
        abort(403)
    return None


def _malformed() -> bool:
    """A foreign host or a broken request: refused on its own, whoever asks."""
    refused = request.routing_exception
    return refused is not None and refused.code == 400


def _local_simulator() -> bool:
    """Let the demo's own machine reach the simulated hardware before sign-in, to scan the badge."""
    return request.blueprint == "simulator" and from_loopback()


def from_loopback() -> bool:
    return request.remote_addr is not None and ip_address(request.remote_addr).is_loopback


def source() -> str:
    """Name where a badge or PIN comes from, for slowing guesses down: the bench itself, or an address."""
    if from_loopback() or request.remote_addr is None:
        return BENCH
    return network_of(request.remote_addr)


def network_of(asks: str) -> str:
    """Return the address as it counts: those of one IPv6 network as one, a single computer has them all.

    Raises ValueError for what is no address.
    """
    address = ip_address(asks.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped  # who comes by IPv4 to a door of both: not all of them are one
    return str(ip_network((address, 64), strict=False) if isinstance(address, IPv6Address) else address)


def note_refusal(status: int) -> None:
    """Log what was refused, to whom and from where; never what was sent or the address that was asked."""
    if status in REFUSED:
        known = person()
        log.warning(
            "refused",
            status=status,
            method=request.method,
            endpoint=request.endpoint,
            person=known.id if known else None,
            source=request.remote_addr,
        )


def _to_sign_in() -> ResponseReturnValue:
    """Lead a person to sign-in; tell a script so."""
    if request.method == "GET" and request.accept_mimetypes.accept_html:
        return redirect(url_for("sign_in.desk" if world().house.is_central else "sign_in.page"), 303)
    return {"locked": True}, 401


def _allowed(known: Person) -> bool:
    return known.role.at_least(FLOORS.get(request.blueprint or "", Role.OPERATOR))


def bears(secret: str) -> bool:
    """Tell whether the request carries this bearer token; an empty secret lets nobody in."""
    sent = request.headers.get("Authorization", "")
    return bool(secret) and compare_digest(sent.encode(), f"Bearer {secret}".encode())


def _harden(response: Response) -> Response:
    for name, value in {**HEADERS, **(OVER_TLS if cookies.over_tls() else {})}.items():
        response.headers.setdefault(name, value)
    cache = "no-cache" if request.endpoint == "static" else "no-store"
    response.headers["Cache-Control"] = cache
    return response
