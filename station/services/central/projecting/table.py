"""Which entries of stations change central's tables, and which are passed over on purpose."""

from collections.abc import Callable, Mapping

from station.services.central.projecting import grading, items, meanwhile, people, stock, whole
from station.services.central.projecting.here import Here

Projection = Callable[[Here], None]
PROJECTIONS: Mapping[str, Projection] = {
    "inspection_finished": whole.finished,
    "item_held": whole.held,
    "inspection_voided": whole.voided,
    "audit_overridden": whole.overridden,
    "item_moved": whole.moved,
    "item_binned": items.binned,
    "hold_released": items.hold_released,
    "disposition_overridden": items.overridden_at_bench,
    "item_taken_out": items.out_of_bin,
    "signal_settled": items.signal_settled,
    "audit_confirmed": items.confirmed,
    "audit_sent_back": items.sent_back,
    "hold_kept": items.hold_kept,
    "sample_drawn": grading.sample_drawn,
    "second_grade_given": grading.second_given,
    "calibration_marked": grading.calibration_marked,
    "calibration_retired": grading.calibration_retired,
    "calibration_graded": grading.calibration_graded,
    "items_moved_on": stock.moved_on,
    "bin_set": stock.bin_set,
    "work_center_set": stock.center_set,
    "work_done": stock.work_done,
    "item_disposed": stock.disposed,
    "disposal_taken_back": stock.disposal_taken_back,
    "parcel_reconciled": stock.reconciled,
    "claim_begun": stock.claim,
    "claim_moved": stock.claim,
    "recall_set": stock.recall_set,
    "recall_lifted": stock.recall_lifted,
    "rules_published": stock.rules_published,
    "photo_removed": stock.photo_removed,
    "taken_from_central": meanwhile.taken,
}
# What central decided comes back as the station's own entries. All of it stands here already, but for where
# the station has room for the item, and for what it wrote of somebody before it knew that they were removed.
CARRIED_OUT: Mapping[str, Projection] = {
    "audit_overridden": whole.carried_out,
    "person_removed": people.removed,
}

# These change nothing that an inspection coming after them is kept by, and write no line of its audits.
LIGHT = frozenset({"item_disposed", "parcel_reconciled", "sample_drawn"})

# What concerns one station alone, what central knows better, and what a later entry tells whole. These get
# their numbers, too: whoever follows the order of all stations finds every entry in it.
PASSED_OVER = frozenset(
    {
        # The station, its devices, its keys, scans that named nothing.
        "station_started", "clock_moved_back", "device_bound", "device_unbound", "label_printed",
        "scan_unknown", "scan_broken", "wrong_bin_refused", "bin_full", "key_made", "key_rotated",
        "photos_pruned",
        # People are central's to decide; sessions are nobody else's.
        "signed_in", "signed_out", "pin_refused", "person_added", "person_changed", "badge_renewed",
        "pin_reset", "pin_chosen", "person_unlocked", "access_ended", "access_given", "sessions_ended",
        "stepped_up", "sign_in_refused", "person_exported", "person_removed", "sender_removed",
        "token_made", "token_revoked",
        # What central is told by files and forms of its own.
        "import_taken", "form_link_made", "form_sent",
        # Which rules count is central's to decide.
        "rules_put_in_force", "checklist_assigned",
        # Lots and streams stay where the work is done; whom they draw comes as sample_drawn.
        "lot_judged", "sampling_resumed", "second_grade_drawn",
        # Central's own decisions, and how stations stand with it.
        "document_published",
        "station_enrolled", "station_stopped", "station_let_back", "station_revoked", "station_invited",
        # Destinations follow the order of all stations at central itself.
        "destination_set", "destination_replayed", "destination_secret_renewed",
    }
)  # fmt: skip
