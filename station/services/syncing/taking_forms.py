"""What a customer said on the form at central, told at the station's own bench."""

from station.domain.forms.events import FormSent
from station.domain.sync.events import Took
from station.services.forms import filling
from station.services.syncing.carrying import Carrying, keep_notes


def photos_of(event: object) -> tuple[str, ...]:
    """Name the photos that a customer sent; central gives them out as documents."""
    lines = event.lines if isinstance(event, FormSent) else ()
    return tuple(photo for line in lines for photo in line.photos)


def sent(case: Carrying) -> Took:
    """Keep what was sent, unless something newer is here."""
    known = case.uow.forms.get(case.event.rma)
    if known and known.revision >= case.event.revision:
        return Took.SAME
    keep_notes(case)
    filling.take(case.uow, case.event, case.at)
    case.uow.journal.append(case.event, case.by)
    return Took.APPLIED
