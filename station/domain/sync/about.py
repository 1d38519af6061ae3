"""What a decision of central is about, for people who look at one that waits."""

from collections.abc import Mapping
from enum import StrEnum


class DecisionAbout(StrEnum):
    """What a decision of central is about. OTHER is what a newer central may know."""

    RULES = "rules"
    RECALL = "recall"
    PERSON = "person"
    ITEM = "item"
    LIST = "list"
    PLACE = "place"
    SENDER = "sender"
    SAMPLING = "sampling"
    OTHER = "other"


_KINDS: Mapping[DecisionAbout, tuple[str, ...]] = {
    DecisionAbout.RULES: ("rules_published", "rules_put_in_force", "checklist_assigned"),
    DecisionAbout.RECALL: ("recall_set", "recall_lifted"),
    DecisionAbout.ITEM: (
        "audit_confirmed", "audit_overridden", "audit_sent_back", "hold_released", "hold_kept",
        "photo_removed",
    ),
    DecisionAbout.LIST: ("document_published",),
    DecisionAbout.PLACE: ("bin_set", "work_center_set"),
    DecisionAbout.SENDER: ("sender_removed",),
    DecisionAbout.SAMPLING: ("sampling_resumed",),
    DecisionAbout.PERSON: (
        "person_added", "person_changed", "badge_renewed", "pin_reset", "pin_chosen", "person_unlocked",
        "access_ended", "access_given", "sessions_ended", "person_removed",
    ),
}  # fmt: skip
_ABOUT = {kind: about for about, kinds in _KINDS.items() for kind in kinds}


def about(kind: str) -> DecisionAbout:
    return _ABOUT.get(kind, DecisionAbout.OTHER)
