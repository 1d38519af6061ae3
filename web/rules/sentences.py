"""A row of the decision table as a sentence in the reader's language."""

from collections.abc import Sequence

from flask_babel import gettext
from markupsafe import Markup

from station.domain.disposition import FACTS, Fact, FactKind, Row, Test
from station.domain.money import Money
from web import words
from web.rules.conditions import condition, either
from web.say import name


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


def _fill(sentence: str, **facts: Markup) -> Markup:
    return Markup(sentence) % facts  # noqa: S704 - ours, facts are marked up
