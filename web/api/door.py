"""The door of the API: a token that counts, with the scope that is asked for, before anything else."""

from flask import g, request

from station.domain.api.tokens import Scope, Token
from station.services.api import tokens
from web.api.problems import Refused
from web.context import world

_BEARER = "Bearer "
# Longer than any token: what is longer is not looked at.
_LONGEST = 200


def asker() -> Token:
    """Return the token that asks. Raises Refused 401."""
    found: Token | None = g.get("token")
    if found is None:
        raise Refused(401, "no_token", "Send a token: Authorization: Bearer rst_...")
    return found


def admit(scope: Scope) -> None:
    """Let a request in whose token has the scope. Raises Refused 401 and 403."""
    sent = request.headers.get("Authorization", "")
    if not sent.startswith(_BEARER) or len(sent) > _LONGEST:
        raise Refused(401, "no_token", "Send a token: Authorization: Bearer rst_...")
    token = tokens.known_by(world(), sent.removeprefix(_BEARER))
    if token is None:
        raise Refused(
            401, "unknown_token", "This token is not known, or it is over. A manager makes a new one."
        )
    if scope not in token.scopes:
        raise Refused(403, "scope_missing", f"This token may not do that: it lacks {scope.value}.")
    g.token = token
