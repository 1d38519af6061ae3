"""Words for every value of the domain that a person may meet, in the reader's language."""

from collections.abc import Mapping
from enum import StrEnum
from typing import cast

from station.domain.bench import AskKind, Say
from station.domain.errors import Reason
from station.domain.outbound.messages import MessageType
from web.words import (
    agreement,
    asks,
    audits,
    central_decided,
    devices,
    grading,
    imports,
    labels,
    notices,
    outbound,
    packs,
    parcels,
    parked,
    people,
    routes,
    sampling,
    scanners,
    signals,
    stations,
    sync,
    waiting,
    work,
)
from web.words.lazy import Lazy

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    Say: notices.SAYS,
    Reason: notices.REASONS,
    AskKind: asks.TITLES,
    **asks.OPTIONS,
    **routes.WORDS,
    **devices.WORDS,
    **scanners.WORDS,
    **labels.WORDS,
    **outbound.WORDS,
    **packs.WORDS,
    **grading.WORDS,
    **parcels.WORDS,
    **people.WORDS,
    **work.WORDS,
    **signals.WORDS,
    **audits.WORDS,
    **sampling.WORDS,
    **agreement.WORDS,
    **imports.WORDS,
    **waiting.WORDS,
    **central_decided.WORDS,
    **parked.WORDS,
    **stations.WORDS,
    **sync.WORDS,
}


def word(member: StrEnum) -> Lazy:
    """Return the words of a value. Values of two enums may be equal, so the enum counts too."""
    return WORDS[type(member)][member.value]


def message_type(value: str) -> str | Lazy:
    """Return what a message tells, or its own name for a call of another system."""
    return words_of(MessageType, value)


def words_of(kind: type[StrEnum], value: str) -> str | Lazy:
    """Return the words of a value by name, or the value itself where there are none."""
    return cast("Mapping[str, str | Lazy]", WORDS[kind]).get(value, value)
