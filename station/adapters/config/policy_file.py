"""policy.toml to Policy: terms and holidays. What must hold between them is checked in ``policy_checks``."""

from pathlib import Path

from station.adapters.config.dates import DAY
from station.adapters.config.kinds import (
    COUNTRY,
    FLAG,
    ID,
    PERCENT,
    TEXT,
    VERSION,
    Kind,
    amount,
    member_of,
    name_in,
    pattern,
    whole,
)
from station.adapters.config.policy_checks import check_holiday, check_terms
from station.adapters.config.problems import Problems
from station.adapters.config.sections import Section, reading
from station.adapters.config.texts_file import read_texts
from station.adapters.config.unique import note_repeated
from station.domain.calendar import CountedFrom, Holiday, Weekday
from station.domain.grading import Grade
from station.domain.phrases import phrase
from station.domain.policy import CHOICES, CONDITIONS, Payer, Policy, Remedy, Terms, Verdict

GRADE = member_of(Grade)
_DAYS = whole(0, 3650)
_AMOUNT = amount()
_CURRENCY = pattern(r"[A-Z]{3}", phrase("three capital letters such as ILS"))
_CONDITION = name_in(CONDITIONS)
_KINDS: dict[str, Kind[str]] = {"channel": TEXT, "country": COUNTRY}
_VERDICT = member_of(Verdict)
_WEEKDAY = member_of(Weekday)


def read_policy(path: Path, problems: Problems, currency: str = "") -> Policy:
    """Read the return policy from a file, noting problems; ``currency`` is the station's."""
    with reading(path, problems) as top:
        return parse_policy(top, currency)


def parse_policy(top: Section, currency: str = "") -> Policy:
    """Read the return policy from a document, noting problems."""
    sections, holidays = top.sections("terms"), top.sections("holiday")
    policy = Policy(
        version=top.take("version", VERSION),
        currency=_currency(top, currency),
        terms=tuple(_terms(each) for each in sections),
        holidays=tuple(_holiday(each) for each in holidays),
    )
    check_terms(top, sections, policy)
    note_repeated(holidays, policy.holidays)
    return policy


def _currency(top: Section, own: str) -> str:
    found = top.take("currency", _CURRENCY, own)
    if own and found not in ("", own):
        wrong = phrase("found %(found)s, the station counts in %(own)s", found=found, own=own)
        top.wrong("currency", wrong, phrase("one currency everywhere"))
    return found


def _terms(section: Section) -> Terms:
    return Terms(
        id=section.take("id", ID),
        text=read_texts(section),
        when=_when(section.section("when")),
        window_days=section.take("window_days", _DAYS),
        counted_from=section.take("counted_from", member_of(CountedFrom), CountedFrom.DELIVERY),
        rest_days=section.many("rest_days", _WEEKDAY),
        carrier_days=section.take("carrier_days", _DAYS, 0),
        carrier_most=section.take("carrier_most", _DAYS, 0),
        invoice_required=section.take("invoice_required", FLAG, False),
        packaging_at_least=section.maybe("packaging_at_least", GRADE),
        packaging_worse=section.take("packaging_worse", _VERDICT, Verdict.MANUAL),
        hygiene_opened=section.take("hygiene_opened", _VERDICT, Verdict.INELIGIBLE),
        final_sale=section.take("final_sale", _VERDICT, Verdict.INELIGIBLE),
        fee_percent=read_percents(section.section("fee_percent")),
        fee_most=section.maybe("fee_most", _AMOUNT),
        remedy=section.take("remedy", _remedy("remedy"), Remedy.FULL_REFUND),
        late_remedy=section.take("late_remedy", _remedy("late_remedy"), Remedy.REFUSAL),
        late_days=section.maybe("late_days", _DAYS),
        return_paid_by=section.take("return_paid_by", member_of(Payer), Payer.CUSTOMER),
    )


def _when(section: Section) -> dict[str, tuple[str, ...]]:
    named = section.keys(phrase("condition"), _CONDITION)
    return {name: section.many(key, _KINDS.get(name, ID)) for key, name in named}


def _remedy(key: str) -> Kind[Remedy]:
    """One of the remedies that a key may name: the others follow from what is found."""
    kind = name_in(choice.value for choice in CHOICES[key])

    def read(value: object) -> Remedy | None:
        name = kind.read(value)
        return Remedy(name) if name else None

    return Kind(kind.expected, read, Remedy.FULL_REFUND, kind.names)


def _holiday(section: Section) -> Holiday:
    holiday = Holiday(
        id=section.take("id", ID),
        text=read_texts(section),
        from_=section.take("from", DAY),
        until=section.take("until", DAY),
        accepted_until=section.take("accepted_until", DAY),
        countries=section.many("countries", COUNTRY),
    )
    check_holiday(section, holiday)
    return holiday


def read_percents(section: Section) -> dict[Grade, int]:
    """Read a table from grade to percent."""
    return {grade: section.take(key, PERCENT) for key, grade in section.keys(phrase("grade"), GRADE)}
