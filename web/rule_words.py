"""A row of the decision table, and what is wrong with one, as sentences in the reader's language."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext
from markupsafe import Markup

from station.domain.disposition import FACTS, Fact, FactKind, Row, Test
from station.domain.money import Money
from station.domain.table_checks import Flaw, FlawKind
from web import words
from web.formats import text
from web.rule_conditions import condition, either, label
from web.say import code, name


def row_sentence(row: Row, currency: str) -> Markup:
    """Say a row: "when the grade is B or C and it was announced, then Resale or Refurbish"."""
    then = either([name(words.word(disposition)) for disposition in row.open])
    if not row.when:
        return _fill(gettext("in all other cases %(then)s"), then=then)
    when = both([condition(fact, written(fact, test, currency), currency) for fact, test in row.when.items()])
    return _fill(gettext("when %(when)s, then %(then)s"), when=when, then=then)


def both(said: Sequence[Markup]) -> Markup:
    """Join conditions that all have to hold."""
    return Markup(gettext(" and ")).join(said)  # noqa: S704 - ours


def written(fact: str, test: Test, currency: str) -> object:
    """Return a test as a file has it: yes or no, a list of values, or limits; amounts as decimals."""
    if FACTS[fact] is FactKind.FLAG and len(test.values) == 1:
        return test.values[0]
    if test.values:
        return [_value(fact, value, currency) for value in test.values]
    limits = {"at_least": test.least, "at_most": test.most}
    return {key: _value(fact, limit, currency) for key, limit in limits.items() if limit is not None}


def _value(fact: str, value: Fact, currency: str) -> object:
    return Money.of_minor(int(value), currency).amount if FACTS[fact] is FactKind.MONEY else value


# What is wrong, or worth a second look ------------------------------------------------------------------


def flaw_sentence(flaw: Flaw, rows: Sequence[Row], currency: str) -> Markup:
    """Say what is wrong with a row, with the other rows and the case by their names."""
    others = both([row_name(number, rows[number - 1]) for number in flaw.others])
    return _fill(_FLAWS[flaw.kind](), others=others, case=case(flaw.example, currency))


def row_name(number: int, row: Row) -> Markup:
    """Name a row as the bench does: rule 3: Unusable."""
    return _fill(gettext("rule %(number)s: %(text)s"), number=code(number), text=name(text(row.text)))


def case(example: Mapping[str, Fact | None], currency: str) -> Markup:
    """Say one case: every fact with what it is."""
    return both([_is(fact, value, currency) for fact, value in example.items()])


def _is(fact: str, value: Fact | None, currency: str) -> Markup:
    if value is None:
        known = gettext("not known") if FACTS[fact] is FactKind.WHOLE else gettext("another")
        return Markup("{}: {}").format(label(fact), known)
    return condition(fact, written(fact, Test((value,)), currency), currency)


_FLAWS = {
    FlawKind.NEVER: lambda: gettext("It can never hit: %(others)s takes all of its cases."),
    FlawKind.IMPOSSIBLE: lambda: gettext(
        "No item can meet its conditions: the grade is that of the worst axis."
    ),
    FlawKind.CONTRADICTS: lambda: gettext("%(others)s has the same conditions and decides otherwise."),
    FlawKind.GAP: lambda: gettext("The last rule has conditions. No rule takes an item when %(case)s."),
    FlawKind.OVERLAP: lambda: gettext(
        "%(others)s goes first and sends some of the same items elsewhere, for instance when %(case)s."
    ),
}


def _fill(sentence: str, **facts: Markup) -> Markup:
    return Markup(sentence) % facts  # noqa: S704 - ours, facts are marked up
