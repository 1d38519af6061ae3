"""Whether customers have a return form here, and how it is reached."""

from dataclasses import dataclass
from datetime import timedelta

from station.domain.texts import LANGUAGES


@dataclass(frozen=True, slots=True)
class FormHouse:
    """What a site decided of its return form. ``url`` is where customers reach it, without a slash behind.

    ``languages`` are offered in that order. ``proxy`` is the address of a proxy of the site's
    own, which tells the customer's.
    """

    enabled: bool = False
    url: str = ""
    languages: tuple[str, ...] = tuple(LANGUAGES)
    lasts: timedelta = timedelta(days=30)
    proxy: str = ""
