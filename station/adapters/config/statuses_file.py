"""statuses.toml to Statuses: what customers are told, in the site's own words."""

from pathlib import Path

from station.adapters.config.kinds import VERSION
from station.adapters.config.problems import Problems
from station.adapters.config.sections import Section, reading
from station.adapters.config.texts_file import read_texts
from station.domain.outbound.statuses import FACTS, NAMES, Statuses, unknown_places
from station.domain.phrases import phrase
from station.domain.problems import nearest
from station.domain.texts import LANGUAGES, Texts


def read_statuses(path: Path, problems: Problems) -> Statuses:
    """Read the texts, noting problems: every status has to be there, and name only what there is."""
    with reading(path, problems) as top:
        version = top.take("version", VERSION)
        return Statuses(version, {name: _text(top, name) for name in NAMES})


def _text(top: Section, name: str) -> Texts:
    """Read one status, such as "received" or "remedy.exchange", from its table."""
    section = top
    for step in name.split("."):
        section = _opened(section, step)
    texts = read_texts(section)
    for language in LANGUAGES:
        for place in unknown_places(texts.in_language(language)):
            found = phrase('"{%(name)s}" is nothing that can be filled in', name=place)
            expected = phrase("one of %(names)s", names=", ".join(f"{{{each}}}" for each in FACTS))
            section.wrong(language, found, expected, FACTS, nearest(place, FACTS) or place)
    return texts


def _opened(section: Section, step: str) -> Section:
    """Open a table once: the one of all remedies is asked for by each of them."""
    path = (*section._path, step)
    known = (each for each in section.document.sections if each._path == path)
    return next(known, None) or section.section(step, required=True)
