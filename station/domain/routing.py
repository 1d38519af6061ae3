"""From answers to a route: grade, policy, disposition and bin, decided together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from station.domain import disposition, grading, policy, prices
from station.domain.auditing.overrides import Override
from station.domain.catalog import Bin
from station.domain.checklist import Checklist
from station.domain.conditions import Conditions
from station.domain.disposal import DisposalRules
from station.domain.disposition import Disposition, Fact
from station.domain.errors import DomainError, Reason
from station.domain.grading import Grade, Graded
from station.domain.inspection import Inspection, Route, State, complete
from station.domain.item import Goods, Item, Sale
from station.domain.money import Money
from station.domain.policy import Ruling
from station.domain.ruling import case_of, rule
from station.domain.signals import SignalRules


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The published rules of a site."""

    checklists: Mapping[str, Checklist]
    policy: policy.Policy
    table: disposition.Table
    prices: prices.Prices
    conditions: Conditions
    signals: SignalRules
    disposal: DisposalRules


def facts(
    item: Item, graded: Graded, sealed: bool, ruling: Ruling, today: date, recalled: bool = False
) -> disposition.Facts:
    """Name the facts that the routing table can ask for; an axis without a cap is A.

    ``recalled`` says whether a recall names the item today.
    """
    return {
        **_AS_NEW,
        **{cap.axis.value: cap.grade.value for cap in graded.axes},
        "grade": graded.grade.value,
        "category": item.category,
        "value": item.value,
        "policy": ruling.verdict.value,
        "sealed": sealed,
        "hygiene": item.hygiene,
        "announced": item.unannounced is None,
        "wrong_item": item.wrong_item,
        "wrong_serial": item.wrong_serial,
        "channel": item.channel or "",
        "refurbished": item.refurbished,
        "recall": recalled,
        **_of_goods(item.goods, today),
        **_of_sale(item.sale),
    }


# An axis that no answer caps.
_AS_NEW: Mapping[str, Fact] = {axis.value: Grade.A.value for axis in grading.Axis}


def _of_goods(goods: Goods, today: date) -> dict[str, Fact]:
    """Name what the catalogue knows; what it does not know is no fact, and no row hits by it."""
    known: dict[str, Fact] = {"brand": goods.brand, "agreement": goods.agreement}
    if goods.stock is not None:
        known["stock"] = goods.stock
    if goods.season is not None:
        known["season_days"] = (today - goods.season).days
    return known


def _of_sale(sale: Sale) -> dict[str, Fact]:
    return {"reason": sale.reason, "country": sale.country}


def sealed_by(checklist: Checklist, chosen: Mapping[str, str]) -> bool:
    """Tell whether an answer short-cut the checklist, which only a sealed box does."""
    return any(choice.finish for q in checklist.asked(chosen) if (choice := q.choice(chosen.get(q.id))))


def rule_on(
    inspection: Inspection, checklist: Checklist, rules: policy.Policy, today: date
) -> tuple[Graded, Ruling]:
    """Grade the item and rule on the return as of the day on which it was taken in hand."""
    graded = grading.grade(checklist, inspection.chosen)
    day = min(today, inspection.opened_at.date())  # waiting here is not the customer's doing
    sealed = sealed_by(checklist, inspection.chosen)
    return graded, rule(rules, case_of(inspection.item, day, graded, sealed))


def routed(
    inspection: Inspection,
    checklist: Checklist,
    rulebook: Rulebook,
    bins: Mapping[Disposition, Bin],
    today: date,
    recalled: bool = False,
    currency: str = "",
) -> Inspection:
    """Decide the route of a complete inspection. ``bins`` is where each disposition goes.

    ``currency`` is the station's, in which the item's value is; without it, the prices' own.
    Raises NOT_NOW while a question or a required photo is missing, TWO_CURRENCIES where the prices are
    in another currency than the station.
    """
    if not complete(inspection, checklist):
        raise DomainError(Reason.NOT_NOW)
    graded, ruling = rule_on(inspection, checklist, rulebook.policy, today)
    item, sealed = inspection.item, sealed_by(checklist, inspection.chosen)
    known = facts(item, graded, sealed, ruling, today, recalled)
    value = Money.of_minor(item.value, currency or rulebook.prices.currency)
    nets = prices.nets(rulebook.prices, item.category, graded.grade, value)
    decision = disposition.decide(rulebook.table, known, nets)
    goes_to = bins.get(decision.disposition)
    route = Route(
        graded=graded,
        ruling=ruling,
        decision=decision,
        disposition=decision.disposition,
        bin=goes_to.code if goes_to else None,
        checklist_version=checklist.version,
        policy_version=rulebook.policy.version,
        table_version=rulebook.table.version,
        prices_version=rulebook.prices.version,
        conditions_version=rulebook.conditions.version,
        signals_version=rulebook.signals.version,
        disposal_version=rulebook.disposal.version,
        decided_on=today,
        facts=known,
    )
    return replace(inspection, state=State.ROUTED, route=route, revisiting=None)


def overridden(inspection: Inspection, override: Override, goes_to: Bin | None) -> Inspection:
    """Send the item elsewhere on a supervisor's word. Raises NOT_NOW before it is routed."""
    if inspection.state is not State.ROUTED or inspection.route is None:
        raise DomainError(Reason.NOT_NOW)
    code = goes_to.code if goes_to else None
    route = replace(inspection.route, disposition=override.to, bin=code)
    return replace(inspection, route=route, override=override, labelled=False)
