"""What happened to people's access and to what is kept of them: by ids, never by names."""

from dataclasses import dataclass
from enum import StrEnum

from station.domain.identifiers import Lpn, Rma


@dataclass(frozen=True, slots=True)
class PersonAdded:
    """Somebody may sign in from here on; ``by_file`` where a file said so and nobody on screen."""

    person: str
    role: str
    by_file: bool = False


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """A person's role, name or language was changed; ``what`` names the fields, values are kept apart."""

    person: str
    what: tuple[str, ...]
    role: str
    was: str


@dataclass(frozen=True, slots=True)
class BadgeRenewed:
    """A person has another badge; the one before is dead."""

    person: str


@dataclass(frozen=True, slots=True)
class PinReset:
    """A person got a one-time PIN, to be exchanged for their own at the next sign-in."""

    person: str


@dataclass(frozen=True, slots=True)
class PinChosen:
    """A person chose a PIN of their own; their other sessions ended."""

    person: str


@dataclass(frozen=True, slots=True)
class PersonUnlocked:
    """Wrong PINs so far count no more."""

    person: str


@dataclass(frozen=True, slots=True)
class AccessEnded:
    """A person may not sign in any more; so many open sessions ended with it."""

    person: str
    sessions: int


@dataclass(frozen=True, slots=True)
class AccessGiven:
    """A person whose access was ended may sign in again."""

    person: str


@dataclass(frozen=True, slots=True)
class SessionsEnded:
    """A person signed out everywhere."""

    person: str
    sessions: int


class PowerfulAct(StrEnum):
    """What takes the PIN of whoever does it, for that one act."""

    ADD = "add"
    PROMOTE = "promote"
    RESET_PIN = "reset_pin"
    END_ACCESS = "end_access"
    GIVE_ACCESS = "give_access"
    REMOVE_PERSON = "remove_person"
    REMOVE_SENDER = "remove_sender"
    REMOVE_PHOTO = "remove_photo"
    ENROL_STATION = "enrol_station"
    REVOKE_STATION = "revoke_station"
    READMIT_STATION = "readmit_station"


@dataclass(frozen=True, slots=True)
class SteppedUp:
    """A person proved again who they are, for one act; ``about`` is the id of what it was done to."""

    person: str
    act: PowerfulAct
    about: str


@dataclass(frozen=True, slots=True)
class SignInRefused:
    """A badge or number that nobody has was tried, so often in a row at that bench or address."""

    place: str
    failures: int


@dataclass(frozen=True, slots=True)
class PersonExported:
    """All that is kept of a person was given out."""

    person: str


@dataclass(frozen=True, slots=True)
class PersonRemoved:
    """A person's name, hashes and sessions are gone, and so many notes by or about them."""

    person: str
    notes: int


@dataclass(frozen=True, slots=True)
class SenderRemoved:
    """Who sent these returns is not known here any more: the keys of customer and address are gone."""

    rmas: tuple[Rma, ...]


class PhotoRemovedBecause(StrEnum):
    """Why the bytes of a photo left the vault."""

    PERSON = "person"
    ADDRESS = "address"
    DOCUMENT = "document"
    OTHER_PRIVATE = "other_private"


@dataclass(frozen=True, slots=True)
class PhotoRemoved:
    """The bytes of a photo left the vault; its hash stays where it was named."""

    inspection: str
    lpn: Lpn
    sha256: str
    because: PhotoRemovedBecause
    by: str
    day: str


PeopleEvent = (
    PersonAdded
    | PersonChanged
    | BadgeRenewed
    | PinReset
    | PinChosen
    | PersonUnlocked
    | AccessEnded
    | AccessGiven
    | SessionsEnded
    | SteppedUp
    | SignInRefused
    | PersonExported
    | PersonRemoved
    | SenderRemoved
    | PhotoRemoved
)
