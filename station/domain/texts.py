"""Words of the site's own data, in the languages that the screen speaks."""

from dataclasses import dataclass

LANGUAGES = ("en", "he", "ru")


@dataclass(frozen=True, slots=True)
class Texts:
    """One phrase in every language. Empty ``he`` or ``ru`` falls back to English."""

    en: str
    he: str = ""
    ru: str = ""

    def in_language(self, language: str) -> str:
        return {"he": self.he, "ru": self.ru}.get(language) or self.en
