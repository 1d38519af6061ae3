"""people.csv: who signs in. Badges and PINs stand here in clear, so it is for a first set-up or a demo."""

from station.adapters.config.kinds import ID, TEXT, member_of, name_in, pattern
from station.adapters.config.problems import Problems
from station.adapters.site_files.csv_rows import CsvRow, Source, is_there, read_rows
from station.adapters.site_files.repeated import note_repeated
from station.domain.people import NewPerson, Role
from station.domain.phrases import phrase
from station.domain.texts import LANGUAGES

_COLUMNS = ("id", "name", "role", "language", "badge", "pin")
# 26 characters of base32 carry 130 bits: a badge cannot be guessed.
_BADGE = pattern(r"[A-Z2-7]{26}", phrase("26 capital letters A-Z and digits 2-7"), secret=True)
_PIN = pattern(r"\S{8,64}", phrase("8 to 64 characters without spaces, 8 digits by custom"), secret=True)


def read_people(source: Source, problems: Problems) -> tuple[NewPerson, ...]:
    """Read who signs in, noting problems; no file means nobody."""
    if not is_there(source):
        return ()
    read = read_rows(source, _COLUMNS, problems, _person)
    note_repeated("id", [(row, person.id) for row, person in read])
    note_repeated("badge", [(row, person.badge) for row, person in read], secret=True)
    return tuple(person for _, person in read)


def _person(row: CsvRow) -> NewPerson:
    return NewPerson(
        id=row.take("id", ID),
        name=row.take("name", TEXT),
        role=row.take("role", member_of(Role)),
        language=row.take("language", name_in(LANGUAGES), "en"),
        badge=row.take("badge", _BADGE),
        pin=row.take("pin", _PIN),
    )
