"""What a pack says in one piece: worked out from the entries alone, so that anyone can work it out again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from station.domain.proof.pack import FORMAT
from station.domain.proof.telling import Plain, rules_key

# The rules that a route names, each by kind, id and the field with its version.
RULES = (
    ("policy", "policy", "policy_version"),
    ("table", "routing", "table_version"),
    ("prices", "prices", "prices_version"),
    ("conditions", "conditions", "conditions_version"),
    ("signals", "signals", "signals_version"),
    ("disposal", "disposal", "disposal_version"),
)


@dataclass(frozen=True, slots=True)
class Note:
    """What a person wrote, with the salt by which its commitment in the journal can be checked."""

    commitment: str
    salt: str
    text: str


@dataclass(frozen=True, slots=True)
class Header:
    """What a pack says of itself: nothing of this follows from the entries."""

    kind: str
    subject: str
    station: str
    language: str
    made_at: str
    software: str


def told(header: Header, entries: Sequence[Plain], notes: Iterable[Note]) -> dict[str, Any]:
    """Tell what the entries say, in their order, as plain JSON values.

    Of each inspection the last entry counts that has it whole; of a return its last reconciliation.
    """
    inspections = _inspections(entries)
    return {
        "format": FORMAT,
        "kind": header.kind,
        "subject": header.subject,
        "station": header.station,
        "language": header.language,
        "made_at": header.made_at,
        "software": header.software,
        "items": _items(inspections),
        "works": [entry["payload"]["work"] for entry in entries if entry["kind"] == "work_done"],
        "reconciled": _last(entries, "reconciled"),
        "claim": _last(entries, "claim"),
        "timeline": [_moment(entry) for entry in entries if entry["kind"] != "rules_published"],
        "rules": _rules(inspections, entries),
        "notes": [
            {"commitment": note.commitment, "salt": note.salt, "text": note.text}
            for note in sorted(notes, key=lambda note: note.commitment)
        ],
        "photos": sorted(photos_of(entries)),
    }


def _inspections(entries: Iterable[Plain]) -> dict[str, Plain]:
    """Return the inspections in the order in which they were first told of."""
    found: dict[str, Plain] = {}
    for inspection in _whole(entries):
        found[inspection["id"]] = inspection
    return found


def _whole(entries: Iterable[Plain]) -> Iterator[Plain]:
    for entry in entries:
        inspection = entry["payload"].get("inspection")
        if isinstance(inspection, Mapping):
            yield inspection


def _items(inspections: Mapping[str, Plain]) -> list[dict[str, Any]]:
    plates: dict[str, list[Plain]] = {}
    for inspection in inspections.values():
        plates.setdefault(inspection["item"]["lpn"], []).append(inspection)
    return [{"lpn": lpn, "visits": visits} for lpn, visits in plates.items()]


def _last(entries: Iterable[Plain], name: str) -> Plain | None:
    found = [entry["payload"][name] for entry in entries if isinstance(entry["payload"].get(name), Mapping)]
    return found[-1] if found else None


def _moment(entry: Plain) -> dict[str, Any]:
    return {name: entry[name] for name in ("seq", "at", "kind", "actor")}


def photos_of(entries: Sequence[Plain]) -> set[str]:
    """Return the photos that entries name and that were not removed later, by SHA-256."""
    removed = {entry["payload"]["sha256"] for entry in entries if entry["kind"] == "photo_removed"}
    return named_photos(entries) - removed


def named_photos(entries: Iterable[Plain]) -> set[str]:
    """Return every photo that entries name, by SHA-256; a refused one that was not replaced too."""
    shown = (photo for each in _whole(entries) for photo in (*each["photos"], each.get("candidate")))
    return {photo["sha256"] for photo in shown if photo}


# By which rules ----------------------------------------------------------------------------------


def _rules(inspections: Mapping[str, Plain], entries: Iterable[Plain]) -> list[dict[str, Any]]:
    """List the rules that decided, each with the entry that published it, None where there is none."""
    published = {
        rules_key(entry["payload"]["kind"], entry["payload"]["id"], entry["payload"]["version"]): entry["seq"]
        for entry in entries
        if entry["kind"] == "rules_published"
    }
    wanted = dict.fromkeys(rule for each in inspections.values() for rule in rules_of(each))
    return [
        {"kind": kind, "id": id_, "version": version, "seq": published.get(rules_key(kind, id_, version))}
        for kind, id_, version in wanted
    ]


def rules_of(inspection: Plain) -> Iterator[tuple[str, str, int]]:
    """List the rules that an inspection was judged by, by kind, id and version."""
    yield "checklist", inspection["checklist"], inspection["checklist_version"]
    route = inspection["route"] or {}
    for kind, id_, field in RULES:
        if route.get(field):
            yield kind, id_, route[field]


def content_of(entries: Iterable[Plain], kind: str, id_: str, version: int) -> Plain | None:
    """Return rules as an entry of the pack published them."""
    for entry in entries:
        payload = entry["payload"]
        if entry["kind"] == "rules_published" and (
            (payload["kind"], payload["id"], payload["version"]) == (kind, id_, version)
        ):
            content: Plain = payload["content"]
            return content
    return None


# Texts of people ---------------------------------------------------------------------------------


def commitments_of(entries: Iterable[Plain]) -> tuple[str, ...]:
    """List the commitments to texts that entries name, under ``note`` at any depth."""
    found = (value for entry in entries for value in _noted(entry["payload"]))
    return tuple(dict.fromkeys(found))


def _noted(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        note = value.get("note")
        if isinstance(note, str) and _is_hash(note):
            yield note
        for inner in value.values():
            yield from _noted(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _noted(inner)


def _is_hash(text: str) -> bool:
    return len(text) == 64 and all(letter in "0123456789abcdef" for letter in text)
