"""Journeys of other modules once more with the records in PostgreSQL, from the scan to the last word.

Each stands for stores, or for a way of asking, that SQLite and PostgreSQL could answer differently.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.services.verifying import check_journal
from tests.services import (
    test_calibration,
    test_deciding,
    test_desk_reads,
    test_disposing,
    test_full_bins,
    test_packing,
    test_people,
    test_personal_data,
    test_printing,
    test_recalls,
    test_reconciling,
    test_refurbishing,
    test_replaying,
    test_rules,
    test_sampling,
    test_second_grades,
    test_signals,
)
from tests.support.postgres_stations import stocked_on_postgres
from tests.support.stations import Rig

JOURNEYS = (
    test_calibration.test_a_result_is_kept_and_bothers_no_supervisor,
    test_deciding.test_what_is_confirmed_waits_no_longer_and_the_journal_says_who_and_how_long,
    test_deciding.test_a_failure_in_the_middle_leaves_nothing_behind,
    test_desk_reads.test_what_was_decided_meanwhile_keeps_its_place_in_the_order,
    test_desk_reads.test_the_time_line_tells_every_decision_and_what_was_written,
    test_disposing.test_an_override_to_disposal_asks_why_and_says_that_it_was_changed,
    test_full_bins.test_contents_are_paged_newest_first,
    test_packing.test_every_entry_on_an_item_is_in_its_pack_and_none_on_another,
    test_people.test_two_people_swap_badges_in_one_load,
    test_personal_data.test_notes_by_a_person_go_with_them_and_others_stay,
    test_printing.test_the_queue_remembers_the_last_labels_only,
    test_recalls.test_what_lies_in_bins_already_is_listed_to_be_fetched,
    test_reconciling.test_each_open_line_is_asked_about_and_what_is_missing_waits_no_longer,
    test_refurbishing.test_the_queue_is_paged_the_longest_waiting_first,
    test_replaying.test_a_replay_beside_the_station_says_the_same,
    test_rules.test_the_way_back_makes_no_copy,
    test_sampling.test_from_the_scan_of_the_bin_to_the_verdict_at_the_desk,
    test_second_grades.test_a_difference_waits_at_the_desk_with_both_grades,
    test_signals.test_a_sender_far_above_the_norm_is_noted_and_never_named,
    test_signals.test_the_items_behind_a_number_are_listed_newest_first_in_pages,
)
globals().update({journey.__name__: journey for journey in JOURNEYS})
filled, lived, quiet = test_desk_reads.filled, test_replaying.lived, test_printing.quiet
manager, other, fixer = test_rules.manager, test_rules.other, test_refurbishing.fixer


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """A station whose records are in PostgreSQL."""
    with stocked_on_postgres(tmp_path / "data") as rig:
        yield rig


def test_every_filter_of_the_desk_is_paged_without_a_gap_or_a_double(filled: Rig) -> None:
    for name in test_desk_reads.FILTERS:
        test_desk_reads.test_every_filter_is_paged_by_key_without_a_gap_or_a_double(filled, name, size=3)


def test_after_an_item_was_sent_back_and_inspected_again_the_record_explains_itself(rig: Rig) -> None:
    test_deciding.test_what_is_sent_back_is_inspected_again_with_the_note_on_screen(rig)
    assert check_journal(rig.world) == ()
