"""sampling.toml to Sampling: which finished items a supervisor looks at."""

from datetime import timedelta
from pathlib import Path

from station.adapters.config.kinds import FLAG, TEXT, VERSION, Kind, name_in, number, number_in, whole
from station.adapters.config.problems import Problems
from station.adapters.config.sampling_tables import read_tables
from station.adapters.config.sections import Section, reading
from station.domain.phrases import phrase
from station.domain.sampling.plans import Tables
from station.domain.sampling.rules import Apart, Sampling, Special, Terms

_TOGETHER = "all"
_APART = name_in((*Apart, _TOGETHER))
# Judging a lot may put all of it into the queue in one transaction.
_LOT = whole(2, 1200)


def read_sampling(path: Path, problems: Problems) -> Sampling | None:
    """Read a site's sampling, noting problems; None where it is switched off or cannot be used."""
    with reading(path, problems) as top:
        folder, name = top.take("tables", TEXT), top.take("name", TEXT)
        tables = read_tables(path.parent / folder, name, problems) if folder else None
        return _rules(top, tables)


def _rules(top: Section, tables: Tables | None) -> Sampling | None:
    on, usual = top.take("on", FLAG, True), _terms(top, tables, None)
    version, age = top.take("version", VERSION), top.take("lot_days", whole(1, 365), 7)
    apart = tuple(Apart(each) for each in top.many("streams", _APART) if each in set(Apart))
    may_reduce = top.take("reduced", FLAG, False)
    special = tuple(_special(each, tables, usual, apart) for each in top.sections("stream"))
    if not on or tables is None:
        return None
    return Sampling(version, tables, apart, usual, timedelta(days=age), may_reduce, special)


def _terms(section: Section, tables: Tables | None, usual: Terms | None) -> Terms:
    """Read terms; what a special stream leaves out is as usual. Without tables nothing is compared."""
    level = name_in(tables.levels) if tables else TEXT
    aql: Kind[float] = number_in(*tables.aqls) if tables else number(0, 100)
    return Terms(
        section.take("lot", _LOT, usual.lot_size if usual else None),
        section.take("level", level, usual.level if usual else None),
        section.take("aql", aql, usual.aql if usual else None),
    )


def _special(section: Section, tables: Tables | None, usual: Terms, apart: tuple[Apart, ...]) -> Special:
    grader, category = section.take("grader", TEXT, ""), section.take("category", TEXT, "")
    if not grader and not category:
        section.wrong("", phrase("names nobody"), phrase("a grader, a category or both"))
    for by, named in ((Apart.GRADER, grader), (Apart.CATEGORY, category)):
        if named and by not in apart:
            section.wrong(by, phrase("fits no stream"), phrase("streams that are kept apart by it"))
    return Special(_terms(section, tables, usual), grader, category)
