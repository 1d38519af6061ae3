"""The site's own words where they are not given in the reader's language: English, and marked as such."""

import re

import pytest

from station.domain.people import Role
from station.domain.scanning import Command
from station.services.signing_in import set_taste
from tests.support.stations import Rig
from tests.support.work import press, unawaited
from tests.web.conftest import Browser

MARKED = '<bdi class="fallback" lang="en">New</bdi>'


@pytest.mark.parametrize(("language", "marked"), [("en", False), ("he", True), ("ru", True)])
def test_english_is_marked_where_it_stands_in_for_another_language(
    browser: Browser, rig: Rig, language: str, marked: bool
) -> None:
    browser.sign_in()
    set_taste(rig.world, rig.person(Role.OPERATOR).id, language)
    rig.scan(unawaited(rig).sku)
    press(rig, Command.ONE)
    page = browser.get("/bench").text
    assert (MARKED in page) is marked
    assert re.search(r"<title>\s*New ", page)
    assert page.count("fallback") == page.count(MARKED)
