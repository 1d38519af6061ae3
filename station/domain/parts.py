"""Components and accessories of a product: a tick list that answers the checklist's question on parts."""

from dataclasses import dataclass

from station.domain.texts import Texts


@dataclass(frozen=True, slots=True)
class Component:
    """Something that belongs into the box. A scan of ``code`` ticks it.

    ``missing`` is the choice that its absence amounts to in a question that is answered by parts.
    """

    code: str
    name: Texts
    missing: str
