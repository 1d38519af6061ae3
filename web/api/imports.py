"""Lists taken over from other systems: looked at first, then all of it or nothing."""

from collections.abc import Callable
from typing import Annotated

from msgspec import Meta, Struct

from station.domain.api.tokens import Scope
from station.domain.importing.kinds import Encoding, ImportKind, Way
from station.domain.importing.rows import ROWS
from station.services.importing import Examined, Taken, examine, take_over
from station.services.importing.taking import Arrival
from web.api.door import asker
from web.api.operations import JSON, operation
from web.api.problems import Refused, Wrong
from web.context import world
from web.problems import sentence

TAKES = (JSON, "application/x-ndjson", "text/csv")
_SCOPES = {ImportKind.RETURNS: Scope.RETURNS_WRITE, ImportKind.PEOPLE: Scope.PEOPLE_WRITE}
_SUMMARIES = {
    ImportKind.PRODUCTS: "Add and change products",
    ImportKind.COMPONENTS: "Say what belongs into the boxes of products",
    ImportKind.RETURNS: "Announce returns, with their orders and days of delivery",
    ImportKind.PEOPLE: "Add and change people",
    ImportKind.BINS: "Add and change bins",
    ImportKind.CENTERS: "Add and change work centers",
    ImportKind.RECALLS: "Call products back",
}


class Outcome(Struct, frozen=True):
    """What a list changed, or with `dry_run` would change. Known and the same is not touched."""

    kind: ImportKind
    dry_run: bool
    rows: int
    new: int
    changed: int
    unchanged: int
    sha256: Annotated[str, Meta(description="Of what was sent.")]
    left: Annotated[tuple[str, ...], Meta(description="Ids of people whom lists change no more.")]


class How(Struct, frozen=True, forbid_unknown_fields=True):
    """How a list is taken."""

    dry_run: Annotated[bool, Meta(description="Only look; nothing is changed.")] = False
    encoding: Annotated[
        Encoding | None, Meta(description="Of a CSV without a byte order mark, where it is not UTF-8.")
    ] = None


def _offer(kind: ImportKind) -> None:
    def take(query: How, body: bytes) -> Outcome:
        return _taken(kind, query, body)

    take.__name__ = f"import_{kind.value}"
    take.__doc__ = (
        "Send a list as JSON, as one object a line, or as CSV with the columns of the guide. "
        "Everything that is wrong is named by row; then nothing is changed. "
        "The same list again changes nothing."
    )
    add: Callable[[Callable[..., Outcome]], object] = operation(
        "POST",
        f"/imports/{kind.value}",
        _SCOPES.get(kind, Scope.CATALOGUE_WRITE),
        _SUMMARIES[kind],
        Outcome,
        query=How,
        body=bytes,
        sends=list[ROWS[kind]],  # type: ignore[valid-type]
        takes=TAKES,
        once=True,
        large=True,
    )
    add(take)


for _kind in ImportKind:
    _offer(_kind)


def _taken(kind: ImportKind, how: How, body: bytes) -> Outcome:
    if how.dry_run:
        return _outcome(examine(world(), kind, body, how.encoding), how)
    arrival = Arrival(Way.API, name=asker().name)
    done: Taken = take_over(world(), kind, body, arrival, how.encoding)
    return _outcome(done.examined, how)


def _outcome(found: Examined, how: How) -> Outcome:
    if found.unclear:
        raise Refused(
            422, "encoding_unclear", "Say which encoding the letters have: ?encoding=cp1255 or cp1251."
        )
    if not found.right:
        detail = f"{found.wrong} wrong; nothing was changed."
        wrong = (
            Wrong(each.key, f"{sentence(each.found)}; expected: {sentence(each.expected)}", each.line)
            for each in found.problems
        )
        raise Refused(422, "wrong_list", detail, wrong)
    counts = found.counts
    return Outcome(
        found.kind,
        how.dry_run,
        found.rows,
        counts.new,
        counts.changed,
        counts.unchanged,
        found.sha256,
        found.left,
    )
