"""What a customer said on the form at central, told at the station's own bench."""

from functools import partial

from station.domain.forms.events import FormSent
from station.domain.sync.events import Took
from station.services.forms import filling
from station.services.syncing.carrying import Carrying, keep_notes


def photos_of(event: object) -> tuple[str, ...]:
    """Name the photos that a customer sent; central gives them out as documents."""
    lines = event.lines if isinstance(event, FormSent) else ()
    return tuple(photo for line in lines for photo in line.photos)


def sent(case: Carrying) -> Took:
    """Keep what was sent, unless something newer is here; photos that are sent no more are kept no more."""
    known = case.uow.forms.get(case.event.rma)
    if known and known.revision >= case.event.revision:
        return Took.SAME
    keep_notes(case)
    left = set(known.photos if known else ()) - set(photos_of(case.event))
    case.after.extend(partial(case.world.vault.remove, photo) for photo in sorted(left))
    filling.take(case.uow, case.event, case.at)
    case.uow.journal.append(case.event, case.by)
    return Took.APPLIED
