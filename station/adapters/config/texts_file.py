"""Words in every language: the keys en, he and ru of anything that is shown."""

from station.adapters.config.kinds import TEXT
from station.adapters.config.sections import Section
from station.domain.texts import LANGUAGES, Texts


def read_texts(section: Section) -> Texts:
    """Read one phrase; every language of the screen is required."""
    return Texts(**{language: section.take(language, TEXT) for language in LANGUAGES})
