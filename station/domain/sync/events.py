"""What passes between stations and central, as the journals keep it."""

from dataclasses import dataclass
from enum import StrEnum


class Took(StrEnum):
    """What a station did with a decision of central.

    ``APPLIED``: it holds here now. ``SAME``: it held here already, or concerns nothing here.
    ``DECIDED_HERE``: the station's own desk was faster, and its word stays. ``PARKED``: it could not be
    carried out; it waits at the station, and another marker follows once it could.
    """

    APPLIED = "applied"
    SAME = "same"
    DECIDED_HERE = "decided_here"
    PARKED = "parked"


class Unfit(StrEnum):
    """Why a station could not carry out a decision of central, which waits there to be tried again."""

    UNREADABLE = "unreadable"
    UNKNOWN_KIND = "unknown_kind"
    NOT_KNOWN_HERE = "not_known_here"
    DOES_NOT_FIT = "does_not_fit"
    RULES_DIFFER = "rules_differ"
    BADGE_TAKEN = "badge_taken"
    DOCUMENT_MISSING = "document_missing"
    IN_HAND = "in_hand"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TakenFromCentral:
    """A station took entry ``seq`` of central's journal, named by id, kind and leaf hash (hex).

    What changed because of it follows in the same transaction, as entries of the usual kinds whose actor is
    ``carried_out.actor_of(by)``: central has their effect already and passes over them (``carried_out`` has
    the rule in full). This entry itself has the station as its actor. ``at`` is central's wall time and
    ``by`` who decided there; ``inspection`` is the one that it is about, empty for none. ``why`` says more:
    an ``Unfit`` where it was parked, the standing where the station decided before. Only with APPLIED does
    anything follow.
    """

    seq: int
    id: str
    kind: str
    leaf: str
    by: str
    at: str
    took: Took
    why: str = ""
    inspection: str = ""


class Listed(StrEnum):
    """Which large list a document holds, one canonical JSON value a line."""

    PRODUCTS = "products"
    RETURNS = "returns"
    BINS = "bins"
    CENTERS = "centers"


@dataclass(frozen=True, slots=True)
class DocumentPublished:
    """Central loaded a list: so many lines in parts, which stand in the vault under these SHA-256, in order.

    A part may leave the vault, as when a customer was removed; what is left of it is published anew.
    """

    what: Listed
    parts: tuple[str, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class PhotosPruned:
    """Photos left a station's vault because ``at`` proved that it has the same bytes; their hashes stay."""

    photos: tuple[str, ...]
    at: str


SyncEvent = TakenFromCentral | DocumentPublished | PhotosPruned
