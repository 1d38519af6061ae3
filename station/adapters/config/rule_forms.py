"""Rules as values, as plain data and as TOML: the same readers as for the files, without a file."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from station.adapters.config.checklist_file import parse_checklist
from station.adapters.config.conditions_file import parse_conditions
from station.adapters.config.disposal_file import parse_disposal
from station.adapters.config.files import toml_table
from station.adapters.config.plain import plain_of
from station.adapters.config.policy_file import parse_policy
from station.adapters.config.prices_file import parse_prices
from station.adapters.config.problems import Problems
from station.adapters.config.routing_file import parse_table, with_amounts
from station.adapters.config.sections import Section, checking
from station.adapters.config.signals_file import parse_signals
from station.adapters.config.toml_text import toml_text
from station.domain.disposition import Table
from station.domain.problems import Problem
from station.rule_ports import Plain, RuleKey

# What stands above the rules in a file.
HEADERS: Mapping[str, str] = {
    "checklist": "What is asked about an item, what the answers do to its grade, and which photos are taken.",
    "policy": "What customers are owed: a recommendation with reasons. The station never pays anything.",
    "table": "Where items go. Read from the top; the first row whose conditions all hold decides.",
    "prices": "What each way out brings. Where routing leaves several dispositions open, the best decides.",
    "conditions": "What marketplaces call our grades.",
    "signals": "When something does not add up. A signal asks a supervisor; it never refuses by itself.",
    "disposal": "Nothing is thrown away without a reason, a weight and a category.",
}


class RuleForms:
    """What is the same for every kind of rules. ``cameras`` are those that slots may name."""

    def __init__(self, cameras: tuple[str, ...] | None, currency: str) -> None:
        self._currency = currency
        self._readers: Mapping[str, Callable[[Section], Any]] = {
            "checklist": lambda top: parse_checklist(top, cameras),
            "policy": lambda top: parse_policy(top, currency),
            "table": lambda top: parse_table(top, currency),
            "prices": lambda top: parse_prices(top, currency),
            "conditions": parse_conditions,
            "signals": parse_signals,
            "disposal": parse_disposal,
        }

    def read(self, key: RuleKey, plain: Plain) -> tuple[Any, Sequence[Problem]]:
        problems = Problems()
        with checking(plain, key.id, problems) as top:
            value = self._readers[key.kind](top)
        return value, tuple(problems.found)

    def plain(self, key: RuleKey, value: object) -> Plain:
        plain = plain_of(value)
        return with_amounts(plain, self._currency) if isinstance(value, Table) else plain

    def toml(self, key: RuleKey, plain: Plain) -> str:
        return toml_text(plain, HEADERS[key.kind])

    def parse(self, text: str) -> tuple[Plain, Sequence[Problem]]:
        problems = Problems()
        return toml_table(text, "", problems) or {}, tuple(problems.found)
