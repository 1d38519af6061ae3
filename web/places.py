"""What there is at a station only, and what there is at central only."""

from flask import abort, request

from web.context import world

# At central nobody has an item in hand: no bench, no bins or work beside it, no devices, no labels.
AT_A_STATION = frozenset(
    {"bench", "labels", "devices", "bins", "work", "second", "simulator", "said_in_hand"}
)
# Central is opened from a desk, never by a badge at a bench.
AT_A_BENCH = frozenset({"sign_in.live", "sign_in.badge", "sign_in.pin", "sign_in.choose"})
AT_CENTRAL = frozenset({"stations", "station_edits"})
# Where a page of one place leads to the like at the other.
EVERYWHERE = frozenset({"bench.home", "bench.scan_elsewhere"})


def keep_apart() -> None:
    """Answer as if a page were not there, where it has no business."""
    if request.endpoint in EVERYWHERE:
        return
    here = world().house.is_central
    elsewhere = AT_A_STATION if here else AT_CENTRAL
    if request.blueprint in elsewhere or (here and request.endpoint in AT_A_BENCH):
        abort(404)
