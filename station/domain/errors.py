"""Why the domain refuses: one exception, a closed set of reasons, and facts to say it with."""

from enum import StrEnum


class Reason(StrEnum):
    """Every way in which the station says no. Each has a sentence on screen in every language."""

    MALFORMED_CODE = "malformed_code"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    UNKNOWN_CODE = "unknown_code"
    UNKNOWN_BIN = "unknown_bin"
    WRONG_BIN = "wrong_bin"
    NOT_ROUTED_YET = "not_routed_yet"
    NOT_NOW = "not_now"
    NO_SUCH_CHOICE = "no_such_choice"
    NOTHING_TO_UNDO = "nothing_to_undo"
    STALE_SCREEN = "stale_screen"
    ALREADY_DONE = "already_done"
    NO_BIN = "no_bin"
    SIGN_IN_FIRST = "sign_in_first"
    NOT_ALLOWED = "not_allowed"
    MANAGER_NEEDED = "manager_needed"
    OWN_WORK = "own_work"
    SUPERVISOR_DECIDED = "supervisor_decided"
    UNKNOWN_BADGE = "unknown_badge"
    WRONG_PIN = "wrong_pin"
    LOCKED_OUT = "locked_out"
    CHOOSE_PIN = "choose_pin"
    PIN_LENGTH = "pin_length"
    PIN_TOO_PLAIN = "pin_too_plain"
    PIN_AS_BEFORE = "pin_as_before"
    WRONG_SIGN_IN = "wrong_sign_in"
    SLOW_DOWN = "slow_down"
    OWN_ACCESS = "own_access"
    LAST_MANAGER = "last_manager"
    STILL_HAS_ACCESS = "still_has_access"
    CAMERA_ABSENT = "camera_absent"
    CAMERA_FROZEN = "camera_frozen"
    NO_SCALE = "no_scale"
    SCALE_ABSENT = "scale_absent"
    SCALE_SILENT = "scale_silent"
    SCALE_MOVING = "scale_moving"
    SCALE_EMPTY = "scale_empty"
    SCALE_OVERLOAD = "scale_overload"
    NO_PRINTER = "no_printer"
    DEVICE_AMBIGUOUS = "device_ambiguous"
    NO_SUCH_DRIVER = "no_such_driver"
    BOUND_BY_FILE = "bound_by_file"
    BAD_ADDRESS = "bad_address"
    TWO_CURRENCIES = "two_currencies"
    RULES_MOVED_ON = "rules_moved_on"
    RULES_WRONG = "rules_wrong"
    BIN_EMPTY = "bin_empty"
    BINS_FULL = "bins_full"
    CHANGED_MEANWHILE = "changed_meanwhile"
    WORK_TAKEN = "work_taken"
    WORK_OVER = "work_over"
    LABEL_FIRST = "label_first"
    WEIGH_FIRST = "weigh_first"
    EVIDENCE_FIRST = "evidence_first"
    PHOTOS_WANTED = "photos_wanted"
    PLATE_TAKEN = "plate_taken"
    HAS_PLATE = "has_plate"
    WRONG_LABEL = "wrong_label"
    NO_PICTURE = "no_picture"
    PICTURE_TOO_LARGE = "picture_too_large"
    AUDITED_MEANWHILE = "audited_meanwhile"
    FINDINGS_FIRST = "findings_first"
    NOTE_FIRST = "note_first"
    NOTHING_CHANGED = "nothing_changed"
    NOT_A_SAMPLE = "not_a_sample"
    KEY_REUSED = "key_reused"
    STILL_WORKING = "still_working"
    DISK_FULL = "disk_full"
    STORE_FAILED = "store_failed"


class DomainError(Exception):
    """Refuse with a reason and the facts that explain it.

    ``facts`` are plain strings that a sentence names, such as ``needed`` and ``scanned``.
    """

    def __init__(self, reason: Reason, **facts: str) -> None:
        super().__init__(reason.value, facts)
        self.reason = reason
        self.facts = facts
