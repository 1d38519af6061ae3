"""Components and accessories of a product: a tick list that answers the checklist's question on parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from station.domain.checklist import Checklist
from station.domain.texts import Texts

# One for each number key of the bench.
MOST = 9
_GTIN_LENGTHS = (8, 12, 13, 14)


@dataclass(frozen=True, slots=True)
class Component:
    """Something that belongs into the box. A scan of ``code`` ticks it.

    ``missing`` is the choice that its absence amounts to in a question that is answered by parts.
    """

    code: str
    name: Texts
    missing: str

    def has(self, codes: Iterable[str]) -> bool:
        """Tell whether one of the codes that a scan may mean is this component's."""
        own = {self.code.upper()}
        if self.code.isdigit() and len(self.code) in _GTIN_LENGTHS:
            own.add(self.code.zfill(14))
        return not own.isdisjoint(code.upper() for code in codes)


def choices_by_parts(checklists: Iterable[Checklist]) -> dict[str, tuple[str, ...]]:
    """Return what each checklist answers its question on parts with, by its id; none has none."""
    asked = ((each.id, question) for each in checklists for question in each.questions if question.parts)
    return {id_: tuple(choice.id for choice in question.choices) for id_, question in asked}


def absent(components: Iterable[Component], ticked: Sequence[str]) -> tuple[Component, ...]:
    """List the components that were not ticked."""
    return tuple(component for component in components if component.code not in ticked)


def worst(missing: Iterable[Component], choices: Sequence[str]) -> str:
    """Return the choice that missing components amount to: the last listed among theirs.

    A choice that the question does not have counts as its last one: a checklist may have changed since.
    """
    ranks = [choices.index(each.missing) if each.missing in choices else len(choices) - 1 for each in missing]
    return choices[max(ranks, default=0)]
