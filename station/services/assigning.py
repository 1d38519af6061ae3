"""Which checklist the products of a category are inspected by, and who uses a checklist.

What stands in the products' file counts again when it is loaded the next time.
"""

from dataclasses import dataclass, replace

from station.domain.allowed import need
from station.domain.catalog import CategoryUse
from station.domain.errors import DomainError, Reason
from station.domain.events import ChecklistAssigned
from station.domain.people import Person, Role
from station.domain.texts import Texts
from station.ports import World
from station.services.joining import need_own_word


@dataclass(frozen=True, slots=True)
class Users:
    """Who uses a checklist. ``published`` says whether a category could.

    ``mine`` are products by category that are inspected by it, ``others`` are those that are not;
    ``titles`` are the checklists that these name.
    """

    published: bool
    mine: tuple[CategoryUse, ...]
    others: tuple[CategoryUse, ...]
    titles: dict[str, Texts]


def users(world: World, id_: str) -> Users:
    """List the products of the catalogue by category and by whether this checklist is theirs."""
    with world.read() as uow:
        uses, known = uow.catalog.uses(), uow.rules.in_force().checklists
    return Users(
        published=id_ in known,
        mine=tuple(use for use in uses if use.checklist == id_),
        others=tuple(use for use in uses if use.checklist != id_),
        titles={id_: checklist.title for id_, checklist in known.items()},
    )


def assign(world: World, category: str, id_: str, person: Person) -> int:
    """Inspect every product of a category by a checklist from now on; return how many that changed.

    Items in hand keep theirs. Raises MANAGER_NEEDED, CENTRAL_DECIDES, and NOT_NOW for a checklist that was
    never published or a category without products.
    """
    need(person, Role.MANAGER)
    need_own_word(world)
    with world.begin() as uow:
        products = uow.catalog.of_category(category)
        if not products or id_ not in uow.rules.in_force().checklists:
            raise DomainError(Reason.NOT_NOW)
        changed = [replace(product, checklist=id_) for product in products if product.checklist != id_]
        uow.catalog.load(changed, (), ())
        if changed:
            uow.journal.append(ChecklistAssigned(category, id_, tuple(x.sku for x in changed)), person.id)
        return len(changed)
