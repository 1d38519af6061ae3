"""The wrong-bin rule: an item is done only when the bin that it was sent to is scanned."""

from dataclasses import replace
from datetime import datetime

from station.domain.errors import DomainError, Reason
from station.domain.filling import Proposal
from station.domain.identifiers import BinCode
from station.domain.inspection import Inspection, Route, State


def binned(inspection: Inspection, scanned: BinCode, at: datetime, by: str) -> Inspection:
    """Close the item with the scan of its bin. The wrong bin is a hard stop.

    Raises NOT_ROUTED_YET before the verdict, NO_BIN if no bin is set up for the disposition, BINS_FULL if
    all that are have no room, and WRONG_BIN with ``needed`` and ``scanned``.
    """
    if inspection.state is not State.ROUTED or inspection.route is None:
        raise DomainError(Reason.NOT_ROUTED_YET, scanned=scanned)
    needed = inspection.route.bin
    if needed is None:
        raise DomainError(why_no_bin(inspection.route), disposition=inspection.route.disposition.value)
    if needed != scanned:
        raise DomainError(Reason.WRONG_BIN, needed=needed, scanned=scanned)
    return replace(inspection, state=State.BINNED, closed_at=at, closed_by=by)


def why_no_bin(route: Route) -> Reason:
    """Say why a route has no bin: none is set up, or all of them are full."""
    return Reason.BINS_FULL if route.passed else Reason.NO_BIN


def sent(inspection: Inspection, proposal: Proposal) -> Inspection:
    """Send a routed item to the bin that is proposed. Raises NOT_NOW before the verdict."""
    if inspection.state is not State.ROUTED or inspection.route is None:
        raise DomainError(Reason.NOT_NOW)
    route = replace(inspection.route, bin=proposal.bin, passed=proposal.passed)
    return replace(inspection, route=route)
