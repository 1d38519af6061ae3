"""[imports] and [form]: files that are taken over, and the customer's return form."""

from datetime import timedelta
from pathlib import Path

from station.adapters.config.kinds import FLAG, TEXT, name_in, pattern, whole
from station.adapters.config.sections import Section
from station.adapters.config.settings import ImportSettings
from station.domain.forms.house import FormHouse
from station.domain.phrases import phrase
from station.domain.texts import LANGUAGES

_URL = pattern(
    r"https?://[A-Za-z0-9.:\[\]-]+(?:/[A-Za-z0-9._~-]+)*/?",
    phrase('an address such as "https://returns.example.com"'),
)
_ADDRESS = pattern(r"[0-9A-Fa-f.:]*", phrase('an address such as "127.0.0.1", or nothing'))


def imports(section: Section, beside: Path) -> ImportSettings:
    """Read [imports]; a folder is seen from the folder of the file."""
    folder = section.maybe("folder", TEXT)
    if folder and not (beside / folder).is_dir():
        section.wrong("folder", phrase("there is no such folder"), phrase("a folder that is there"))
    known = ImportSettings()
    return ImportSettings(
        folder=beside / folder if folder else None,
        limit_mb=section.take("limit_mb", whole(1, 1024), known.limit_mb),
        every_seconds=section.take("every_seconds", whole(1, 3600), known.every_seconds),
    )


def form(section: Section) -> FormHouse:
    """Read [form]; it is off unless it is switched on, and needs the address that customers reach."""
    known = FormHouse()
    read = FormHouse(
        enabled=section.take("enabled", FLAG, False),
        url=(section.maybe("url", _URL) or "").rstrip("/"),
        languages=section.many("languages", name_in(LANGUAGES)) or known.languages,
        lasts=timedelta(days=section.take("days", whole(1, 365), known.lasts.days)),
        proxy=section.take("proxy", _ADDRESS, ""),
    )
    if read.enabled and not read.url:
        section.wrong("url", phrase("is missing"), _URL.expected)
    return read
