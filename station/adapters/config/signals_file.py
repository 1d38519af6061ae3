"""signals.toml to SignalRules: when something does not add up."""

from pathlib import Path

from station.adapters.config.kinds import VERSION, member_of, whole
from station.adapters.config.problems import Problems
from station.adapters.config.sections import Section, reading
from station.adapters.config.shares import SHARE, exactly
from station.domain.signals import SignalKind, SignalRules

_KIND = member_of(SignalKind)


def read_signals(path: Path, problems: Problems) -> SignalRules:
    """Read when something is noticed from a file, noting problems."""
    with reading(path, problems) as top:
        return parse_signals(top)


def parse_signals(top: Section) -> SignalRules:
    """Read when something is noticed from a document, noting problems."""
    usual = SignalRules(0)
    return SignalRules(
        version=top.take("version", VERSION),
        weight_percent=top.take("weight_percent", SHARE, usual.weight_percent),
        weight_grams=top.take("weight_grams", whole(0, 1_000_000), usual.weight_grams),
        sender_days=top.take("sender_days", whole(1, 3650), usual.sender_days),
        sender_times_norm=top.take("sender_times_norm", exactly(1, 1000), usual.sender_times_norm),
        sender_least=top.take("sender_least", whole(1, 10000), usual.sender_least),
        off=top.many("off", _KIND),
    )
