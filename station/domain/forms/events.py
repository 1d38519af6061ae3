"""What the journal says of customers' return forms: no name, no address, no word of theirs."""

from dataclasses import dataclass

from station.domain.forms.form import FormLine
from station.domain.identifiers import Rma


@dataclass(frozen=True, slots=True)
class FormLinkMade:
    """A link to the form of a return was made, good until a day; an earlier one opens nothing more."""

    rma: Rma
    until: str


@dataclass(frozen=True, slots=True)
class FormSent:
    """A customer said what they send and why. ``revision`` counts how often, the last one counts."""

    rma: Rma
    revision: int
    language: str
    lines: tuple[FormLine, ...]


FormEvent = FormLinkMade | FormSent
