"""Signals and disposals in the reader's words: what was seen, and what the site's rules call a reason."""

from collections.abc import Mapping

from markupsafe import Markup

from station.domain.bench import Ask, AskKind
from station.domain.signals import Signal, SignalKind
from station.services.settling import SEEN as FACT
from web import words
from web.context import world
from web.formats import shown
from web.say import filled, name
from web.words.signals import SEEN

# Choices that the site's own rules name, in its own words.
BY_THE_RULES = frozenset({AskKind.WHY_DISPOSAL, AskKind.DEROGATION})


def what(signal: Signal) -> Markup:
    """Say what was seen."""
    return filled(SEEN[signal.kind], signal.seen)


def asked_about(ask: Ask) -> tuple[Markup, Markup]:
    """Name the signal that a supervisor is asked about, and say what was seen."""
    kind = SignalKind(ask.about["signal"])
    seen: Mapping[str, str] = {
        fact.removeprefix(FACT): value for fact, value in ask.about.items() if fact.startswith(FACT)
    }
    return name(words.word(kind)), filled(SEEN[kind], seen)


def ledger_word(code: str) -> str:
    """Say a reason or a derogation of the ledger as the rules in force do."""
    with world().read() as uow:
        return shown(uow.rules.in_force().disposal.text_of(code))
