"""Policies written as a site writes them, and cases that are plain but for what a test names."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from station.adapters.config.policy_file import parse_policy
from station.adapters.config.problems import Problems
from station.adapters.config.sections import checking
from station.domain.grading import Grade
from station.domain.item import Sale
from station.domain.policy import Policy
from station.domain.ruling import Case
from tests.support.made import TODAY

CASE = Case(
    category="kitchen",
    grade=Grade.A,
    day=TODAY,
    delivered=TODAY - timedelta(days=5),
    announced=True,
    invoice=True,
    sealed=True,
    hygiene=False,
    wrong_item=False,
    wrong_serial=False,
    channel="webshop",
    value=12900,
)
_OF_SALE = ("country", "purchased", "posted", "reason", "final_sale")


def policy(toml: str) -> Policy:
    """Read a policy; a mistake in it is a mistake of the test."""
    problems = Problems()
    with checking(tomllib.loads(toml, parse_float=Decimal), "policy", problems) as top:
        read = parse_policy(top)
    assert problems.found == []
    return read


def one_row(terms: str, rest: str = "", currency: str = "ILS") -> Policy:
    """Read a policy of one row that takes everything."""
    head = f'version = 1\ncurrency = "{currency}"\n'
    return policy(f'{head}[[terms]]\nid = "all"\nen = "All"\n{terms}\n{rest}')


def case(**facts: Any) -> Case:
    """Make a case; what belongs to the sale is put there."""
    sale = {name: facts.pop(name) for name in _OF_SALE if name in facts}
    return replace(CASE, sale=replace(Sale(), **sale), **facts)


def day(text: str) -> date:
    return date.fromisoformat(text)
