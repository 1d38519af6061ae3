"""Which things an entry of the journal tells of: by these keys the entries of one item are found again."""

from collections.abc import Iterator, Mapping
from typing import Any

Plain = Mapping[str, Any]
# Scans that named nothing may show anything, such as the label of a neighbour's parcel: no pack takes them.
TELLS_NOTHING = frozenset({"scan_unknown", "scan_broken", "label_printed"})


def item_key(lpn: str) -> str:
    return f"item:{lpn}"


def visit_key(inspection: str) -> str:
    return f"visit:{inspection}"


def return_key(rma: str) -> str:
    return f"return:{rma}"


def claim_key(claim: str) -> str:
    return f"claim:{claim}"


def photo_key(sha256: str) -> str:
    return f"photo:{sha256}"


def rules_key(kind: str, id_: str, version: int) -> str:
    return f"rules:{kind}/{id_}/{version}"


def keys_of(kind: str, payload: Plain) -> tuple[str, ...]:
    """List the keys of what an entry tells of, each once.

    An entry that names a visit is found by that alone, whatever plate the unit had by then: whoever asks for
    an item asks for its visits, and each key costs a page of the commit.
    """
    if kind in TELLS_NOTHING:
        return ()
    if kind == "rules_published":
        return (rules_key(payload["kind"], payload["id"], payload["version"]),)
    if kind.startswith("claim_"):
        return (claim_key(payload["claim"]["id"]),)
    gone = (photo_key(payload["sha256"]),) if kind == "photo_removed" else ()
    return (*dict.fromkeys(_keys(payload)), *gone)


def _keys(payload: Plain) -> Iterator[str]:
    yield from _of_item(payload)
    for name in ("inspection", "work"):
        inner = payload.get(name)
        if isinstance(inner, Mapping):
            yield from _of_item(inner)
    inspection = payload.get("inspection")
    if isinstance(inspection, Mapping):
        yield visit_key(inspection["id"])
    reconciled = payload.get("reconciled")
    if isinstance(reconciled, Mapping):
        yield return_key(reconciled["rma"])


def _of_item(told: Plain) -> Iterator[str]:
    inspection, lpn, lpns = told.get("inspection"), told.get("lpn"), told.get("lpns")
    if isinstance(inspection, str) and inspection:
        yield visit_key(inspection)
    elif isinstance(lpn, str) and lpn:
        yield item_key(lpn)
    if isinstance(lpns, list | tuple):
        yield from (item_key(each) for each in lpns)
