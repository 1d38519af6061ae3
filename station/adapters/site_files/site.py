"""A site's folder of CSV files, read whole or not at all."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, tzinfo
from pathlib import Path

from station.adapters.config.problems import Problems
from station.adapters.site_files.bins import read_bins
from station.adapters.site_files.centers import read_centers
from station.adapters.site_files.clashes import note_clashes
from station.adapters.site_files.components import Choices, read_components, with_components
from station.adapters.site_files.people import read_people
from station.adapters.site_files.products import read_products
from station.adapters.site_files.recalls import read_recalls
from station.adapters.site_files.returns import read_returns
from station.domain.catalog import Bin, ExpectedReturn, Product, WorkCenter
from station.domain.people import NewPerson
from station.domain.recalls import Recall


@dataclass(frozen=True, slots=True)
class Site:
    """What is known before the first scan."""

    products: tuple[Product, ...]
    returns: tuple[ExpectedReturn, ...]
    bins: tuple[Bin, ...]
    people: tuple[NewPerson, ...]
    centers: tuple[WorkCenter, ...] = ()
    recalls: tuple[Recall, ...] = ()


def read_site(
    folder: Path,
    today: date,
    checklists: Set[str],
    zone: tzinfo | None = None,
    choices: Choices | None = None,
) -> Site:
    """Read products.csv, returns.csv, bins.csv and, where they are, components.csv, centers.csv, recalls.csv
    and people.csv.

    ``today`` is what days in returns.csv count back from, ``zone`` where instants in it become days;
    ``checklists`` are the ids that products may name, ``choices`` what each answers its question on parts
    with, by its id; None leaves that unchecked. Raises ConfigError with every problem of every file;
    then nothing is to be taken over.
    """
    problems = Problems()
    products = read_products(folder / "products.csv", checklists, problems)
    catalogue_of = {product.sku: product for _, product in products}
    components = read_components(folder / "components.csv", catalogue_of, choices, problems)
    centers = read_centers(folder / "centers.csv", problems)
    categories = {product.category for _, product in products}
    bins = read_bins(folder / "bins.csv", categories, problems, centers)
    skus = [product.sku for _, product in products]
    lines = read_returns(folder / "returns.csv", today, skus, problems, zone)
    people = read_people(folder / "people.csv", problems)
    recalls = read_recalls(folder / "recalls.csv", today, problems)
    note_clashes(products, bins, lines.rows, [row for row, _ in components])
    problems.raise_any()
    catalogue, shelves = with_components(products, components), tuple(b for _, b in bins)
    return Site(catalogue, lines.returns, shelves, people, centers, recalls)
