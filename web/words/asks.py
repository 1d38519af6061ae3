"""What the bench asks, and the words of every choice."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.auditing.overrides import OverrideReason
from station.domain.bench import AskKind
from station.domain.evidence import PoorBecause
from station.domain.inspection import HoldReason
from station.domain.item import Unannounced
from station.domain.reconciling import Difference
from web.words.lazy import Lazy, _l

TITLES: Mapping[str, Lazy] = {
    AskKind.WHICH_LINE: _l("Which one is it?"),
    AskKind.WHY_UNANNOUNCED: _l("Nobody announced this. Why is it here?"),
    AskKind.WRONG_ITEM: _l("This is another product. What is right?"),
    AskKind.IS_SERIAL: _l("Is this the item's serial number?"),
    AskKind.OTHER_ORDER: _l("The label of another order. Where is it?"),
    AskKind.POOR_PHOTO: _l("Take the photo again"),
    AskKind.NO_PHOTO: _l("No picture from the camera"),
    AskKind.WHY_HOLD: _l("Why hold it?"),
    AskKind.GIVE_UP: _l("Give this item up?"),
    AskKind.RELEASE: _l("Take it off hold?"),
    AskKind.OVERRIDE_TO: _l("Where should it go instead?"),
    AskKind.WHY_OVERRIDE: _l("Why not as the rules say?"),
    AskKind.SUPERVISOR: _l("Scan a supervisor's badge"),
    AskKind.LINE_DIFFERS: _l("This has not come. Why?"),
    AskKind.EMPTY_BOX: _l("Is the box empty?"),
    AskKind.WHY_DISPOSAL: _l("Why is it thrown away?"),
    AskKind.DEROGATION: _l("Why may it be destroyed?"),
    AskKind.FINDING: _l("Was it so?"),
    AskKind.MOVE: _l("Move an item to another bin"),
    AskKind.AT_WORK: _l("The work on it is not done. Inspect it all the same?"),
}

HINTS: Mapping[str, Lazy] = {
    AskKind.WHICH_LINE: _l("Press its number, or scan the product."),
    AskKind.WHY_UNANNOUNCED: _l("The reason goes into the record."),
    AskKind.WRONG_ITEM: _l("The code that was scanned belongs to another product than the one in hand."),
    AskKind.IS_SERIAL: _l("The code is not known here, and this item has another serial number on paper."),
    AskKind.OTHER_ORDER: _l("If it is on the item in hand, a supervisor looks at it before it goes on."),
    AskKind.POOR_PHOTO: _l("Space takes it again. If it cannot be better, say why:"),
    AskKind.NO_PHOTO: _l("Space tries again. Without a photo the item has to wait on hold."),
    AskKind.WHY_HOLD: _l("The item waits for a supervisor. Nothing done so far is lost."),
    AskKind.GIVE_UP: _l("For items opened by mistake. Answers and photos of this item will not count."),
    AskKind.RELEASE: _l("A supervisor has to agree. The item goes on where it was left."),
    AskKind.OVERRIDE_TO: _l("A supervisor has to agree."),
    AskKind.WHY_OVERRIDE: _l("The reason goes into the record."),
    AskKind.SUPERVISOR: _l("Badge and PIN count for this one act."),
    AskKind.LINE_DIFFERS: _l("Look into the parcel once more first. Esc leaves it open."),
    AskKind.EMPTY_BOX: _l("It goes on hold for a supervisor, with the photos taken so far."),
    AskKind.WHY_DISPOSAL: _l(
        "The reason goes into the ledger of disposals. Without one nothing is thrown away."
    ),
    AskKind.DEROGATION: _l(
        "Unsold goods of this kind may be destroyed only for one of these. If none is true, hold it with H."
    ),
    AskKind.FINDING: _l(
        "For a supervisor: look at the item, then say. It tells how often such a sign is right; "
        "it refuses nobody."
    ),
    AskKind.MOVE: _l(
        "A supervisor decided this at the desk. Scan what is asked for; nothing else counts now."
    ),
    AskKind.AT_WORK: _l("A supervisor has to agree. The work ends with that."),
}

OPTIONS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    Unannounced: {
        Unannounced.NO_PAPERS: _l("No papers with it"),
        Unannounced.REFUSED_DELIVERY: _l("Customer refused the delivery"),
        Unannounced.UNDELIVERABLE: _l("Could not be delivered"),
        Unannounced.EXTRA_IN_PARCEL: _l("Extra item in a parcel"),
        Unannounced.OTHER: _l("Another reason"),
    },
    HoldReason: {
        HoldReason.UNSURE: _l("I am not sure how to judge it"),
        HoldReason.WRONG_CONTENTS: _l("Something else is in the box"),
        HoldReason.DANGEROUS: _l("Dangerous: battery, liquid, sharp"),
        HoldReason.PERSONAL_DATA: _l("Personal data on it"),
        HoldReason.NO_CAMERA: _l("No photo possible"),
        HoldReason.NO_BIN: _l("No bin for it, or the bin is full"),
        HoldReason.OTHER: _l("Another reason"),
        HoldReason.SIGNAL: _l("Something does not add up"),
        HoldReason.RECALLED: _l("It is recalled"),
    },
    PoorBecause: {
        PoorBecause.LABEL_MISSING: _l("There is no label"),
        PoorBecause.LABEL_DAMAGED: _l("The label is damaged"),
        PoorBecause.SHINY: _l("It shines too much"),
        PoorBecause.TOO_LARGE: _l("Too large for the picture"),
        PoorBecause.CAMERA_POOR: _l("The camera does no better"),
    },
    OverrideReason: {
        OverrideReason.RULE_DOES_NOT_FIT: _l("The rule does not fit this item"),
        OverrideReason.GRADED_TOO_HARD: _l("Graded too hard"),
        OverrideReason.GRADED_TOO_SOFT: _l("Graded too softly"),
        OverrideReason.CUSTOMER_AGREEMENT: _l("Agreed with the customer"),
        OverrideReason.OTHER: _l("Another reason"),
    },
}

# What can be said of a line that did not come, in the order of its keys.
NOT_HERE: Mapping[str, Lazy] = {
    Difference.LATER: _l("It comes in another parcel"),
    Difference.MISSING: _l("It is missing"),
    Difference.EMPTY_BOX: _l("Its box was empty"),
}

# Choices that are no enum of the domain.
NONE_OF_THESE, EXTRA = "none", "extra"
PLAIN: Mapping[str, Lazy] = {
    NONE_OF_THESE: _l("None of these"),
    EXTRA: _l("Extra in this parcel"),
    "empty_box": _l("The box is empty"),
    "wrong_item": _l("The item is the product just scanned"),
    "serial": _l("Yes, it is on the item"),
    "other": _l("No, it is another label"),
    "ignore": _l("Wrong code scanned; go on as before"),
    "hold": _l("Put the item on hold"),
    "give_up": _l("Give it up"),
    "go_on": _l("Go on with it"),
    "release": _l("Take it off hold"),
    "leave": _l("Leave it on hold"),
    "leave_there": _l("Bring it back to its work center"),
    "let_lie": _l("Leave it in its bin for now"),
    "look_again": _l("Inspect it again"),
    "next_parcel": _l("On the next parcel; go on as before"),
    "on_the_item": _l("On this item or its parcel"),
}
