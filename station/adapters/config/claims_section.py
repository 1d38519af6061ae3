"""[claims] to the days within which claims have to be sent."""

from station.adapters.config.kinds import whole
from station.adapters.config.sections import Section
from station.domain.claims import ClaimDays

_DAYS = whole(1, 366)


def claims(section: Section) -> ClaimDays:
    known = ClaimDays()
    return ClaimDays(
        carrier=section.take("carrier_days", _DAYS, known.carrier),
        vendor=section.take("vendor_days", _DAYS, known.vendor),
        marketplace=section.take("marketplace_days", _DAYS, known.marketplace),
        soon=section.take("soon_days", whole(0, 60), known.soon),
    )
