"""The station's own words in its own language, for labels: they stay with the goods, whoever reads them."""

from enum import StrEnum

from flask import Flask
from flask_babel import Babel, force_locale

from web import words
from web.i18n import TRANSLATIONS, compile_stale


class HouseWords:
    """Says any value in one language, outside of a request too."""

    def __init__(self, language: str) -> None:
        compile_stale(TRANSLATIONS)
        self._language = language
        self._app = Flask("web")
        Babel(self._app, default_locale=language)

    def speaking(self, language: str) -> "HouseWords":
        """Return the same words in another language."""
        return HouseWords(language)

    def word(self, member: StrEnum) -> str:
        """Return the words of a value. Raises KeyError for one that has none."""
        with self._app.app_context(), force_locale(self._language):
            return str(words.word(member))
