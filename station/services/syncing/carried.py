"""Which decisions of central a station carries out, and by what."""

from collections.abc import Mapping

from station.services.syncing import taking_audits, taking_forms, taking_lists, taking_people, taking_rules
from station.services.syncing.carrying import Carry

CARRIED: Mapping[str, Carry] = {
    "rules_published": taking_rules.published,
    "rules_put_in_force": taking_rules.in_force,
    "checklist_assigned": taking_rules.assigned,
    "recall_set": taking_rules.recall_set,
    "recall_lifted": taking_rules.recall_lifted,
    "bin_set": taking_rules.bin_set,
    "work_center_set": taking_rules.center_set,
    "document_published": taking_lists.loaded,
    "person_added": taking_people.person,
    "person_changed": taking_people.person,
    "badge_renewed": taking_people.person,
    "pin_reset": taking_people.person,
    "pin_chosen": taking_people.person,
    "access_ended": taking_people.person,
    "access_given": taking_people.person,
    "person_unlocked": taking_people.unlocked,
    "sessions_ended": taking_people.signed_out,
    "person_removed": taking_people.removed,
    "sender_removed": taking_people.sender_removed,
    "audit_confirmed": taking_audits.confirm,
    "audit_overridden": taking_audits.override,
    "audit_sent_back": taking_audits.send_back,
    "hold_released": taking_audits.release,
    "hold_kept": taking_audits.keep_hold,
    "photo_removed": taking_audits.photo_removed,
    "sampling_resumed": taking_audits.sampling_resumed,
    "form_sent": taking_forms.sent,
}
