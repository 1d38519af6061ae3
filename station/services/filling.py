"""How full the bins of this station are, and where an item goes by that."""

from collections.abc import Callable

from station.domain.binning import sent
from station.domain.catalog import Bin
from station.domain.disposition import Disposition
from station.domain.filling import FullBecause, Proposal, propose, why_full
from station.domain.inspection import Inspection
from station.ports import UnitOfWork


def proposal(uow: UnitOfWork, disposition: Disposition, category: str) -> Proposal:
    """Choose the bin of an item as things stand now; only bins that could take it are counted."""
    return propose(uow.catalog.bins(), fullness(uow), disposition, category)


def anew(uow: UnitOfWork, known: Inspection) -> Inspection:
    """Send a routed item anew where its bin takes it no more: it may have filled up or changed since."""
    assert known.route is not None
    way, category = known.route.disposition, known.item.category
    bin_ = uow.catalog.bin(known.route.bin) if known.route.bin else None
    if bin_ and bin_.takes(way, category) and fullness(uow)(bin_) is None:
        return known
    return sent(known, proposal(uow, way, category))


def fullness(uow: UnitOfWork) -> Callable[[Bin], FullBecause | None]:
    """Say of any bin why it takes nothing more, from what lies in it now."""
    marked = uow.contents.full()

    def of(bin_: Bin) -> FullBecause | None:
        count = 0 if bin_.capacity is None else uow.contents.count(bin_.code)
        return why_full(bin_, count, bin_.code in marked)

    return of
