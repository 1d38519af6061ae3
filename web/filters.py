"""What templates say things with, by what it is about."""

from collections.abc import Callable, Mapping
from typing import Any

from web import devices_page, explain, faces, formats, graded_twice, rulings, sampled, say, seen, words
from web.rules import page as rules_page
from web.views import central_decided, claims, said, waiting

FILTERS: Mapping[str, Callable[..., Any]] = {
    # How figures and times are written.
    "t": formats.shown,
    "money": formats.money,
    "bare": formats.bare,
    "weight": formats.weight,
    "hour": formats.hour,
    "moment": formats.moment,
    "brief": formats.brief,
    "second": formats.second,
    "day": formats.day,
    "short_day": formats.short_day,
    "percent": formats.percent,
    # What is said.
    "code": say.code,
    "name": say.name,
    "faults": say.faults,
    "sentence": say.sentence,
    "word": words.word,
    "unit": rules_page.unit,
    "disposition_name": rules_page.disposition_name,
    # How an item was decided.
    "axes": explain.axes,
    "by_hand": explain.by_hand,
    "rule_said": explain.rule_said,
    "costs": explain.costs,
    "price": explain.price,
    "reasons": rulings.reasons,
    "fee": rulings.fee,
    # What stands on the bench.
    "caps": faces.caps,
    "mark": faces.mark,
    "bin_of": faces.bin_of,
    "differences": faces.differences,
    "seen": seen.what,
    "asked_about": seen.asked_about,
    "ledger_word": seen.ledger_word,
    # Devices.
    "language": devices_page.language_of,
    "device_name": devices_page.name_of,
    "meant": devices_page.meant,
    # Audits and second grades.
    "why_drawn": sampled.why_drawn,
    "because": sampled.because,
    "switching_score": sampled.score,
    "coming": sampled.coming,
    "lot_waits": sampled.waiting,
    "second_grade": graded_twice.second_grade,
}

# What every template may ask for or name.
GLOBALS: Mapping[str, Any] = {
    "letters": faces.LETTERS,
    "window": faces.window,
    "drifters": graded_twice.drifters,
    "claims_about": claims.claims_about,
    "waiting_here": waiting.waits,
    "decisions_waiting": central_decided.decisions_waiting,
    **said.SAID,
}
