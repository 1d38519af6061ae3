"""disposal.toml to DisposalRules: what has to be known before something is thrown away."""

from collections.abc import Sequence
from pathlib import Path

from station.adapters.config.kinds import ID, VERSION, whole
from station.adapters.config.problems import Problems
from station.adapters.config.sections import Section, reading
from station.adapters.config.texts_file import read_texts
from station.adapters.config.unique import note_repeated
from station.domain.disposal import DisposalReason, DisposalRules
from station.domain.phrases import phrase

_GRAMS = whole(1, 1_000_000)
# As many as there are number keys at the bench.
_MOST = 9


def read_disposal(path: Path, problems: Problems) -> DisposalRules:
    """Read reasons and derogations from a file, noting problems."""
    with reading(path, problems) as top:
        return parse_disposal(top)


def parse_disposal(top: Section) -> DisposalRules:
    """Read reasons and derogations from a document, noting problems."""
    typical = top.section("typical_grams")
    rules = DisposalRules(
        version=top.take("version", VERSION),
        reasons=_reasons(top),
        derogations=_derogations(top),
        need_derogation=top.many("need_derogation", ID),
        typical_grams={name: typical.take(key, _GRAMS) for key, name in typical.keys(phrase("category"), ID)},
    )
    for key, found in (("reason", rules.reasons), ("derogation", rules.derogations)):
        if len(found) > _MOST:
            top.wrong(key, phrase("there are %(count)s", count=len(found)), phrase("nine at most"))
    if not rules.reasons:
        top.wrong("reason", phrase("there is none"), phrase("at least one [[reason]]"))
    if rules.need_derogation and not rules.derogations:
        top.wrong("derogation", phrase("there is none"), phrase("at least one [[derogation]]"))
    return rules


def _reasons(top: Section) -> tuple[DisposalReason, ...]:
    sections = top.sections("reason")
    reasons = tuple(_named(each, each.many("rows", ID)) for each in sections)
    note_repeated(sections, reasons)
    _note_claimed_twice(sections, reasons)
    return reasons


def _derogations(top: Section) -> tuple[DisposalReason, ...]:
    sections = top.sections("derogation")
    derogations = tuple(_named(each) for each in sections)
    note_repeated(sections, derogations)
    return derogations


def _named(section: Section, rows: tuple[str, ...] = ()) -> DisposalReason:
    return DisposalReason(section.take("id", ID), read_texts(section), rows)


def _note_claimed_twice(sections: Sequence[Section], reasons: Sequence[DisposalReason]) -> None:
    """Note every row of the routing table that two reasons name: it can stand for one."""
    first: dict[str, Section] = {}
    for section, reason in zip(sections, reasons, strict=True):
        for row in reason.rows:
            other = first.setdefault(row, section)
            if other is not section and row:
                found = phrase('"%(row)s" stands under %(place)s too', row=row, place=other.place)
                section.wrong("rows", found, phrase("each row of the routing table under one reason"))
