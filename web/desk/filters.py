"""Which part of the queue is looked at, as it stands in the page's address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from babel.numbers import get_currency_precision
from flask import request

from station.domain.auditing.queue import Why
from station.trust_ports import Filter
from web.context import world

LONGEST = 64
MOST_VALUE = Decimal(10**9)
# How long an item waits at least, hours.
AGES = (1, 8, 24, 72, 168)
NAMES = ("why", "grader", "category", "station", "least", "age")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, as typed; what cannot be is left out."""

    given: Mapping[str, str]

    @property
    def filter(self) -> Filter:
        why, age = self.given.get("why", ""), self.given.get("age", "")
        return Filter(
            why=Why(why) if why else None,
            grader=self.given.get("grader", ""),
            category=self.given.get("category", ""),
            station=self.given.get("station", ""),
            least_value=_minor(self.given.get("least", "")),
            before=world().clock.now() - timedelta(hours=int(age)) if age else None,
        )

    @property
    def narrowed(self) -> bool:
        """Tell whether more than the reason is asked for."""
        return any(self.given.get(name) for name in NAMES if name != "why")

    def address(self, **changes: str) -> str:
        """Return the query of the page with these filters, and with changes to them."""
        asked = {name: value for name, value in {**self.given, **changes}.items() if value}
        return urlencode(asked)


def asked() -> Asked:
    """Read the filters of a request."""
    texts = {name: request.args.get(name, "").strip()[:LONGEST] for name in NAMES}
    sound = {
        "why": texts["why"] in set(Why),
        "least": _minor(texts["least"]) > 0,
        "age": texts["age"] in map(str, AGES),
    }
    return Asked({name: text for name, text in texts.items() if text and sound.get(name, True)})


def _minor(typed: str) -> int:
    """Return an amount typed in whole currency in its smallest unit, 0 for what is no amount."""
    try:
        amount = Decimal(typed.replace(",", "."))
    except InvalidOperation:
        return 0
    if not (amount.is_finite() and 0 < amount < MOST_VALUE):
        return 0
    return int(amount.scaleb(get_currency_precision(world().house.currency)))
