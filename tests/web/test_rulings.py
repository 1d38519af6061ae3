"""A ruling is said with every fact that its grounds speak of, in the reader's language."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from station.domain.grading import Grade
from station.domain.policy import Ground, Policy, Ruling
from station.domain.ruling import rule
from tests.support.made import TODAY
from tests.support.policies import case, one_row
from tests.support.stations import Rig
from web.factory import create_app
from web.rulings import fee, reasons

TERMS = one_row(
    """
    window_days = 14
    carrier_days = 3
    carrier_most = 14
    packaging_at_least = "B"
    packaging_worse = "eligible"
    fee_percent = { A = 5 }
    fee_most = 100
    """,
    """
    [[holiday]]
    id = "summer"
    en = "Summer"
    he = "קיץ"
    ru = "Лето"
    from = 2026-06-01
    until = 2026-06-10
    accepted_until = 2026-07-15
    """,
)


@pytest.fixture
def app(rig: Rig) -> Flask:
    return create_app(rig.world, secret_key=b"k" * 32, trusted_hosts=["localhost"])  # type: ignore[arg-type]


def said(app: Flask, ruling: Ruling, language: str = "en") -> tuple[list[str], str]:
    with app.test_request_context(headers={"Cookie": f"language={language}"}):
        plain = [reason.striptags() for reason in reasons(ruling)]
        return plain, fee(ruling).striptags()


def ruled(policy: Policy = TERMS, **facts: object) -> Ruling:
    return rule(policy, case(**facts))


def test_the_window_is_said_with_its_day_and_its_last_day(app: Flask) -> None:
    delivered = TODAY - timedelta(days=9)
    assert said(app, ruled(delivered=delivered))[0] == [
        "in the return window: day 9 of 14, last day 6 Jul 2026",
        "invoice seen",
    ]


def test_a_late_one_too(app: Flask) -> None:
    first, *_ = said(app, ruled(delivered=TODAY - timedelta(days=40)))[0]
    assert first == "after the return window: day 40 of 14, last day 5 Jun 2026"


def test_what_lengthened_it_is_said(app: Flask) -> None:
    found = ruled(delivered=TODAY - timedelta(days=25), posted=TODAY - timedelta(days=7), packaging=Grade.C)
    assert said(app, found)[0] == [
        "in the return window: day 25 of 43, last day 19 Jul 2026",
        "longer for the season: Summer",
        "4 days longer for the carrier's delay",
        "invoice seen",
        "packaging worse than B",
    ]


def test_one_day_is_one_day(app: Flask) -> None:
    found = ruled(delivered=TODAY - timedelta(days=9), posted=TODAY - timedelta(days=4))
    assert "1 day longer for the carrier's delay" in said(app, found)[0]


FEES = [
    (12900, "fee 5%, at most ₪100.00: ₪6.45"),
    (300000, "fee 5%, at most ₪100.00: ₪100.00"),
    (0, "fee 5%"),
]


@pytest.mark.parametrize(("value", "expected"), FEES)
def test_a_fee_is_said_as_a_share_and_as_an_amount(app: Flask, value: int, expected: str) -> None:
    assert said(app, ruled(value=value))[1] == expected


def test_a_fee_without_a_most(app: Flask) -> None:
    found = ruled(one_row("window_days = 14\nfee_percent = { A = 5 }"))
    assert said(app, found)[1] == "fee 5%: ₪6.45"
    assert said(app, ruled(one_row("window_days = 14")))[1] == ""


@pytest.mark.parametrize(("language", "season"), [("he", "קיץ"), ("ru", "Лето")])
def test_other_languages_have_the_same_facts(app: Flask, language: str, season: str) -> None:
    found = ruled(delivered=TODAY - timedelta(days=25), posted=TODAY - timedelta(days=7))
    window, holiday, carrier, *_ = said(app, found, language)[0]
    assert {"25", "43", "2026"} <= set(window.replace(",", " ").split())
    assert season in holiday
    assert "4" in carrier


def test_a_ruling_of_old_is_said_as_far_as_it_is_known(app: Flask) -> None:
    old = replace(ruled(delivered=TODAY - timedelta(days=9)), window=None, terms=None)
    old = replace(old, grounds=(Ground.AFTER_WINDOW, Ground.HOLIDAY, Ground.CARRIER_DELAY))
    first, *_ = said(app, old)[0]
    assert first == "after the return window: day 9 of 14"
