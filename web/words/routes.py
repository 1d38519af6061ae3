"""Words for grades, dispositions, policy and what is wrong with a photo."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.calendar import CountedFrom, Weekday
from station.domain.catalog import BinUse
from station.domain.disposition import Disposition, Part
from station.domain.evidence import Fault
from station.domain.grading import Axis, Grade
from station.domain.inspection import State
from station.domain.policy import Ground, Payer, Remedy, Verdict
from web.words.lazy import Lazy, _l

DISPOSITIONS: Mapping[str, Lazy] = {
    Disposition.RESTOCK: _l("Restock"),
    Disposition.REFURBISH: _l("Refurbish"),
    Disposition.RESALE: _l("Resale"),
    Disposition.DISPOSAL: _l("Disposal"),
}

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    Disposition: DISPOSITIONS,
    BinUse: {**DISPOSITIONS, BinUse.HOLD: _l("Hold")},
    Grade: {
        Grade.A: _l("as new"),
        Grade.B: _l("light use"),
        Grade.C: _l("worn"),
        Grade.D: _l("defective"),
        Grade.E: _l("unusable"),
    },
    Axis: {
        Axis.COSMETIC: _l("looks"),
        Axis.FUNCTIONAL: _l("function"),
        Axis.COMPLETENESS: _l("completeness"),
        Axis.PACKAGING: _l("packaging"),
    },
    Verdict: {
        Verdict.ELIGIBLE: _l("Eligible"),
        Verdict.INELIGIBLE: _l("Not eligible"),
        Verdict.MANUAL: _l("To be decided by hand"),
    },
    Remedy: {
        Remedy.FULL_REFUND: _l("Full refund recommended"),
        Remedy.PARTIAL_REFUND: _l("Partial refund recommended"),
        Remedy.EXCHANGE: _l("Exchange recommended"),
        Remedy.STORE_CREDIT: _l("Store credit recommended"),
        Remedy.REPAIR: _l("Repair recommended"),
        Remedy.REFUSAL: _l("Refusal recommended: back to the customer"),
        Remedy.DECIDE_BY_HAND: _l("No recommendation"),
    },
    Ground: {
        Ground.IN_WINDOW: _l("in the return window"),
        Ground.AFTER_WINDOW: _l("after the return window"),
        Ground.DELIVERY_UNKNOWN: _l("delivery date not known"),
        Ground.PURCHASE_UNKNOWN: _l("purchase date not known"),
        Ground.DELIVERED_LATER: _l("delivery date is in the future"),
        Ground.DATES_CONTRADICT: _l("its dates contradict each other"),
        Ground.REST_DAY: _l("longer because its last day was a day of rest"),
        Ground.HOLIDAY: _l("longer for the season"),
        Ground.CARRIER_DELAY: _l("longer for the carrier's delay"),
        Ground.POSTED_UNKNOWN: _l("it may have been posted in time: the date is not known"),
        Ground.INVOICE_SEEN: _l("invoice seen"),
        Ground.INVOICE_MISSING: _l("invoice missing"),
        Ground.UNANNOUNCED: _l("nobody announced it"),
        Ground.WRONG_ITEM: _l("another product than announced"),
        Ground.WRONG_SERIAL: _l("another serial number than sent"),
        Ground.HYGIENE_OPENED: _l("hygiene product, opened"),
        Ground.CONDITION_FEE: _l("fee for its condition"),
        Ground.PACKAGING_POOR: _l("packaging too poor"),
        Ground.FINAL_SALE: _l("sold for good"),
        Ground.NO_TERMS: _l("no terms for it"),
    },
    Payer: {
        Payer.SHOP: _l("The shop pays the way back"),
        Payer.CUSTOMER: _l("The customer pays the way back"),
    },
    CountedFrom: {
        CountedFrom.DELIVERY: _l("delivery"),
        CountedFrom.PURCHASE: _l("purchase"),
    },
    Weekday: {
        Weekday.MONDAY: _l("Monday"),
        Weekday.TUESDAY: _l("Tuesday"),
        Weekday.WEDNESDAY: _l("Wednesday"),
        Weekday.THURSDAY: _l("Thursday"),
        Weekday.FRIDAY: _l("Friday"),
        Weekday.SATURDAY: _l("Saturday"),
        Weekday.SUNDAY: _l("Sunday"),
    },
    Part: {
        Part.PRICE: _l("price"),
        Part.DECAY: _l("lost while held"),
        Part.FEES: _l("fees"),
        Part.LABOUR: _l("work"),
        Part.PARTS: _l("spare parts"),
        Part.FREIGHT: _l("freight"),
        Part.DISPOSAL: _l("disposing of it"),
    },
    Fault: {
        Fault.BLURRED: _l("it is blurred"),
        Fault.DARK: _l("it is too dark"),
        Fault.BRIGHT: _l("it has bright spots"),
        Fault.NO_CODE: _l("it shows no label that can be read"),
        Fault.OTHER_CODE: _l("it shows the code of another item"),
        Fault.TOO_FAR: _l("its code is too small to be read: go closer"),
        Fault.SEEN_BEFORE: _l("it is much like a photo of another item"),
    },
    State: {
        State.OPEN: _l("open"),
        State.ROUTED: _l("waits for its bin"),
        State.BINNED: _l("in its bin"),
        State.HELD: _l("on hold"),
        State.VOIDED: _l("given up"),
    },
}
