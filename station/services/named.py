"""Name people who may not be known: at central those of one station, anywhere those who were removed."""

from collections.abc import Iterable

from station.ports import UnitOfWork


def name_of(uow: UnitOfWork, person: str) -> str:
    """Return the name of a person; of one who is not known here the id, as it stands in the record."""
    known = uow.people.maybe(person) if person else None
    return known.name if known else person


def names_of(uow: UnitOfWork, people: Iterable[str]) -> dict[str, str]:
    """Return the names of people by id, those without an id left out."""
    return {person: name_of(uow, person) for person in set(people) if person}
