"""Events and stock movements, for programs that ask rather than be called."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from station.domain.api.tokens import Scope
from station.services.api import happened
from web.api.operations import operation
from web.context import world

MOST = 500


class Since(Struct, frozen=True, forbid_unknown_fields=True):
    """Which page."""

    after: Annotated[int, Meta(description="The `next` of the page before.", ge=0, le=2**53)] = 0
    limit: Annotated[int, Meta(description="About how many.", ge=1, le=MOST)] = 100


class Events(Struct, frozen=True):
    """Events in the order in which they were recorded. Ask again with `next`; `more` says whether at once."""

    events: Annotated[tuple[dict[str, Any], ...], Meta(description="CloudEvents 1.0, as webhooks get them.")]
    next: int
    more: bool


class Movements(Struct, frozen=True):
    """Stock movements in the order in which they were recorded. What was wrong is taken back by another."""

    movements: tuple[dict[str, Any], ...]
    next: int
    more: bool


@operation("GET", "/events", Scope.EVENTS_READ, "Read what happened", Events, query=Since)
def list_events(query: Since) -> Events:
    """Read everything that webhooks are told, from where you stand. Ids stay the same."""
    page = happened.events(world(), query.after, query.limit)
    return Events(page.found, page.upto, page.more)


@operation("GET", "/stock-movements", Scope.STOCK_READ, "Read stock movements", Movements, query=Since)
def list_stock_movements(query: Since) -> Movements:
    """Read what may be sold again, from where you stand: put, taken back, moved on."""
    page = happened.movements(world(), query.after, query.limit)
    return Movements(page.found, page.upto, page.more)
