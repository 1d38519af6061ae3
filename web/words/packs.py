"""Words of evidence packs: the printed page, what happened, the READ-ME for strangers; words of claims."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.claims import ClaimKind, ClaimReason, ClaimState, Urgency
from station.domain.proof.printed import Happened, Printed, ReadMe, RuleKind
from web.words.lazy import Lazy, _l

# What a button says that lets a claim stand so.
MOVES: Mapping[str, Lazy] = {
    ClaimState.SENT: _l("It was sent"),
    ClaimState.SETTLED: _l("It was settled"),
    ClaimState.REFUSED: _l("It was refused"),
    ClaimState.DROPPED: _l("Drop it"),
}

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    ClaimKind: {
        ClaimKind.CARRIER: _l("Carrier"),
        ClaimKind.VENDOR: _l("Vendor"),
        ClaimKind.MARKETPLACE: _l("Marketplace"),
    },
    ClaimReason: {
        ClaimReason.DAMAGED: _l("Damaged on the way"),
        ClaimReason.LOST: _l("Lost on the way"),
        ClaimReason.INCOMPLETE: _l("Something is missing"),
        ClaimReason.WRONG_ITEM: _l("Another product came"),
        ClaimReason.DEFECTIVE: _l("Defective when it was delivered"),
        ClaimReason.ABUSED: _l("Used beyond what may be returned"),
        ClaimReason.OTHER: _l("Another reason"),
    },
    ClaimState: {
        ClaimState.OPEN: _l("to be sent"),
        ClaimState.SENT: _l("sent"),
        ClaimState.SETTLED: _l("settled"),
        ClaimState.REFUSED: _l("refused"),
        ClaimState.DROPPED: _l("dropped"),
    },
    Urgency: {
        Urgency.OVERDUE: _l("overdue"),
        Urgency.SOON: _l("due soon"),
        Urgency.IN_TIME: _l("in time"),
    },
    Printed: {
        Printed.OF_ITEM: _l("Evidence: item %(subject)s"),
        Printed.OF_RETURN: _l("Evidence: return %(subject)s"),
        Printed.OF_CLAIM: _l("Evidence: claim %(subject)s"),
        Printed.FOOT: _l("Evidence on %(subject)s, %(day)s"),
        Printed.MADE: _l("Made on %(day)s at station %(station)s. People are named by their number only."),
        Printed.SIMULATED: _l("simulated"),
        Printed.PLATE: _l("Licence plate"),
        Printed.PRODUCT_CODES: _l("Product"),
        Printed.SERIAL: _l("Serial number"),
        Printed.RETURN: _l("Return number"),
        Printed.LINE: _l("Line"),
        Printed.WEIGHT: _l("Weight"),
        Printed.VISIT: _l("Inspection"),
        Printed.CHECKLIST: _l("Checklist and its version"),
        Printed.BEGUN: _l("Begun"),
        Printed.ENDED: _l("Ended"),
        Printed.GRADE: _l("Grade"),
        Printed.BIN: _l("Bin"),
        Printed.SET_BY: _l("set by: %(question)s %(answer)s"),
        Printed.ANSWERS: _l("Answers and what proves them"),
        Printed.OTHER_PHOTOS: _l("Other photos"),
        Printed.REMOVED: _l("the photo was removed"),
        Printed.WHY: _l("Why it went there"),
        Printed.RULING: _l("Right to return it"),
        Printed.GROUNDS: _l("Reasons"),
        Printed.ROW: _l("Routing, row"),
        Printed.OVERRIDDEN: _l("A supervisor changed %(was)s to %(to)s: %(reason)s."),
        Printed.TIMELINE: _l("What happened"),
        Printed.WHEN: _l("When"),
        Printed.WHAT: _l("What"),
        Printed.WHO: _l("Who"),
        Printed.ENTRY: _l("Entry"),
        Printed.LINES: _l("Line by line"),
        Printed.EXPECTED: _l("Expected"),
        Printed.RECEIVED: _l("Came"),
        Printed.DIFFERENCE: _l("Difference"),
        Printed.CLAIM: _l("Claim"),
        Printed.AGAINST: _l("Against"),
        Printed.REASON: _l("Reason"),
        Printed.REFERENCE: _l("Reference"),
        Printed.KNOWN_ON: _l("Known on"),
        Printed.DUE: _l("To be sent by"),
        Printed.STATE: _l("State"),
        Printed.NOTES: _l("In people's own words"),
        Printed.PROOF: _l("How this can be checked"),
        Printed.HOW: _l(
            "Every line of this page follows from entries of the station's journal, which come with it. "
            "The journal is a Merkle tree (RFC 6962): its head, the checkpoint below, is signed, and "
            "nothing in it can be changed, left out or added later without that being seen. Each photo "
            "is named by the SHA-256 of its bytes. The file READ-ME.txt beside this page says how anyone "
            "can check all this with public tools."
        ),
        Printed.RULES: _l("By which rules"),
        Printed.RULES_ENTRY: _l("Published by entry"),
        Printed.HASHES: _l("Photos by their SHA-256"),
        Printed.CHECKPOINT: _l("Signed checkpoint"),
        Printed.KEY: _l("Public key"),
    },
    RuleKind: {
        RuleKind.POLICY: _l("Return policy"),
        RuleKind.TABLE: _l("Decision table"),
        RuleKind.PRICES: _l("Prices"),
        RuleKind.CONDITIONS: _l("Condition codes"),
        RuleKind.SIGNALS: _l("Signals"),
        RuleKind.DISPOSAL: _l("Disposal rules"),
    },
    Happened: {
        Happened.INSPECTION_FINISHED: _l("Inspection finished: graded and routed"),
        Happened.ITEM_BINNED: _l("Bin scanned: from here on it counts as stock"),
        Happened.WRONG_BIN_REFUSED: _l("A wrong bin was scanned and refused"),
        Happened.ITEM_HELD: _l("Put on hold for a supervisor"),
        Happened.HOLD_RELEASED: _l("Taken off hold by a supervisor"),
        Happened.DISPOSITION_OVERRIDDEN: _l("Sent elsewhere by a supervisor"),
        Happened.INSPECTION_VOIDED: _l("Inspection given up"),
        Happened.PARCEL_RECONCILED: _l("Return compared with its announcement"),
        Happened.ITEMS_MOVED_ON: _l("Moved on with the rest of its bin"),
        Happened.WORK_DONE: _l("Work on it ended"),
        Happened.ITEM_DISPOSED: _l("Thrown away, with its line in the ledger"),
        Happened.SIGNAL_SETTLED: _l("A supervisor settled a signal"),
        Happened.AUDIT_CONFIRMED: _l("Audited: found right"),
        Happened.AUDIT_OVERRIDDEN: _l("Audited: changed by a supervisor"),
        Happened.AUDIT_SENT_BACK: _l("Audited: to be inspected again"),
        Happened.HOLD_KEPT: _l("Audited: stays on hold"),
        Happened.ITEM_TAKEN_OUT: _l("Taken out of its bin"),
        Happened.ITEM_MOVED: _l("Moved to its new bin"),
        Happened.PHOTO_REMOVED: _l("A photo was removed because of what it showed"),
        Happened.CLAIM_BEGUN: _l("Claim begun"),
        Happened.CLAIM_MOVED: _l("Claim stands otherwise"),
        Happened.OTHER: _l("Other entry"),
    },
    ReadMe: {
        ReadMe.TITLE: _l("EVIDENCE PACK: READ ME FIRST"),
        ReadMe.WHAT: _l(
            "This folder says what happened to a returned item: what it was, what was found, which "
            "photos show it, what was decided and by which rules. record.pdf is for reading and "
            "printing. You need not believe it: everything below lets you check it yourself, with no "
            "network and with none of our software."
        ),
        ReadMe.FILES: _l(
            "record.pdf: the pages to read. record.json: the same for programs. journal/: the entries of "
            "the station's journal that tell of it, exactly as they were written, and the rules that "
            "were in force. proofs/: for each entry, the proof that it stands in the journal. "
            "checkpoint.txt: the signed head of the journal. photos/: the photos as the camera made "
            "them, each named by the SHA-256 of its bytes. public-key.pem and public-keys.txt: the "
            "station's public keys. SHA256SUMS: the SHA-256 of all these files. seal.txt: the station's "
            "signature over SHA256SUMS."
        ),
        ReadMe.SUMS: _l(
            "1. No file was changed. Unpack the ZIP, open a shell in the folder and run what follows. "
            "Every line has to end with OK. A file that is not named there does not belong to the pack."
        ),
        ReadMe.SIGNED: _l(
            "2. The station sealed these files. The first two lines that appear have to be equal; then "
            "openssl (version 3) has to say: Signature Verified Successfully."
        ),
        ReadMe.CHECKPOINT: _l(
            "3. The station signed the head of its journal. Again openssl has to say: Signature Verified "
            "Successfully."
        ),
        ReadMe.JOURNAL: _l(
            "4. Every entry stands in the journal under that head. The program needs Python 3 and "
            "nothing else; it hashes each entry up to the root of the Merkle tree, as RFC 6962 and RFC "
            "9162 describe."
        ),
        ReadMe.RECORD: _l(
            "5. Compare. The entries in journal/ are plain text. The answers, grades and times in "
            "record.pdf are those of the entries; the photos are named there by their SHA-256."
        ),
        ReadMe.NOTES: _l(
            "6. Texts that people wrote are not in the journal, so that they can be removed where the "
            "law asks for it. The journal has the SHA-256 of a salt and the text. record.json has the "
            "salt and the text of those that are still kept, and this program compares them."
        ),
        ReadMe.KEY: _l(
            "7. Whose key is it? The signatures prove that whoever has the key below made this pack. "
            "That it is the station's key you have to learn another way than from this pack: ask for it "
            "by telephone, or compare it with a pack that you trust. This is the key, and the SHA-256 of "
            "its 32 bytes. The command works that out from public-key.pem, the key that you used above: "
            "it has to print the same."
        ),
        ReadMe.LIMITS: _l(
            "What this does not prove: that the photos show the truth, that the clock was right, or that "
            "there are no other entries about this item. It proves that what is here was written down in "
            "this order and was not changed since the checkpoint was signed. Two checkpoints of one "
            "station can be compared: the later journal has to begin with the earlier one."
        ),
        ReadMe.SOFTWARE: _l(
            "With our software, which needs neither network nor database for it, one command does all of "
            "this:"
        ),
    },
}
