"""Words for how what came differs from what was announced."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.reconciling import Difference
from web.words.lazy import Lazy, _l

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    Difference: {
        Difference.NONE: _l("as announced"),
        Difference.MISSING: _l("missing"),
        Difference.EXTRA: _l("extra"),
        Difference.WRONG_ITEM: _l("another product"),
        Difference.WRONG_SERIAL: _l("another serial number"),
        Difference.EMPTY_BOX: _l("empty box"),
        Difference.QUANTITY: _l("fewer than announced"),
        Difference.LATER: _l("comes in another parcel"),
    },
}
