"""Words in the languages of the screen: the keys en, he and ru of anything that is shown."""

from station.adapters.config.kinds import TEXT
from station.adapters.config.sections import Section
from station.domain.texts import Texts


def read_texts(section: Section) -> Texts:
    """Read one phrase. English is required; where another language is left out, English is shown."""
    return Texts(section.take("en", TEXT), section.maybe("he", TEXT) or "", section.maybe("ru", TEXT) or "")
