"""What a customer said on the form at central, told at the station's own bench."""

import base64
from collections.abc import Mapping
from typing import Any

from station.domain.forms.events import FormSent
from station.domain.sync.events import Took, Unfit
from station.services.forms import filling
from station.services.notes import committed
from station.services.syncing.carrying import CannotTake, Carrying


def photos_of(event: object) -> tuple[str, ...]:
    """Name the photos that a customer sent; central gives them out as documents."""
    lines = event.lines if isinstance(event, FormSent) else ()
    return tuple(photo for line in lines for photo in line.photos)


def sent(case: Carrying) -> Took:
    """Keep what was sent, unless something newer is here."""
    known = case.uow.forms.get(case.event.rma)
    if known and known.revision >= case.event.revision:
        return Took.SAME
    _keep_notes(case)
    filling.take(case.uow, case.event, case.at)
    case.uow.journal.append(case.event, case.by)
    return Took.APPLIED


def _keep_notes(case: Carrying) -> None:
    notes: Mapping[str, Any] = case.beside.get("notes", {})
    for commitment, (salt, text) in notes.items():
        raw = base64.b64decode(salt)
        if committed(raw, text) != commitment:
            raise CannotTake(Unfit.UNREADABLE)
        case.uow.notes.put(commitment, raw, text)
