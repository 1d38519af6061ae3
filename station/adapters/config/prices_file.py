"""prices.toml to Prices: the ways out of the station, and what each brings."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from station.adapters.config.kinds import ID, VERSION, amount, member_of, pattern, whole
from station.adapters.config.policy_file import GRADE
from station.adapters.config.problems import Problems
from station.adapters.config.sections import Section, reading
from station.adapters.config.shares import SHARE, exactly
from station.adapters.config.texts_file import read_texts
from station.adapters.config.unique import note_repeated
from station.domain.disposition import Disposition
from station.domain.grading import Grade
from station.domain.phrases import phrase
from station.domain.prices import Prices, Way

CURRENCY = pattern(r"[A-Z]{3}", phrase("three capital letters such as ILS"))
_DISPOSITION = member_of(Disposition)
_NONE = Decimal(0)
_AMOUNT = amount()


def read_prices(path: Path, problems: Problems, currency: str = "") -> Prices:
    """Read the ways out from a file, noting problems; ``currency`` is the station's."""
    with reading(path, problems) as top:
        return parse_prices(top, currency)


def parse_prices(top: Section, currency: str = "") -> Prices:
    """Read the ways out from a document, noting problems."""
    sections = top.sections("way")
    prices = Prices(
        version=top.take("version", VERSION),
        currency=top.take("currency", CURRENCY),
        labour_per_hour=top.take("labour_per_hour", _AMOUNT, _NONE),
        ways=tuple(_way(each) for each in sections),
    )
    note_repeated(sections, prices.ways)
    _note_missing(top, prices.ways)
    if currency and prices.currency not in ("", currency):
        found = phrase("found %(found)s, the station counts in %(own)s", found=prices.currency, own=currency)
        top.wrong("currency", found, phrase("one currency everywhere"))
    return prices


def _way(section: Section) -> Way:
    return Way(
        id=section.take("id", ID),
        text=read_texts(section),
        disposition=section.take("disposition", _DISPOSITION),
        categories=section.many("categories", ID),
        price_percent=_percents(section.section("price_percent")),
        decay_percent=section.take("decay_percent", SHARE, _NONE),
        days_held=section.take("days_held", whole(0, 3650), 0),
        fee_percent=section.take("fee_percent", SHARE, _NONE),
        fee=section.take("fee", _AMOUNT, _NONE),
        labour_minutes=section.take("labour_minutes", exactly(0, 100000), _NONE),
        parts=section.take("parts", _AMOUNT, _NONE),
        freight=section.take("freight", _AMOUNT, _NONE),
        disposal=section.take("disposal", _AMOUNT, _NONE),
    )


def _percents(section: Section) -> dict[Grade, Decimal]:
    return {grade: section.take(key, SHARE) for key, grade in section.keys(phrase("grade"), GRADE)}


def _note_missing(top: Section, ways: Sequence[Way]) -> None:
    """Every disposition needs a way for all categories, or what it brings is unknown."""
    for disposition in Disposition:
        if not any(way.disposition is disposition and not way.categories for way in ways):
            missing = phrase("there is no way for %(disposition)s", disposition=disposition.value)
            top.wrong("way", missing, phrase("at least one [[way]] of it for all categories"))
