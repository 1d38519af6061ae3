"""All that is kept of a person, given out where the law asks: for machines and to be read."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from station.domain.errors import DomainError, Reason
from station.domain.people import Person, Session
from station.domain.people_events import PersonExported
from station.domain.sync.carried_out import actor_of
from station.ports import UnitOfWork, World
from station.services.people.notes_of import Entry, entries_about, notes_in

Kept = dict[str, Any]


def give_out(world: World, person: str, by: str) -> Kept:
    """Collect what is kept of a person, and note that it was given out. Raises NOT_NOW for nobody here.

    Hashes of badge and PIN are named and not given: they tell nothing, and prove who signs in.
    """
    with world.read() as uow:
        known = uow.people.maybe(person)
        if known is None:
            raise DomainError(Reason.NOT_NOW)
        found = _collected(uow, known)
    with world.begin() as uow:
        uow.journal.append(PersonExported(person), by)
    return found


def _collected(uow: UnitOfWork, known: Person) -> Kept:
    entries = list(entries_about(uow, known.id))
    attempts = uow.people.attempts(known.id)
    return {
        "person": _person(known),
        "sessions": [_session(session) for session in uow.people.sessions(known.id)],
        "wrong_pins_in_a_row": attempts.failures,
        "notes": [text for entry in entries for text in _texts(uow, entry)],
        "journal": [_told(entry, known.id) for entry in entries],
    }


def _person(known: Person) -> Kept:
    return {
        "id": known.id,
        "name": known.name,
        "role": known.role.value,
        "language": known.language,
        "dark_screen": known.dark,
        "number": known.number,
        "sign_in_number": known.sign_in,
        "badge": "a hash, from which the badge cannot be told" if known.removed_at is None else "removed",
        "pin": "a hash, from which the PIN cannot be told" if known.removed_at is None else "removed",
        "access_ended": _at(known.ended_at),
        "removed": _at(known.removed_at),
    }


def _session(session: Session) -> Kept:
    return {
        "place": session.place.value,
        "began": _at(session.started_at),
        "last_used": _at(session.seen_at),
        "ended": _at(session.ended_at),
    }


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _texts(uow: UnitOfWork, entry: Entry) -> Iterator[Kept]:
    for commitment in notes_in(entry):
        if text := uow.notes.text(commitment):
            yield {"entry": entry["seq"], "at": entry["at"], "text": text}


def _told(entry: Entry, person: str) -> Kept:
    """Say what an entry is about; whole inspections by their licence plate: they are about goods."""
    payload = entry["payload"]
    inspection = payload.get("inspection")
    told = {
        key: value
        for key, value in payload.items()
        if isinstance(value, str | int | float | bool) and key != "inspection"
    }
    if isinstance(inspection, Mapping):
        told["lpn"] = inspection["item"]["lpn"]
    return {
        "entry": entry["seq"],
        "at": entry["at"],
        "what": entry["kind"],
        "by_this_person": entry["actor"] in (person, actor_of(person)),
        "facts": told,
    }


def as_json(found: Kept) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def as_text(found: Kept) -> str:
    """Write it as lines that anybody can read."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Kept) -> Iterator[str]:
    yield f"All that is kept of {found['person']['id']}"
    yield from ("", "Person")
    yield from (f"  {_name(key)}: {_said(value)}" for key, value in found["person"].items())
    yield f"  wrong PINs in a row: {found['wrong_pins_in_a_row']}"
    yield from ("", f"Sessions ({len(found['sessions'])})")
    for session in found["sessions"]:
        yield f"  {session['place']}, {session['began']} to {_said(session['ended'] or session['last_used'])}"
    yield from ("", f"Notes by or about the person ({len(found['notes'])})")
    yield from (f"  {note['at']}  {note['text']}" for note in found["notes"])
    yield from ("", f"Entries of the journal that name the id ({len(found['journal'])})")
    for entry in found["journal"]:
        facts = ", ".join(f"{_name(key)} {value}" for key, value in entry["facts"].items())
        yield f"  {entry['entry']}  {entry['at']}  {_name(entry['what'])}  {facts}".rstrip()


def _name(key: str) -> str:
    return key.replace("_", " ")


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value in (None, "") else str(value)
