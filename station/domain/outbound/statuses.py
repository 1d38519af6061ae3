"""What a customer is told of a return, in the site's own words: data, with a few facts to fill in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from station.domain.policy import Remedy, Verdict
from station.domain.texts import LANGUAGES, Texts

# What a text may name, between braces. Nothing of money: the station recommends and never pays.
FACTS = ("product", "rma", "line")
PLACE = re.compile(r"\{([a-z_]+)\}")
# Every text that a site has to give.
NAMES = (
    "received",
    "inspected",
    *(f"decided.{verdict.value}" for verdict in Verdict),
    *(f"remedy.{remedy.value}" for remedy in Remedy),
)


@dataclass(frozen=True, slots=True)
class Statuses:
    """The texts by name, such as "received" or "remedy.exchange"."""

    version: int = 0
    texts: Mapping[str, Texts] = field(default_factory=dict)

    def said(self, name: str, facts: Mapping[str, Texts]) -> dict[str, str]:
        """Say a status in every language, empty where the site has no words for it."""
        known = self.texts.get(name)
        if known is None:
            return {}
        return {language: _filled(known.in_language(language), facts, language) for language in LANGUAGES}


def _filled(text: str, facts: Mapping[str, Texts], language: str) -> str:
    """Fill facts in once: what a fact says is never read for places again."""
    return PLACE.sub(lambda found: facts[found[1]].in_language(language) if found[1] in facts else "", text)


def unknown_places(text: str) -> tuple[str, ...]:
    """List what a text names that there is not."""
    return tuple(name for name in PLACE.findall(text) if name not in FACTS)
