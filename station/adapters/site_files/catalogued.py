"""Products that a file names and the catalogue may have."""

from collections.abc import Collection

from station.domain.identifiers import Sku

# With more names than these to compare, a mistake would take a second each.
MANY = 2000


def like(sku: Sku, skus: Collection[Sku]) -> list[Sku]:
    """Return what may be meant instead; of a large catalogue only what begins alike."""
    if len(skus) <= MANY:
        return list(skus)
    return [each for each in skus if each[:2].casefold() == sku[:2].casefold()][:MANY]
