"""Words for signals, for what a supervisor finds them to be, and for where a weight comes from."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.disposal import GramsFrom
from station.domain.signals import Finding, SignalKind
from web.words.lazy import Lazy, _l

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    SignalKind: {
        SignalKind.SERIAL_SWAPPED: _l("Another serial number than was sent"),
        SignalKind.EMPTY_BOX: _l("The box came empty"),
        SignalKind.OTHER_ORDER: _l("Label of another order"),
        SignalKind.CUSTOMER_ABOVE_NORM: _l("Customer returns far more than others"),
        SignalKind.ADDRESS_ABOVE_NORM: _l("Far more returns from this address than from others"),
        SignalKind.WEIGHT_OFF: _l("Weight is off"),
        SignalKind.PHOTO_SEEN_BEFORE: _l("Photo much like one of another item"),
    },
    Finding: {
        Finding.CONFIRMED: _l("Confirmed: it was so"),
        Finding.UNFOUNDED: _l("Unfounded: there is a good reason"),
    },
    GramsFrom: {
        GramsFrom.SCALE: _l("weighed"),
        GramsFrom.CATALOGUE: _l("from the catalogue"),
        GramsFrom.TYPICAL: _l("typical of its category"),
    },
}

# What was seen, by kind of signal. ``%(name)s`` stands for a fact of the signal.
SEEN: Mapping[str, Lazy] = {
    SignalKind.SERIAL_SWAPPED: _l("%(expected)s was sent, %(serial)s came back."),
    SignalKind.EMPTY_BOX: _l("Nothing was in the box."),
    SignalKind.OTHER_ORDER: _l(
        "A label of return %(scanned)s was scanned. The item in hand belongs to %(expected)s."
    ),
    SignalKind.CUSTOMER_ABOVE_NORM: _l(
        "%(count)s returns of this customer in %(days)s days. Customers have %(norm)s on average."
    ),
    SignalKind.ADDRESS_ABOVE_NORM: _l(
        "%(count)s returns from this address in %(days)s days. Addresses have %(norm)s on average."
    ),
    SignalKind.WEIGHT_OFF: _l("It weighs %(measured)s. By the catalogue it is %(known)s."),
    SignalKind.PHOTO_SEEN_BEFORE: _l("A photo of it is much like one of %(lpn)s. Compare the two."),
}
