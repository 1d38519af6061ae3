"""Every kind of rules as a page edits it: which values there are, and what they are called."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.disposition import FACTS, Disposition, FactKind
from station.domain.grading import Axis, Grade
from station.domain.policy import CHOICES, CONDITIONS, Payer, Remedy, Verdict
from station.domain.signals import SignalKind
from web import words
from web.rules.checklist_sheet import CHECKLIST
from web.rules.fields import (
    Around,
    Each,
    Field,
    Heading,
    Listed,
    Named,
    Option,
    Options,
    Rows,
    Shape,
    Sheet,
    Unit,
    Words,
)
from web.words.lazy import Lazy, _l


def members(kind: type[StrEnum]) -> Options:
    """Offer every member of an enum, in its own words."""
    return lambda _: [(member.value, str(words.word(member))) for member in kind]


def grades(_: Around) -> list[Option]:
    return [(grade.value, f"{grade.value} · {words.word(grade)}") for grade in Grade]


def known(what: str) -> Options:
    """Offer the names that the station knows of something: its categories, its channels."""
    return lambda around: [(name, name) for name in around.known.get(what, ())]


def _codes(around: Around) -> list[Option]:
    """Offer the codes of the marketplace that a field stands in."""
    found = around.table.get("codes", {})
    listed: Mapping[str, object] = found if isinstance(found, Mapping) else {}
    return [(code, f"{code} · {name}") for code, name in listed.items()]


def _translated(_: Around) -> list[Option]:
    return [("grade", str(_l("the grade"))), *((axis.value, str(words.word(axis))) for axis in Axis)]


CATEGORIES = known("category")
NAME = Words(_l("What it is called"))
_CODE_HELP = _l("Small letters, digits and _. It stands in exports.")


def by_grade(key: str, label: object, unit: Unit = Unit.PERCENT, shape: Shape = Shape.NUMBER) -> Each:
    """One number for each grade; one that is left out is none."""
    value = Field("", _l("Value"), shape, unit, usual="0")
    return Each(key, label, value, grades)  # type: ignore[arg-type]


_PRICES = Sheet(
    _l("Prices"),
    _l("What each way out brings, less its costs. Where the decision table leaves a choice, the best wins."),
    (
        Field("labour_per_hour", _l("An hour of work costs"), Shape.AMOUNT, Unit.MONEY, usual="0"),
        Listed(
            "way",
            _l("Ways out"),
            _l("Way out"),
            _l("Add a way out"),
            (
                NAME,
                Field("disposition", _l("It takes items for"), Shape.CHOICE, options=members(Disposition)),
                Field(
                    "categories",
                    _l("Only for these categories"),
                    Shape.CHOICES,
                    options=CATEGORIES,
                    usual="",
                    free=True,
                ),
                by_grade("price_percent", _l("It sells for, in percent of the price new")),
                Field(
                    "decay_percent", _l("The price falls each day by"), Shape.NUMBER, Unit.PERCENT, usual="0"
                ),
                Field("days_held", _l("It is held for"), Shape.WHOLE, Unit.DAYS, usual="0"),
                Field(
                    "fee_percent", _l("Fee, in percent of the price"), Shape.NUMBER, Unit.PERCENT, usual="0"
                ),
                Field("fee", _l("Fee for each item"), Shape.AMOUNT, Unit.MONEY, usual="0"),
                Field("labour_minutes", _l("Work on it"), Shape.NUMBER, Unit.MINUTES, usual="0"),
                Field("parts", _l("Parts"), Shape.AMOUNT, Unit.MONEY, usual="0"),
                Field("freight", _l("Freight"), Shape.AMOUNT, Unit.MONEY, usual="0"),
                Field("disposal", _l("Disposal costs"), Shape.AMOUNT, Unit.MONEY, usual="0"),
            ),
            blank={"disposition": "resale"},
            gist=("disposition", "price_percent"),
        ),
    ),
    "records",
)

_CONDITIONS = Sheet(
    _l("Condition codes"),
    _l("What marketplaces call our grades."),
    (
        Listed(
            "market",
            _l("Marketplaces"),
            _l("Marketplace"),
            _l("Add a marketplace"),
            (
                Field("name", _l("Name"), Shape.LINE),
                Field("by", _l("Its codes say"), Shape.CHOICE, options=_translated, usual="grade"),
                Each(
                    "default",
                    _l("Code for each grade"),
                    Field("", _l("Code"), Shape.CHOICE, options=_codes, usual=""),
                    grades,
                ),
                Named(
                    "category",
                    _l("Other codes for a category"),
                    _l("Add a category"),
                    CATEGORIES,
                    (
                        Each(
                            "",
                            _l("Code for each grade"),
                            Field("", _l("Code"), Shape.CHOICE, options=_codes, usual=""),
                            grades,
                        ),
                    ),
                ),
                Each(
                    "codes",
                    _l("Codes that it knows"),
                    Field("", _l("What it calls it"), Shape.LINE),
                    lambda _: (),
                    add=_l("Add a code"),
                    free=True,
                ),
            ),
            blank={"name": "", "codes": {}, "default": {}},
        ),
    ),
    "label",
)

_SIGNALS = Sheet(
    _l("Signals"),
    _l("When something does not add up, a supervisor looks. A signal never refuses by itself."),
    (
        Heading(
            _l("A weight is off"),
            (
                Field("weight_percent", _l("by more than"), Shape.NUMBER, Unit.PERCENT, usual="15"),
                Field("weight_grams", _l("and by more than"), Shape.WHOLE, Unit.GRAMS, usual="30"),
            ),
        ),
        Heading(
            _l("A customer or an address returns too much"),
            (
                Field("sender_days", _l("in the last"), Shape.WHOLE, Unit.DAYS, usual="90"),
                Field("sender_times_norm", _l("above the usual"), Shape.NUMBER, Unit.TIMES, usual="4"),
                Field("sender_least", _l("and at least"), Shape.WHOLE, Unit.RETURNS, usual="6"),
            ),
        ),
        Field("off", _l("Switched off"), Shape.CHOICES, options=members(SignalKind), usual=""),
    ),
    "attention",
)


def _reasons(key: str, label: object, one: object, add: object, *more: Field) -> Listed:
    code = Field("id", _l("Code in the ledger"), Shape.CODE, help=_CODE_HELP)
    return Listed(key, label, one, add, (NAME, code, *more))  # type: ignore[arg-type]


_ROWS = Field(
    "rows",
    _l("Rows of the decision table that say it: nobody is asked then"),
    Shape.CHOICES,
    options=known("row"),
    usual="",
)


_DISPOSAL = Sheet(
    _l("Disposal rules"),
    _l("What has to be known before anything is thrown away."),
    (
        _reasons("reason", _l("Reasons"), _l("Reason"), _l("Add a reason"), _ROWS),
        Field(
            "need_derogation",
            _l("May not be destroyed without a ground in law"),
            Shape.CHOICES,
            options=CATEGORIES,
            usual="",
            free=True,
        ),
        _reasons("derogation", _l("Grounds in law"), _l("Ground in law"), _l("Add a ground in law")),
        Each(
            "typical_grams",
            _l("Weight where an item was not weighed"),
            Field("", _l("Weight"), Shape.WHOLE, Unit.GRAMS),
            CATEGORIES,
            add=_l("Add a category"),
        ),
    ),
    "disposal",
)


# What the bench says in whole sentences, here as the end of one.
_IN_TERMS: Mapping[StrEnum, Lazy] = {
    Remedy.FULL_REFUND: _l("a full refund"),
    Remedy.EXCHANGE: _l("an exchange"),
    Remedy.STORE_CREDIT: _l("store credit"),
    Remedy.REPAIR: _l("a repair"),
    Remedy.REFUSAL: _l("nothing, it goes back to the customer"),
    Payer.SHOP: _l("the shop"),
    Payer.CUSTOMER: _l("the customer"),
    Verdict.ELIGIBLE: _l("is accepted"),
    Verdict.INELIGIBLE: _l("is refused"),
    Verdict.MANUAL: _l("is decided by a person"),
}


def offered(key: str) -> Options:
    """Offer what a row of terms may say under a key."""
    return lambda _: [(each.value, str(_IN_TERMS.get(each) or words.word(each))) for each in CHOICES[key]]


_POLICY = Sheet(
    _l("Return policy"),
    _l("What customers are owed: a recommendation with reasons. The first row that fits applies."),
    (
        Rows(
            "terms",
            _l("Row"),
            _l("Add a row"),
            dict.fromkeys(CONDITIONS, FactKind.NAME),
            (
                Field("window_days", _l("accept it for"), Shape.WHOLE, Unit.DAYS),
                Field(
                    "counted_from",
                    _l("counted from"),
                    Shape.CHOICE,
                    options=offered("counted_from"),
                    usual="delivery",
                ),
                Field(
                    "rest_days",
                    _l("the last day is never a"),
                    Shape.CHOICES,
                    options=offered("rest_days"),
                    usual="",
                    any_of=True,
                ),
                Field("carrier_days", _l("a parcel usually takes"), Shape.WHOLE, Unit.DAYS, usual="0"),
                Field("carrier_most", _l("a slow parcel adds up to"), Shape.WHOLE, Unit.DAYS, usual="0"),
                Field("invoice_required", _l("without an invoice a person decides"), Shape.FLAG, usual="no"),
                Field("packaging_at_least", _l("packaging at least"), Shape.CHOICE, options=grades, usual=""),
                Field(
                    "packaging_worse",
                    _l("in worse packaging it"),
                    Shape.CHOICE,
                    options=offered("packaging_worse"),
                    usual="manual",
                ),
                Field(
                    "hygiene_opened",
                    _l("an opened hygiene product"),
                    Shape.CHOICE,
                    options=offered("hygiene_opened"),
                    usual="ineligible",
                ),
                Field(
                    "final_sale",
                    _l("what was sold for good"),
                    Shape.CHOICE,
                    options=offered("final_sale"),
                    usual="ineligible",
                ),
                by_grade("fee_percent", _l("keep of the price"), shape=Shape.WHOLE),
                Field("fee_most", _l("keep at most"), Shape.AMOUNT, Unit.MONEY, usual=""),
                Field("remedy", _l("give"), Shape.CHOICE, options=offered("remedy"), usual="full_refund"),
                Field(
                    "late_remedy",
                    _l("when it is late give"),
                    Shape.CHOICE,
                    options=offered("late_remedy"),
                    usual="refusal",
                ),
                Field("late_days", _l("late means up to"), Shape.WHOLE, Unit.DAYS, usual=""),
                Field(
                    "return_paid_by",
                    _l("the way back is paid by"),
                    Shape.CHOICE,
                    options=offered("return_paid_by"),
                    usual="customer",
                ),
            ),
            {"window_days": 14, "when": {"category": []}},
        ),
        Listed(
            "holiday",
            _l("Holidays"),
            _l("Holiday"),
            _l("Add a holiday"),
            (
                NAME,
                Field("from", _l("Sold from"), Shape.DAY),
                Field("until", _l("to"), Shape.DAY),
                Field("accepted_until", _l("may come back until"), Shape.DAY),
                Field(
                    "countries",
                    _l("Only in these countries"),
                    Shape.CHOICES,
                    options=known("country"),
                    usual="",
                    free=True,
                ),
            ),
            help=_l("What is sold in a season may come back longer."),
        ),
    ),
    "badge",
)

_TABLE = Sheet(
    _l("Decision table"),
    _l(
        "Where items go. It is read from the top: the first row that fits decides. "
        "Where it leaves several ways, the one that brings most is taken."
    ),
    (
        Rows(
            "row",
            _l("Row"),
            _l("Add a row"),
            FACTS,
            (Field("open", _l("It may go to"), Shape.CHOICES, options=members(Disposition), any_of=True),),
            {"open": ["refurbish"], "when": {"grade": ["A"]}},
        ),
    ),
    "arrow",
)

SHEETS: Mapping[str, Sheet] = {
    "policy": _POLICY,
    "table": _TABLE,
    "prices": _PRICES,
    "conditions": _CONDITIONS,
    "signals": _SIGNALS,
    "disposal": _DISPOSAL,
    "checklist": CHECKLIST,
}
